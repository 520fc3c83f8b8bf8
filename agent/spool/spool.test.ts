import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { bytes, days, epochMs, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { Fact } from '../../wire/fact.ts';
import { type SpoolDisk, spoolDisk } from './file-door.ts';
import { type Batch, Spool, type SpoolLimits } from './spool.ts';
import { SpoolTable } from './sqlite-door.ts';

const limits: SpoolLimits = {
  maxSize: bytes(1024 * 1024),
  maxAge: days(30),
  reserve: bytes(64 * 1024),
};

const fact = (at: number): Fact => ({
  measurement: 'machine',
  tags: { device: 'pc-01' },
  fields: { up: true },
  at: epochMs(at),
});

let folder = '';
let clock = new ManualClock();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  clock = new ManualClock();
});

const open = (given: Partial<SpoolLimits> = {}, disk: SpoolDisk = spoolDisk(folder)) =>
  new Spool({ agent: 'may-chu', disk, limits: { ...limits, ...given }, clock, log: silentLog });

/** One batch on the disk. */
function put(spool: Spool, ...stamps: readonly number[]): void {
  spool.add(stamps.map(fact));
  spool.flush();
}

const linesOf = (batch: Batch | undefined): readonly string[] =>
  batch === undefined ? [] : gunzipSync(batch.payload).toString().split('\n');

const stampsOf = (batch: Batch | undefined): readonly number[] =>
  linesOf(batch).map((line) => Number(line.split(' ').at(-1)));

/** Everything that waits, oldest first, taken out. */
function drain(spool: Spool): readonly number[] {
  const found: number[] = [];
  for (;;) {
    const batch = spool.peekBacklog() ?? spool.peekLive();
    if (batch === undefined) return found;
    found.push(...stampsOf(batch));
    spool.settle(batch);
  }
}

