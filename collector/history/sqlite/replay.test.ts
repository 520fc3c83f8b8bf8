import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { days, epochMs, hours } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import { seriesKey } from '../../../wire/line-protocol.ts';
import { bySeries } from '../../../wire/series.ts';
import { openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { daysWithoutPoints, replayed } from './replay.ts';
import { SqliteHistoryWriter } from './sqlite-writer.ts';

const START = Date.parse('2026-11-23T00:00:00Z');
const KEEP = { raw: days(40), five_minutes: days(60), hour: days(90), day: days(120) };
const live = new AbortController().signal;

function open() {
  const sql = openDatabase(':memory:', factMigrations);
  const clock = new ManualClock();
  const writer = new SqliteHistoryWriter({ sql, clock, keep: KEEP, log: silentLog });
  return {
    sql,
    writer,
    append: (...facts: readonly Fact[]) => writer.append('s', bySeries(facts)),
    rows: (from = START, to = START + days(10), measurements = ['camera', 'two words,']) => [
      ...replayed(sql, { school: 's', from: epochMs(from), to: epochMs(to), measurements }),
    ],
  };
}

const fact = (
  device: string,
  at: number,
  fields: Record<string, FieldValue>,
  measurement = 'camera',
): Fact => ({ measurement, tags: { device }, fields, at: epochMs(START + at) });

describe('a replay of history', () => {
  it('gives every fact as the latest of its series once was, in order of the stamps', () => {
    const { append, rows } = open();
    append(
      fact('b', 5_000, { up: true, error: '' }),
      fact('a', 7_000, { up: false, error: 'no answer' }),
    );
    append(fact('a', 3_000, { up: true, loss_ratio: 0.25 }));
    append(fact('a', days(2), { up: true }));
    expect(rows()).toEqual(
      [
        fact('a', 3_000, { up: true, loss_ratio: 0.25 }),
        fact('b', 5_000, { up: true, error: '' }),
        fact('a', 7_000, { up: false, error: 'no answer' }),
        fact('a', days(2), { up: true }),
      ].map((one) => ({
        ...one,
        ...{ school: 's', series: seriesKey(one), device: one.tags['device'], receivedAt: one.at },
      })),
    );
  });

  it('gives facts of one stamp in order of their series, whichever was written first', () => {
    const { append, rows } = open();
    append(fact('b', 3, { up: false }));
    append(fact('a', 3, { up: true }), fact('a', 0, { up: true }));
    expect(rows().map(({ device, at }) => [device, at - START])).toEqual([
      ['a', 0],
      ['a', 3],
      ['b', 3],
    ]);
  });

  it('gives only what is asked for: the span, the school, the measurements', () => {
    const { append, rows, writer } = open();
    append(fact('a', 1_000, { up: true }), fact('a', 2_000, { up: true }, 'machine'));
    append(fact('a', 3_000, { up: true }, 'two words,'), fact('a', hours(30), { up: true }));
    writer.append('other', bySeries([fact('x', 1_500, { up: true })]));
    const told = rows(START + 1_001, START + hours(30));
    expect(told.map(({ measurement, at }) => [measurement, at - START])).toEqual([
      ['two words,', 3_000],
    ]);
  });

  it('says which days have rollups only', async () => {
    const { sql, writer, append, rows } = open();
    append(fact('a', 1_000, { up: true, rtt_s: 0.01 }));
    append(fact('a', days(60), { up: true }));
    await writer.compact(epochMs(START + days(70)), live);
    await writer.prune(epochMs(START + days(70)), live);
    const span = { school: 's', from: epochMs(START), to: epochMs(START + days(70)) };
    expect(daysWithoutPoints(sql, span)).toEqual(['2026-11-23']);
    expect(rows()).toEqual([]);
  });

  it('gives the same however it was written and whether it was compacted', async () => {
    const one = fc.record({
      device: fc.constantFrom('a', 'b', 'ç,d =e'),
      at: fc.integer({ min: 0, max: days(3) }),
      fields: fc.dictionary(
        fc.constantFrom('up', 'n', 'word'),
        fc.oneof(fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()),
        { minKeys: 1 },
      ),
    });
    const distinct = fc.uniqueArray(one, {
      selector: ({ device, at }) => `${device} ${at}`,
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(distinct, async (written) => {
        const { append, rows, writer, sql } = open();
        for (const { device, at, fields } of written) append(fact(device, at, { ...fields }));
        const sorted = [...written].sort((a, b) => a.at - b.at).map(({ at }) => at);
        const loose = rows();
        expect(loose.map(({ at }) => at - START)).toEqual(sorted);
        for (const { device, at, fields } of written)
          expect(
            loose.find((row) => row.device === device && row.at === START + at)?.fields,
          ).toEqual({ ...fields });
        await writer.compact(epochMs(START + days(10)), live);
        expect(rows()).toEqual(loose);
        sql.close();
      }),
      { numRuns: 40 },
    );
  });
});
