import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { epochMs } from '../../kit/units.ts';
import { factWriter } from '../../test/fact-store.ts';
import { BATCH_LIMITS } from '../../wire/batch.ts';
import { measurements } from '../../wire/measurements.ts';
import { openDatabase } from '../store/database-door.ts';
import { factMigrations } from '../store/fact-schema.ts';
import { FactStore } from '../store/facts.ts';
import { Ingest } from './ingest.ts';
import type { Admission } from './read-batch.ts';

const NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));
const GOOD = `uplink_ping,device=line-1,target=centre up=true,latency_s=0.01 ${NOW}`;
let store: FactStore;

let ingest: Ingest;

beforeEach(() => {
  const database = openDatabase(':memory:', factMigrations);
  store = new FactStore({ sql: database, enrolled: () => [], timeZone: 'Asia/Ho_Chi_Minh' });
  ingest = new Ingest({
    sql: database,
    facts: factWriter(database),
    log: silentLog,
    elapsed: systemClock.elapsed,
    later: (deed) => setImmediate(deed),
  });
  return () => database.close();
});

let sequence = 0;
function send(body: string | Uint8Array, more: Partial<Admission> = {}) {
  sequence += 1;
  const admission: Admission = {
    identity: { school: 'thpt-a', agent: 'may-chu' },
    batch: `b.${sequence}`,
    body: Buffer.from(body),
    gzip: false,
    precision: 'ms',
    foreign: false,
    receivedAt: NOW,
    ...more,
  };
  return ingest.admit(admission, 'live');
}
async function receipt(body: string | Uint8Array, more: Partial<Admission> = {}) {
  const outcome = await send(body, more);
  if (outcome.kind !== 'stored') throw new Error(`not stored: ${JSON.stringify(outcome)}`);
  return outcome.receipt;
}
const refusal = async (line: string) => (await receipt(line)).refused[0]?.reason;

describe('a body of facts', () => {
  it('is stored, plain or gzip', async () => {
    expect(await receipt(GOOD)).toMatchObject({ stored: 1, refused: [] });
    expect(await receipt(gzipSync(GOOD), { gzip: true })).toMatchObject({ stored: 1 });
    expect(store.latest({ school: 'thpt-a' })).toMatchObject([
      { measurement: 'uplink_ping', device: 'line-1', fields: { up: true, latency_s: 0.01 } },
    ]);
  });

  it('loses its bad lines only, each named by number and reason', async () => {
    const body = [GOOD, 'junk', '', '# a comment', `cpu usage=1 ${NOW}`, 'cpu usage=x'].join(
      '\r\n',
    );
    expect(await receipt(body)).toMatchObject({
      stored: 2,
      refused: [
        { line: 2, reason: 'no fields' },
        { line: 6, reason: 'field usage has no readable value' },
      ],
    });
    expect(store.deadLetters({ limit: 9 }).map(({ text }) => text)).toEqual([
      'cpu usage=x',
      'junk',
    ]);
  });

  it('loses lines that claim another school, and only those', async () => {
    const claim = (school: string) => GOOD.replace('target=', `school=${school},target=`);
    const { stored, refused } = await receipt(`${claim('thpt-b')}\n${claim('thpt-a')}`);
    expect(stored).toBe(1);
    expect(refused).toEqual([{ line: 1, reason: 'line claims school thpt-b' }]);
    expect(store.latest({}).map(({ school, tags }) => [school, tags])).toEqual([
      ['thpt-a', { device: 'line-1', target: 'centre' }],
    ]);
  });

  it('sent twice under one id is stored once', async () => {
    const first = await receipt(GOOD, { batch: 'same' });
    expect(await receipt(GOOD, { batch: 'same' })).toEqual({ ...first, replayed: true });
  });

  it('without an id is known by its content, unless we stamped it', async () => {
    const bare = GOOD.replace(/ \d+$/, '');
    const later = { batch: undefined, receivedAt: epochMs(NOW + 1_000) };
    expect((await receipt(GOOD, { batch: undefined })).replayed).toBe(false);
    expect((await receipt(GOOD, later)).replayed).toBe(true);
    expect((await receipt(bare, { batch: undefined })).replayed).toBe(false);
    expect((await receipt(bare, later)).replayed).toBe(false);
    expect(store.latest({})[0]?.at).toBe(later.receivedAt);
  });

  it('loses the lines that are not UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('m x="'),
      Buffer.from([0xff]),
      Buffer.from(`" ${NOW}\n${GOOD}`),
    ]);
    expect(await receipt(body)).toMatchObject({
      stored: 1,
      refused: [{ line: 1, reason: 'not UTF-8' }],
    });
  });
});

