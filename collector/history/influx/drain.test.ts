import { beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../kit/log.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { epochMs, hours, type Ms, minutes, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { Fact } from '../../../wire/fact.ts';
import { type Database, openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { readDeadLetters } from '../../store/receipts.ts';
import { backOff, Drain } from './drain.ts';
import { Outbox } from './outbox.ts';
import type { WriteOutcome } from './write-outcome.ts';

const fact = (value: number): Fact => ({
  measurement: 'uplink_ping',
  tags: { device: 'line-1' },
  fields: { latency_s: value },
  at: epochMs(1_795_000_000_000 + value),
});
const facts = (count: number): readonly Fact[] =>
  Array.from({ length: count }, (_, at) => fact(at));
let sql: Database;
let outbox: Outbox;
let clock: ManualClock;
let answers: (lines: readonly string[]) => WriteOutcome | Promise<WriteOutcome>;
let written: { readonly lines: readonly string[]; readonly at: Ms }[];
let createDatabase: (() => Promise<Result<undefined>>) | undefined;
let said: string[];
const note = (_fields: object, event: string) => said.push(event);
const log: Log = { info: note, warn: note, error: note };

beforeEach(() => {
  sql = openDatabase(':memory:', factMigrations);
  outbox = new Outbox(sql);
  clock = new ManualClock();
  written = [];
  said = [];
  createDatabase = undefined;
  answers = () => ({ kind: 'stored' });
  return () => sql.close();
});

const add = (school: string, added: readonly Fact[]) => outbox.add(school, added, clock.now());
const waitingLines = () => outbox.waiting().lines;

async function draining(work: (drain: Drain) => Promise<void>): Promise<void> {
  const server = {
    write: async (lines: readonly string[], signal: AbortSignal) => {
      written.push({ lines, at: clock.elapsed() });
      const gone = new Promise<WriteOutcome>((resolve) => {
        signal.addEventListener('abort', () => resolve(busy()));
      });
      return await Promise.race([answers(lines), gone]);
    },
    ...(createDatabase === undefined ? {} : { createDatabase }),
  };
  const drain = new Drain({ outbox, server, clock, random: () => 0, log });
  const end = new AbortController();
  const running = drain.run(end.signal);
  await work(drain);
  end.abort();
  await running;
}
const busy = (retryAfter?: number): WriteOutcome => ({
  kind: 'busy',
  reason: '503',
  retryAfter: retryAfter === undefined ? undefined : seconds(retryAfter),
});
const refused = (words: string): WriteOutcome => ({
  kind: 'refused',
  reason: `400: ${words}`,
  blame: undefined,
});

describe('the drain', () => {
  it('writes what waits, oldest first, with the tag school, and forgets it', async () => {
    add('thpt-a', [fact(1)]);
    add('thpt-b', [fact(2)]);
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(written.map(({ lines }) => lines)).toEqual([
      [
        'uplink_ping,device=line-1,school=thpt-a latency_s=1 1795000000001',
        'uplink_ping,device=line-1,school=thpt-b latency_s=2 1795000000002',
      ],
    ]);
    expect(waitingLines()).toBe(0);
  });

  it('takes up what comes while it idles', async () => {
    await draining(async () => {
      await clock.advance(seconds(5));
      add('thpt-a', [fact(1)]);
      await clock.advance(seconds(1));
      expect(waitingLines()).toBe(0);
    });
  });

  it('sends some thousand lines at once, and a row that is larger in pieces', async () => {
    for (let row = 0; row < 3; row += 1)
      add(
        'a',
        Array.from({ length: 2_000 }, (_, at) => fact(at)),
      );
    add(
      'a',
      Array.from({ length: 9_000 }, (_, at) => fact(at)),
    );
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(written.map(({ lines }) => lines.length)).toEqual([4_000, 2_000, 5_000, 4_000]);
  });

  it('backs off from a busy server, keeps everything, and catches up', async () => {
    add('a', [fact(1)]);
    answers = () => busy();
    await draining(async (drain) => {
      await clock.advance(minutes(10));
      expect(written.length).toBeGreaterThan(10);
      expect(written.length).toBeLessThan(30);
      expect(drain.problem).toMatchObject({ kind: 'waiting', reason: '503' });
      expect(waitingLines()).toBe(1);
      answers = () => ({ kind: 'stored' });
      await clock.advance(minutes(1));
      expect(drain.problem).toBeUndefined();
    });
    expect(waitingLines()).toBe(0);
  });

  it('waits as long as the server asks for', async () => {
    add('a', [fact(1)]);
    answers = () => busy(120);
    await draining(async () => {
      await clock.advance(seconds(119));
      expect(written).toHaveLength(1);
      await clock.advance(seconds(2));
      expect(written).toHaveLength(2);
    });
  });

  it('stops with an alarm where nobody can write, and looks again once a minute', async () => {
    add('a', [fact(1)]);
    answers = () => ({ kind: 'stopped', reason: '404: database not found' });
    await draining(async (drain) => {
      await clock.advance(minutes(10));
      expect(written.length).toBe(11);
      expect(drain.problem).toMatchObject({ kind: 'stopped', reason: '404: database not found' });
      answers = () => ({ kind: 'stored' });
      await clock.advance(minutes(1));
      expect(drain.problem).toBeUndefined();
    });
    expect(waitingLines()).toBe(0);
  });

  it('puts a poison line among the dead letters and stores the others', async () => {
    add('thpt-a', [fact(1), fact(2), fact(3)]);
    answers = (lines) =>
      lines.some((line) => line.includes('=2'))
        ? refused('field type conflict')
        : { kind: 'stored' };
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(waitingLines()).toBe(0);
    expect(readDeadLetters(sql, { school: 'thpt-a', limit: 5 })).toMatchObject([
      {
        agent: 'influx',
        text: expect.stringContaining('latency_s=2'),
        reason: '400: field type conflict',
      },
    ]);
  });

  it('ends while it waits, when it is told to', async () => {
    add('a', [fact(1)]);
    answers = () => busy(600);
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(waitingLines()).toBe(1);
  });

  it('keeps live lines within seconds while hours of an outage wait, and drains both', async () => {
    answers = () => busy();
    const took = seconds(2);
    await draining(async () => {
      for (let row = 0; row < 36; row += 1) {
        add('a', facts(5_000));
        await clock.advance(minutes(5));
      }
      written = [];
      // Five thousand lines take the server two seconds, and the backlog some seventy.
      answers = async (lines) => {
        await clock.sleep(lines.length > 100 ? took : seconds(0.1));
        return { kind: 'stored' };
      };
      await clock.advance(minutes(1));
      const before = waitingLines();
      expect(before).toBeGreaterThan(50_000);
      for (let turn = 0; turn < 5; turn += 1) {
        const came = clock.elapsed();
        add('live', [fact(turn)]);
        await clock.advance(seconds(3));
        const shipped = written.find(
          ({ lines, at }) => at >= came && lines.length === 1 && lines[0]?.includes('school=live'),
        );
        expect(shipped?.at).toBeLessThanOrEqual(came + seconds(1));
      }
      expect(waitingLines()).toBeLessThan(before - 20_000);
      await clock.advance(minutes(5));
    });
    expect(waitingLines()).toBe(0);
    const stored = written.filter(({ lines }) => lines.length > 1).flatMap(({ lines }) => lines);
    expect(stored).toHaveLength(180_000);
  }, 60_000);

  it('knows live lines again after the outbox was empty', async () => {
    for (let row = 0; row < 10; row += 1) add('a', facts(1));
    await draining(async () => {
      await clock.advance(seconds(5));
      expect(waitingLines()).toBe(0);
      answers = () => busy();
      add('a', facts(1));
      await clock.advance(hours(1));
      add('a', facts(12_000));
      await clock.advance(minutes(1));
      const hang = new Promise<WriteOutcome>(() => undefined);
      answers = (lines) => (lines.length > 1 ? hang : { kind: 'stored' });
      await clock.advance(minutes(1));
      add('live', [fact(1)]);
      written = [];
      await clock.advance(seconds(2));
      expect(written.map(({ lines }) => lines[0])).toEqual([
        expect.stringContaining('school=live'),
      ]);
    });
  });

  it('sends less at once to a server that is busy, and more again later', async () => {
    for (let row = 0; row < 100; row += 1) add('a', facts(500));
    answers = (lines) => (lines.length > 1_000 ? busy() : { kind: 'stored' });
    await draining(async () => {
      await clock.advance(minutes(3));
    });
    expect(written.slice(0, 3).map(({ lines }) => lines.length)).toEqual([5_000, 2_500, 1_000]);
    expect(waitingLines()).toBe(0);
  });

  it('settles the lines that went through before the server was busy', async () => {
    add('a', facts(12_000));
    let turn = 0;
    answers = () => {
      turn += 1;
      return turn === 2 ? busy(60) : { kind: 'stored' };
    };
    await draining(async () => {
      await clock.advance(seconds(5));
      expect(waitingLines()).toBe(7_000);
      await clock.advance(minutes(1));
    });
    expect(waitingLines()).toBe(0);
    expect(new Set(written.flatMap(({ lines }) => lines)).size).toBe(12_000);
  });

  it('takes a refusal of every line in words nobody knows for a stop, and loses nothing', async () => {
    add('a', [fact(1), fact(2)]);
    answers = () => refused('this proxy knows no POST');
    await draining(async (drain) => {
      await clock.advance(minutes(10));
      expect(drain.problem).toMatchObject({
        kind: 'stopped',
        reason: 'every line is refused: 400: this proxy knows no POST',
      });
      expect(written.length).toBeLessThan(50);
      expect(waitingLines()).toBe(2);
      // A good line shows that the requests are well.
      answers = (lines) =>
        lines.some((line) => /latency_s=[12] /.test(line)) ? refused('?') : { kind: 'stored' };
      add('a', [fact(3)]);
      await clock.advance(minutes(2));
      expect(drain.problem).toBeUndefined();
    });
    expect(waitingLines()).toBe(0);
    expect(readDeadLetters(sql, { limit: 5 })).toHaveLength(2);
  });

  it('says once that it stopped, and once that it goes on', async () => {
    add('a', [fact(1)]);
    answers = () => ({ kind: 'stopped', reason: '401' });
    await draining(async () => {
      await clock.advance(minutes(10));
      answers = () => ({ kind: 'stored' });
      await clock.advance(minutes(1));
    });
    expect(said).toEqual(['influx refuses all writes', 'influx writes again']);
  });

  it('makes a database that is missing where it may, and says so', async () => {
    let isThere = false;
    createDatabase = async () => {
      isThere = true;
      return ok(undefined);
    };
    add('a', [fact(1)]);
    answers = () =>
      isThere ? { kind: 'stored' } : { kind: 'stopped', reason: '404', missing: 'database' };
    await draining(async () => {
      await clock.advance(seconds(5));
    });
    expect(waitingLines()).toBe(0);
    expect(said).toContain('influx database created');
  });

  it('stops where the database can’t be made', async () => {
    createDatabase = async () => fail('403: not authorized');
    add('a', [fact(1)]);
    answers = () => ({ kind: 'stopped', reason: '404', missing: 'database' });
    await draining(async (drain) => {
      await clock.advance(seconds(5));
      expect(drain.problem?.reason).toBe('404; it can’t be created: 403: not authorized');
    });
  });

  it('outlives a database of its own that can’t be written, and loses nothing', async () => {
    add('a', [fact(1)]);
    const { settle } = outbox;
    outbox.settle = () => {
      throw new Error('database or disk is full');
    };
    await draining(async (drain) => {
      await clock.advance(minutes(2));
      expect(drain.problem?.reason).toBe('outbox: database or disk is full');
      outbox.settle = settle;
      await clock.advance(minutes(2));
      expect(drain.problem).toBeUndefined();
    });
    expect(waitingLines()).toBe(0);
  });
});

it('the wait doubles up to a minute and is jittered after the cap', () => {
  const waits = [1, 2, 3, 7, 50].map((attempt) => backOff(attempt, () => 1));
  expect(waits).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  expect(backOff(50, () => 0)).toBe(30_000);
});
