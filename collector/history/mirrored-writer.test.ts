import { beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../kit/log.ts';
import { bytes, epochMs } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { bySeries } from '../../wire/series.ts';
import { type HistoryHealth, type HistoryWriter, NOTHING_WAITS } from './history.ts';
import { MirroredHistoryWriter } from './mirrored-writer.ts';

let said: string[];
let health: HistoryHealth;
let done: string[];
const note = (_fields: object, event: string) => said.push(event);
const log: Log = { info: note, warn: note, error: note };
const clock = new ManualClock();
const facts = bySeries([{ measurement: 'm', tags: {}, fields: { x: 1 }, at: epochMs(1) }]);

beforeEach(() => {
  said = [];
  done = [];
  health = NOTHING_WAITS;
});

const writerOf = (name: string): HistoryWriter => ({
  append: (school) => done.push(`${name} append ${school}`),
  tend: async () => {
    done.push(`${name} tend`);
  },
  prune: async (now) => {
    done.push(`${name} prune ${now}`);
  },
  health: () => health,
});
const mirrored = () =>
  new MirroredHistoryWriter({ own: writerOf('own'), mirror: writerOf('mirror'), clock, log });

describe('a history with a mirror', () => {
  it('does everything in both', async () => {
    const writer = mirrored();
    writer.append('a', facts);
    await writer.tend(new AbortController().signal);
    await writer.prune(epochMs(5), new AbortController().signal);
    expect(done).toEqual([
      'own append a',
      'mirror append a',
      'own tend',
      'mirror tend',
      'own prune 5',
      'mirror prune 5',
    ]);
  });

  it('goes on alone while the mirror is full, says so once, and mirrors again later', () => {
    const writer = mirrored();
    health = { ...NOTHING_WAITS, waitingLines: 9, waitingSize: bytes(9), full: true };
    writer.append('a', facts);
    writer.append('b', facts);
    expect(done).toEqual(['own append a', 'own append b']);
    expect(said).toEqual(['history mirror is full']);
    expect(writer.health()).toMatchObject({
      full: false,
      waitingLines: 9,
      problem: { kind: 'stopped', since: clock.now() },
    });
    health = NOTHING_WAITS;
    writer.append('c', facts);
    expect(done.at(-1)).toBe('mirror append c');
    expect(writer.health().problem).toBeUndefined();
  });
});