describe('a line against the register', () => {
  it.each([
    [`camera,device=c1 pixels=1 ${NOW}`, 'camera has no field pixels'],
    [`camera,device=c1 toString=1 ${NOW}`, 'camera has no field toString'],
    [`camera up=true ${NOW}`, 'camera needs the tag device'],
    [`camera,device=c1 up=1 ${NOW}`, 'camera.up must be true or false'],
    [`camera,device=c1 model=1 ${NOW}`, 'camera.model must be a text'],
    [`machine,device=m1 cores=1.5 ${NOW}`, 'machine.cores must be an integer'],
    [`machine,device=m1 uptime_s="long" ${NOW}`, 'machine.uptime_s must be a number'],
    [`cpu x=1 ${Date.UTC(1999, 11, 31)}`, 'time stamp before the year 2000'],
    [`cpu x=1 ${NOW + 86_400_001}`, 'time stamp more than a day in the future'],
    [`cpu,host=${'h'.repeat(5_000)} x=1 ${NOW}`, 'tags longer than 4096 characters'],
  ])('%.40s is refused: %s', async (line, reason) => {
    expect(await refusal(line)).toBe(reason);
  });

  it.each([
    `machine,device=m1 uptime_s=5i ${NOW}`,
    `machine,device=m1 cores=4 ${NOW}`,
    `cpu,host=pc anything=1i,word="x" ${NOW + 86_400_000}`,
    `toString x=1 ${Date.UTC(2000, 0, 1)}`,
  ])('%.40s is stored', async (line) => {
    expect(await refusal(line)).toBeUndefined();
  });

  it('accepts every registered field', async () => {
    const sample = { float: '1.5', integer: '2i', boolean: 'true', string: '"x"' };
    const lines = Object.entries(measurements).map(([name, { tags, fields }]) => {
      const head = [name, ...Object.keys(tags).map((tag) => `${tag}=t`)].join(',');
      return `${head} ${Object.entries(fields).map(([field, { type }]) => `${field}=${sample[type]}`)} ${NOW}`;
    });
    expect((await receipt(lines.join('\n'))).refused).toEqual([]);
  });
});

