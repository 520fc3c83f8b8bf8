import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { epochMs, minutes, seconds } from '../../../kit/units.ts';
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
let sql: Database;
let outbox: Outbox;
let clock: ManualClock;
let answers: (lines: readonly string[]) => WriteOutcome;
let written: string[][];

beforeEach(() => {
  sql = openDatabase(':memory:', factMigrations);
  outbox = new Outbox(sql);
  clock = new ManualClock();
  written = [];
  answers = () => ({ kind: 'stored' });
  return () => sql.close();
});

async function draining(work: (drain: Drain) => Promise<void>): Promise<void> {
  const server = {
    write: async (lines: readonly string[]) => {
      written.push([...lines]);
      return answers(lines);
    },
  };
  const drain = new Drain({ outbox, server, clock, random: () => 0, log: silentLog });
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

describe('the drain', () => {
  it('writes what waits, oldest first, with the tag school, and forgets it', async () => {
    outbox.add('thpt-a', [fact(1)]);
    outbox.add('thpt-b', [fact(2)]);
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(written).toEqual([
      [
        'uplink_ping,device=line-1,school=thpt-a latency_s=1 1795000000001',
        'uplink_ping,device=line-1,school=thpt-b latency_s=2 1795000000002',
      ],
    ]);
    expect(outbox.waitingLines()).toBe(0);
  });

  it('takes up what comes while it idles', async () => {
    await draining(async () => {
      await clock.advance(seconds(5));
      outbox.add('thpt-a', [fact(1)]);
      await clock.advance(seconds(1));
      expect(outbox.waitingLines()).toBe(0);
    });
  });

  it('sends some thousand lines at once, and a row that is larger all the same', async () => {
    for (let row = 0; row < 3; row += 1)
      outbox.add(
        'a',
        Array.from({ length: 2_000 }, (_, at) => fact(at)),
      );
    outbox.add(
      'a',
      Array.from({ length: 9_000 }, (_, at) => fact(at)),
    );
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(written.map((lines) => lines.length)).toEqual([4_000, 2_000, 9_000]);
  });

  it('backs off from a busy server, keeps everything, and catches up', async () => {
    outbox.add('a', [fact(1)]);
    answers = () => busy();
    await draining(async (drain) => {
      await clock.advance(minutes(10));
      expect(written.length).toBeGreaterThan(10);
      expect(written.length).toBeLessThan(30);
      expect(drain.state).toMatchObject({ kind: 'waiting', reason: '503' });
      expect(outbox.waitingLines()).toBe(1);
      answers = () => ({ kind: 'stored' });
      await clock.advance(minutes(1));
      expect(drain.state).toEqual({ kind: 'writing' });
    });
    expect(outbox.waitingLines()).toBe(0);
  });

  it('waits as long as the server asks for', async () => {
    outbox.add('a', [fact(1)]);
    answers = () => busy(120);
    await draining(async () => {
      await clock.advance(seconds(119));
      expect(written).toHaveLength(1);
      await clock.advance(seconds(2));
      expect(written).toHaveLength(2);
    });
  });

  it('stops with an alarm where nobody can write, and looks again once a minute', async () => {
    outbox.add('a', [fact(1)]);
    answers = () => ({ kind: 'stopped', reason: '404: database not found' });
    await draining(async (drain) => {
      await clock.advance(minutes(10));
      expect(written.length).toBe(11);
      expect(drain.state).toMatchObject({ kind: 'stopped', reason: '404: database not found' });
      answers = () => ({ kind: 'stored' });
      await clock.advance(minutes(1));
      expect(drain.state.kind).toBe('writing');
    });
    expect(outbox.waitingLines()).toBe(0);
  });

  it('puts a poison line among the dead letters and stores the others', async () => {
    outbox.add('thpt-a', [fact(1), fact(2), fact(3)]);
    answers = (lines) =>
      lines.some((line) => line.includes('=2'))
        ? { kind: 'refused', reason: '400: field type conflict' }
        : { kind: 'stored' };
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(outbox.waitingLines()).toBe(0);
    expect(readDeadLetters(sql, { school: 'thpt-a', limit: 5 })).toMatchObject([
      {
        agent: 'influx',
        text: expect.stringContaining('latency_s=2'),
        reason: '400: field type conflict',
      },
    ]);
  });

  it('ends while it waits, when it is told to', async () => {
    outbox.add('a', [fact(1)]);
    answers = () => busy(600);
    await draining(async () => {
      await clock.advance(seconds(1));
    });
    expect(outbox.waitingLines()).toBe(1);
  });
});

it('the wait doubles up to a minute and is jittered after the cap', () => {
  const waits = [1, 2, 3, 7, 50].map((attempt) => backOff(attempt, () => 1));
  expect(waits).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  expect(backOff(50, () => 0)).toBe(30_000);
});
