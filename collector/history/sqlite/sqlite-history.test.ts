import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { days, epochMs, hours } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { Fact } from '../../../wire/fact.ts';
import { bySeries } from '../../../wire/series.ts';
import { openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { historyContract } from '../history.contract.ts';
import { TooManyPoints } from '../history.ts';
import { SqliteHistory } from './sqlite-history.ts';

const START = Date.parse('2026-11-23T00:00:00Z');
const NOW = epochMs(START + hours(12));
const live = new AbortController().signal;

const OPTIONS = { clock: new ManualClock(), keep: days(6) };
function open() {
  const sql = openDatabase(':memory:', factMigrations);
  return { sql, history: new SqliteHistory({ sql, ...OPTIONS }) };
}

historyContract('the embedded history', async () => {
  const { sql, history } = open();
  return {
    writer: history,
    reader: history,
    settle: async () => undefined,
    close: async () => sql.close(),
  };
});

historyContract('the embedded history, compacted all the time', async () => {
  const { sql, history } = open();
  const settle = async () => {
    await history.compact(epochMs(Date.parse('2027-01-01')), live);
  };
  return { writer: history, reader: history, settle, close: async () => sql.close() };
});

const fact: fc.Arbitrary<Fact> = fc.record({
  measurement: fc.constantFrom('camera', 'machine'),
  tags: fc.record({ device: fc.constantFrom('a', 'b') }),
  fields: fc.dictionary(fc.constantFrom('up', 'error', 'model'), fc.boolean(), { minKeys: 1 }),
  at: fc
    .integer({ min: START, max: START + 3 * 3_600_000 })
    .map((at) => epochMs(at - (at % 600_000))),
});

describe('the embedded history', () => {
  it('answers the same before and after compaction, whatever was appended in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fact), { maxLength: 8 }), async (batches) => {
        const { sql, history } = open();
        const ask = () =>
          history.query(
            {
              school: 's',
              measurement: 'camera',
              field: 'up',
              device: undefined,
              from: epochMs(START),
              to: NOW,
              step: undefined,
            },
            live,
          );
        for (const batch of batches) history.append('s', bySeries(batch));
        const before = await ask();
        await history.compact(NOW, live);
        expect(await ask()).toEqual(before);
        await history.compact(NOW, live);
        expect(await ask()).toEqual(before);
        sql.close();
      }),
      { numRuns: 60 },
    );
  });

  it('makes one row of a slot, each point once, and takes late rows in again', async () => {
    const { sql, history } = open();
    const rows = () => sql.all('SELECT facts, merged FROM history_slot');
    const one: Fact = {
      measurement: 'camera',
      tags: { device: 'a' },
      fields: { up: true },
      at: epochMs(START),
    };
    for (let turn = 0; turn < 12; turn += 1) history.append('s', bySeries([one]));
    expect(await history.compact(NOW, live)).toBe(1);
    expect(rows()).toEqual([{ facts: 1, merged: 1 }]);
    expect(await history.compact(NOW, live)).toBe(0);
    history.append('s', bySeries([{ ...one, at: epochMs(START + 1) }]));
    expect(await history.compact(NOW, live)).toBe(1);
    expect(rows()).toEqual([{ facts: 2, merged: 1 }]);
    sql.close();
  });

  it('answers whole while it is compacted', async () => {
    const { sql, history } = open();
    const every = Array.from({ length: 40 }, (_, at) => at);
    for (const at of [...every, ...every])
      history.append(
        's',
        bySeries([
          {
            measurement: 'camera',
            tags: { device: 'a' },
            fields: { up: true },
            at: epochMs(START - hours(at)),
          },
        ]),
      );
    const asked = history.query(
      {
        school: 's',
        measurement: 'camera',
        field: 'up',
        device: 'a',
        from: epochMs(START - days(3)),
        to: NOW,
        step: undefined,
      },
      live,
    );
    await history.compact(NOW, live);
    expect((await asked)[0]?.points).toHaveLength(40);
    sql.close();
  });

  it('leaves the hour that still runs, and the one before, as they are', async () => {
    const { sql, history } = open();
    const at = (hour: number): Fact => ({
      measurement: 'camera',
      tags: { device: 'a' },
      fields: { up: true },
      at: epochMs(START + hours(hour)),
    });
    history.append('s', bySeries([at(10), at(11), at(12)]));
    expect(await history.compact(NOW, live)).toBe(1);
    sql.close();
  });

  it('gives up on a question that would take more points than it may hold', async () => {
    const { sql, history } = open();
    const bounded = new SqliteHistory({ sql, ...OPTIONS, mostPoints: 3 });
    const ask = (to: number) => {
      const about = { school: 's', measurement: 'camera', field: 'up' };
      const span = { from: epochMs(START), to: epochMs(START + to) };
      return bounded.query({ ...about, ...span, device: undefined, step: undefined }, live);
    };
    const facts = [0, 1, 2, 3].map((at) => ({
      measurement: 'camera',
      tags: { device: 'a' },
      fields: { up: true },
      at: epochMs(START + at),
    }));
    history.append('s', bySeries(facts));
    expect((await ask(3))[0]?.points).toHaveLength(3);
    await expect(ask(4)).rejects.toThrow(TooManyPoints);
    sql.close();
  });

  it('forgets what is older than it is told to keep', async () => {
    const { sql, history } = open();
    for (const day of [1, 5, 10])
      history.append(
        's',
        bySeries([
          {
            measurement: 'camera',
            tags: { device: 'a' },
            fields: { up: true },
            at: epochMs(NOW - days(day)),
          },
        ]),
      );
    history.prune(NOW);
    expect(sql.get('SELECT count(*) AS n FROM history_slot')).toEqual({ n: 2 });
    sql.close();
  });
});