describe('the spool', () => {
  it('gathers for a second, then has the facts on the disk as one batch', async () => {
    const spool = open();
    const stop = new AbortController();
    const ended = spool.run(stop.signal);
    spool.add([fact(1)]);
    spool.add([fact(2)]);
    expect(spool.figures().batches).toBe(0);
    await clock.advance(seconds(1));
    expect(spool.figures().batches).toBe(1);
    expect(stampsOf(spool.peekLive())).toEqual([1, 2]);
    spool.add([fact(3)]);
    stop.abort();
    await ended;
    spool.close();
    expect(drain(open())).toEqual([1, 2, 3]);
  });

  it('does not wait for the second when there are many facts', () => {
    const spool = open();
    spool.add(Array.from({ length: 500 }, (_, at) => fact(at)));
    expect(spool.figures().batches).toBe(1);
    spool.close();
  });

  it('leaves out a fact that has no line, and keeps its neighbours', () => {
    const spool = open();
    spool.add([fact(1), { ...fact(2), fields: { uptime_s: Number.NaN } }, fact(3)]);
    spool.flush();
    expect(stampsOf(spool.peekLive())).toEqual([1, 3]);
    spool.close();
  });

  it('gives live batches as one, and what was missed as backlog under the same id and lines', () => {
    const spool = open();
    put(spool, 1);
    put(spool, 2);
    const live = spool.peekLive();
    expect(stampsOf(live)).toEqual([1, 2]);
    expect(spool.figures().batches).toBe(1);
    if (live !== undefined) spool.missed(live);
    expect(spool.peekLive()).toBeUndefined();
    put(spool, 3);
    expect(stampsOf(spool.peekLive())).toEqual([3]);
    expect(spool.peekBacklog()?.id).toBe(live?.id);
    expect(linesOf(spool.peekBacklog())).toEqual(linesOf(live));
    spool.close();
  });

  it('keeps its place over a restart: what waited is backlog, what was settled is gone, no id is used twice', () => {
    const before = open();
    put(before, 1);
    const first = before.peekLive();
    if (first !== undefined) before.settle(first);
    put(before, 2);
    const second = before.peekLive();
    before.close();
    const after = open();
    expect(after.peekLive()).toBeUndefined();
    expect(after.peekBacklog()?.id).toBe(second?.id);
    expect(stampsOf(after.peekBacklog())).toEqual([2]);
    put(after, 3);
    const third = after.peekLive();
    expect(third?.id).not.toBe(second?.id);
    expect(third?.id).not.toBe(first?.id);
    expect(drain(after)).toEqual([2, 3]);
    after.close();
  });

  it('drops the oldest beyond its size, and counts them', () => {
    const spool = open({ maxSize: bytes(20_000) });
    for (let at = 0; at < 300; at += 1) put(spool, at);
    const { batches, dropped, bytes: size } = spool.figures();
    expect(batches + dropped).toBe(300);
    expect(dropped).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(20_000);
    expect(drain(spool).at(-1)).toBe(299);
    spool.close();
  });

  it('drops what is too old by its own running time, and nothing when the wall clock jumps a year', async () => {
    const spool = open({ maxAge: seconds(100) });
    put(spool, 1);
    clock.jump(days(365));
    put(spool, 2);
    expect(spool.figures().dropped).toBe(0);
    await clock.advance(seconds(101));
    put(spool, 3);
    expect(spool.figures().dropped).toBe(2);
    expect(drain(spool)).toEqual([3]);
    spool.close();
  });

  it('keeps what the collector refused aside, and goes on', () => {
    const spool = open();
    put(spool, 1);
    const live = spool.peekLive();
    if (live !== undefined) spool.refuse(live, 'body too large');
    expect(spool.peekLive()).toBeUndefined();
    expect(spool.figures()).toMatchObject({ batches: 0, bytes: 0, refused: 1 });
    spool.close();
  });

  it('writes on a full disk by giving back its reserve and the oldest tenth', () => {
    const disk = spoolDisk(folder);
    let full = false;
    const tight: SpoolDisk = {
      ...disk,
      open: () => {
        const table = disk.open();
        const insert = table.insert.bind(table);
        table.insert = (...given) => {
          if (full && readdirSync(folder).includes('spool.reserve'))
            throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
          insert(...given);
        };
        return table;
      },
      holdReserve: (size) => !full && disk.holdReserve(size),
    };
    const spool = open({}, tight);
    expect(statSync(join(folder, 'spool.reserve')).size).toBe(64 * 1024);
    for (let at = 0; at < 20; at += 1) put(spool, at);
    full = true;
    put(spool, 20);
    expect(spool.figures()).toMatchObject({ batches: 19, dropped: 2 });
    expect(drain(spool).at(-1)).toBe(20);
    spool.close();
  });
});