describe('limits', () => {
  it('refuse what is not gzip, or is gzip torn off', async () => {
    const whole = gzipSync(GOOD);
    for (const body of [Buffer.from(GOOD), whole.subarray(0, whole.length - 9), Buffer.alloc(0)])
      expect(await send(body, { gzip: true })).toMatchObject({
        kind: 'refused',
        problem: { kind: 'not_gzip' },
      });
    expect(store.latest({})).toEqual([]);
  });

  it('stop a bomb with memory bounded', async () => {
    // 1 GiB of zeros, as gzip members one after another.
    const member = gzipSync(Buffer.alloc(16 * 1024 ** 2), { level: 9 });
    const bomb = Buffer.concat(Array.from({ length: 64 }, () => member));
    expect(bomb.length).toBeLessThan(BATCH_LIMITS.bodyBytes);
    const before = process.memoryUsage.rss();
    const outcome = send(bomb, { gzip: true });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 2);
    expect(await outcome).toMatchObject({ kind: 'refused', problem: { kind: 'too_large' } });
    clearInterval(watch);
    expect(Math.max(peak, process.memoryUsage.rss()) - before).toBeLessThan(100 * 1024 ** 2);
  }, 30_000);

  it.each([
    ['a body over its size', Buffer.alloc(BATCH_LIMITS.bodyBytes + 1), 'too_large'],
    ['gzip that does not say so', gzipSync(GOOD), 'bad_encoding'],
    ['UTF-16', Buffer.from(`\uFEFF${GOOD}`, 'utf16le'), 'bad_encoding'],
    ['too many lines', Buffer.from('x\n'.repeat(BATCH_LIMITS.lines + 1)), 'too_many_lines'],
  ])('refuse %s', async (_, body, kind) => {
    expect(await send(body)).toMatchObject({ kind: 'refused', problem: { kind } });
  });

  it('refuse new series of a school that has too many, and still take its known ones', async () => {
    const lines = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => `cpu,host=h${from + at} x=1 ${NOW}`).join('\n');
    expect((await receipt(lines(0, 20_001))).refused).toEqual([
      { line: 20_001, reason: 'the school has too many series' },
    ]);
    expect(await receipt(`${lines(0, 2)}\n${lines(30_000, 2)}`)).toMatchObject({ stored: 2 });
    expect(
      await receipt(lines(30_000, 1), { identity: { school: 'b', agent: 'x' } }),
    ).toMatchObject({ stored: 1 });
  }, 30_000);

  it('hold against any bytes: a receipt or a problem, never a throw', async () => {
    const bytes = fc.uint8Array({ maxLength: 400 });
    const spoiled = fc
      .tuple(fc.nat(GOOD.length), bytes)
      .map(([at, junk]) => Buffer.concat([Buffer.from(GOOD).subarray(0, at), junk]));
    const precision = fc.constantFrom('ns', 'us', 'ms', 's' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(bytes, spoiled),
        fc.boolean(),
        precision,
        async (body, gzip, unit) => {
          const outcome = await send(body, { gzip, precision: unit });
          expect(['stored', 'refused']).toContain(outcome.kind);
        },
      ),
      { numRuns: 400 },
    );
  }, 30_000);
});

describe('what other programs send', () => {
  it('is kept apart by a prefix, and never taken for what an agent measured', async () => {
    const line = `camera,device=c1 up=true ${NOW}`;
    expect(await receipt(line, { foreign: true })).toMatchObject({ stored: 1, refused: [] });
    expect(await receipt(`cpu,host=a usage=1 ${NOW}\next_mem,host=a used=2 ${NOW}`)).toMatchObject({
      stored: 2,
    });
    const names = store.latest({ school: 'thpt-a' }).map(({ measurement }) => measurement);
    expect(names).toEqual(['ext_camera', 'ext_cpu', 'ext_mem']);
    expect(store.devices('thpt-a')).toEqual([]);
  });
});

describe('one commit for many', () => {
  it('takes what came in together, and a batch that can’t be stored takes no other with it', async () => {
    const database = openDatabase(':memory:', factMigrations);
    const writer = factWriter(database, (facts) => {
      if (facts.some(({ tags }) => tags['target'] === 'poison'))
        throw new Error('the history broke');
    });
    const own = new Ingest({
      sql: database,
      facts: writer,
      log: silentLog,
      elapsed: systemClock.elapsed,
      later: (deed) => setImmediate(deed),
    });
    const outcomes = await Promise.all(
      ['centre', 'poison', 'portal'].map((target, at) =>
        own.admit(
          {
            identity: { school: 'thpt-a', agent: 'may-chu' },
            batch: `group.${at}`,
            body: Buffer.from(`uplink_ping,device=l,target=${target} up=true ${NOW}`),
            gzip: false,
            precision: 'ms',
            foreign: false,
            receivedAt: NOW,
          },
          'live',
        ),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'not_stored', 'stored']);
    expect(database.all('SELECT id FROM batch')).toEqual([{ id: 'group.0' }, { id: 'group.2' }]);
    database.close();
  });
});