describe('a damaged spool', () => {
  const path = () => join(folder, 'spool.db');
  const setAside = () => readdirSync(folder).filter((name) => /\.damaged-\d+$/.test(name));

  function overwrite(at: number, length: number): void {
    const file = openSync(path(), 'r+');
    writeSync(file, Buffer.alloc(length, 0xa5), 0, length, at);
  }

  function filled(batches = 50): void {
    const spool = open();
    for (let at = 0; at < batches; at += 1) put(spool, at);
    spool.close();
  }

  it.each([
    ['torn at its half', () => truncateSync(path(), Math.floor(statSync(path()).size / 2))],
    ['with a broken head', () => overwrite(0, 64)],
    ['with a broken page', () => overwrite(4096 * 2, 4096)],
    ['of no bytes that mean anything', () => overwrite(0, statSync(path()).size)],
  ])('%s is set aside, and the agent goes on under another name', (_, damage) => {
    const before = open();
    put(before, 0);
    const old = before.peekLive()?.id;
    before.close();
    filled();
    damage();
    const spool = open();
    expect(setAside()).toHaveLength(1);
    put(spool, 100);
    expect(spool.peekLive()?.id).not.toBe(old);
    expect(spool.peekLive()?.id.split('.')[1]).not.toBe(old?.split('.')[1]);
    expect(drain(spool).filter((at) => at >= 50)).toEqual([100]);
    spool.close();
  });

  /** The page a table begins at, as an offset. */
  function rootOf(table: string): number {
    const file = new DatabaseSync(path());
    const row = file
      .prepare('SELECT rootpage AS page FROM sqlite_schema WHERE name = ?')
      .get(table);
    file.close();
    return (Number(row?.['page']) - 1) * 4096;
  }

  it('gives up what lay in the broken page alone, and sends the rest under the ids it has always had', () => {
    filled(300);
    const before = open();
    const { id } = before.peekBacklog() ?? {};
    before.close();
    overwrite(statSync(path()).size - 2 * 4096, 4096);
    const spool = open();
    expect(setAside()).toHaveLength(1);
    const saved = spool.figures().batches;
    expect(saved).toBeGreaterThan(200);
    expect(saved).toBeLessThan(300);
    expect(spool.peekBacklog()?.id).toBe(id);
    const found = drain(spool);
    expect(found).toHaveLength(saved);
    expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
    spool.close();
    expect(drain(open())).toEqual([]);
  });

  it('keeps every batch and its id however often a page beside them breaks', () => {
    filled();
    const ids = (): string | undefined => {
      const spool = open();
      const oldest = spool.peekBacklog();
      spool.close();
      return oldest?.id;
    };
    const first = ids();
    for (let time = 0; time < 2; time += 1) {
      clock.jump(seconds(1));
      overwrite(rootOf('refused'), 4096);
      expect(ids()).toBe(first);
    }
    expect(setAside()).toHaveLength(2);
    expect(drain(open())).toEqual(Array.from({ length: 50 }, (_, at) => at));
  });

  it('of a version that knew no ids is read as it always was', () => {
    filled();
    const file = new DatabaseSync(path());
    file.exec('ALTER TABLE batch DROP COLUMN id');
    file.close();
    const spool = open();
    put(spool, 50);
    expect(drain(spool)).toEqual(Array.from({ length: 51 }, (_, at) => at));
    spool.close();
  });

  it('never throws and always takes new facts, whichever byte is flipped', () => {
    filled();
    const whole = readFileSync(path());
    for (let at = 0; at < whole.length; at += 997) {
      folder = mkdtempSync(join(tmpdir(), 'spool-'));
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      const file = openSync(path(), 'w');
      writeSync(file, flipped);
      const spool = open();
      put(spool, 100);
      expect(drain(spool)).toContain(100);
      spool.close();
    }
  });

  it('does not let go of a new batch when one of the old file is settled', () => {
    const spool = open();
    put(spool, 1);
    const live = spool.peekLive();
    const stranger = { ...live, spool: '00000000' } as Batch;
    spool.settle(stranger);
    expect(spool.figures().batches).toBe(1);
    spool.close();
  });

  it('keeps the two newest of those set aside, so that they do not fill the disk', () => {
    const disk = spoolDisk(folder);
    for (const stamp of ['1', '2', '3', '4']) {
      disk.open().close();
      disk.setAside(stamp);
    }
    expect(setAside().sort()).toEqual(['spool.db.damaged-3', 'spool.db.damaged-4']);
  });
});

describe('a killed agent', () => {
  const writer = `
    import { SpoolTable } from ${JSON.stringify(fileURLToPath(new URL('./sqlite-door.ts', import.meta.url)))};
    const table = new SpoolTable(process.argv[1]);
    for (let at = 0; ; at += 1) {
      table.insert({ payload: Buffer.from(String(at)), lines: 1 }, at);
      process.stdout.write(at + '\\n');
    }`;

  it('loses no batch it had on the disk, killed at any moment', async () => {
    const file = join(folder, 'spool.db');
    let written = 0;
    for (const after of [1, 17, 60]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer, file]);
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.split('\n').length > after) child.kill('SIGKILL');
      });
      await once(child, 'close');
      written += said.split('\n').length - 1;
      const table = new SpoolTable(file);
      // One more may be on the disk whose word was not out yet.
      expect(table.batches).toBeGreaterThanOrEqual(written);
      written = table.batches;
      expect(table.lastSequence).toBe(written);
      table.close();
    }
    expect(written).toBeGreaterThan(70);
  });
});
