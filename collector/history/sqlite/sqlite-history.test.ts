import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { days, type EpochMs, epochMs, hours, type Ms, minutes, ms } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import { bySeries } from '../../../wire/series.ts';
import { openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { historyContract } from '../history.contract.ts';
import { type HistoryQuery, TooManyPoints } from '../history.ts';
import { pointsOf } from '../steps.ts';
import { SqliteHistoryReader } from './sqlite-reader.ts';
import { SqliteHistoryWriter } from './sqlite-writer.ts';

const START = Date.parse('2026-11-23T00:00:00Z');
const LATER = epochMs(START + days(5));
const live = new AbortController().signal;
const KEEP = { raw: days(40), five_minutes: days(60), hour: days(90), day: days(120) };

function open({ file = ':memory:', mostPoints = 2_000_000 } = {}) {
  const sql = openDatabase(file, factMigrations);
  const writer = new SqliteHistoryWriter({
    sql,
    clock: new ManualClock(),
    keep: KEEP,
    log: silentLog,
  });
  const reader = new SqliteHistoryReader({ sql, mostPoints });
  const append = (...facts: readonly Fact[]) => writer.append('s', bySeries(facts));
  const ask = async (more: Partial<HistoryQuery> = {}) =>
    (await reader.query({ ...QUESTION, ...more }, live)).map((series) => ({
      tags: series.tags,
      points: pointsOf(series),
    }));
  return { sql, writer, reader, append, ask };
}

const QUESTION: HistoryQuery = {
  school: 's',
  measurement: 'camera',
  field: 'up',
  device: undefined,
  from: epochMs(START - days(20)),
  to: LATER,
  step: undefined,
};

const camera = (at: number, fields: Record<string, FieldValue> = { up: true }): Fact => ({
  measurement: 'camera',
  tags: { device: 'a' },
  fields,
  at: epochMs(START + at),
});

historyContract('the embedded history', async () => {
  const { sql, writer, reader } = open();
  return { writer, reader, settle: async () => undefined, close: async () => sql.close() };
});

historyContract('the embedded history, compacted all the time', async () => {
  const { sql, writer, reader } = open();
  const settle = async () => {
    await writer.compact(epochMs(Date.parse('2027-01-01')), live);
  };
  return { writer, reader, settle, close: async () => sql.close() };
});

historyContract('the embedded history, merged while its day runs', async () => {
  const { sql, writer, reader } = open();
  const settle = async () => {
    await writer.compact(epochMs(START), live);
  };
  return { writer, reader, settle, close: async () => sql.close() };
});

/** What a history of its own would say: every point in a map, folded when it is asked. */
class Model {
  readonly #points = new Map<string, Map<number, FieldValue>>();

  append(facts: readonly Fact[]): void {
    for (const { tags, fields, at } of facts)
      for (const [field, value] of Object.entries(fields)) {
        const key = `${tags['device']} ${field}`;
        this.#points.set(key, (this.#points.get(key) ?? new Map()).set(at, value));
      }
  }

  ask(key: string, from: number, to: number, step: Ms): readonly [number, FieldValue][] {
    const points = [...(this.#points.get(key) ?? [])]
      .filter(([at]) => at >= from && at < to)
      .sort(([a], [b]) => a - b);
    return [...Map.groupBy(points, ([at]) => Math.floor(at / step) * step)].map(([at, all]) => {
      const values = all.map(([, value]) => value);
      const last = values.at(-1) ?? '';
      if (typeof last !== 'number') return [at, last];
      const thousandths = values.reduce<number>(
        (sum, one) => sum + Math.round(Number(one) * 1e3),
        0,
      );
      return [at, thousandths / 1e3 / values.length];
    });
  }
}

const fact = fc
  .record({
    device: fc.constantFrom('a', 'b'),
    at: fc.integer({ min: 0, max: 3 * 24 * 60 }),
    fields: fc.record(
      {
        latency_s: fc.integer({ min: -2_000, max: 3_000_000 }).map((number) => number / 1e3),
        up: fc.boolean(),
        error: fc.constantFrom('', 'timeout', 'hỏng'),
      },
      { requiredKeys: ['latency_s'] },
    ),
  })
  .map(({ device, at, fields }): Fact => ({ ...camera(at * 60_000, fields), tags: { device } }));

type Deed = { readonly append: readonly Fact[] } | { readonly compactAtH: number };
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ append: fc.array(fact, { maxLength: 60 }) }) },
    { weight: 1, arbitrary: fc.record({ compactAtH: fc.integer({ min: 0, max: 100 }) }) },
  ),
  { maxLength: 12 },
);
const question = fc.record({
  field: fc.constantFrom('latency_s', 'up', 'error'),
  step: fc.constantFrom<Ms>(
    ms(7_000),
    minutes(5),
    minutes(10),
    hours(1),
    hours(5),
    days(1),
    days(2),
  ),
  from: fc.integer({ min: -1, max: 3 * 24 * 4 }),
  length: fc.integer({ min: 1, max: 3 * 24 * 4 }),
  offset: fc.constantFrom(0, 1, 60_000),
});

describe('the embedded history', () => {
  it('answers from rollups as from points, whatever came and was merged in whatever order', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        deeds,
        fc.array(question, { minLength: 1, maxLength: 6 }),
        async (done, asked) => {
          const { sql, writer, append, ask } = open();
          const model = new Model();
          const doOne = async (deed: Deed) => {
            if ('compactAtH' in deed)
              return await writer.compact(epochMs(START + hours(deed.compactAtH)), live);
            append(...deed.append);
            return model.append(deed.append);
          };
          for (const deed of done) await doOne(deed);
          for (const { field, step, offset, ...span } of asked) {
            const from = epochMs(START + span.from * 900_000 + offset);
            const to = epochMs(from + span.length * 900_000);
            for (const device of ['a', 'b']) {
              const [series] = await ask({ field, step, from, to, device });
              const said = (series?.points ?? []).map(({ at, value }) => [at, value]);
              expect(said).toEqual(model.ask(`${device} ${field}`, from, to, step));
            }
          }
          sql.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('means of any numbers are those of the points, but for the last digit', async () => {
    const { sql, writer, append, ask } = open();
    const values = Array.from({ length: 300 }, (_, at) => Math.sin(at) / 3);
    append(...values.map((value, at) => camera(at * 60_000, { value })));
    const steps = async () => (await ask({ field: 'value', step: hours(1) }))[0]?.points ?? [];
    const before = await steps();
    await writer.compact(LATER, live);
    const after = await steps();
    expect(after.map(({ at }) => at)).toEqual(before.map(({ at }) => at));
    after.forEach(({ value }, at) => {
      expect(value).toBeCloseTo(Number(before[at]?.value), 12);
    });
    sql.close();
  });

  it('makes one row of a day and one of each rollup, each point once, and takes late rows in again', async () => {
    const { sql, writer, append, ask } = open();
    const rows = () => sql.all('SELECT tier, level, facts FROM history_block ORDER BY tier');
    for (let turn = 0; turn < 12; turn += 1) append(camera(0), camera(60_000));
    expect(await writer.compact(LATER, live)).toBe(12);
    expect(rows()).toEqual([
      { tier: 0, level: 2, facts: 2 },
      { tier: 1, level: 2, facts: 1 },
      { tier: 2, level: 2, facts: 1 },
      { tier: 3, level: 2, facts: 1 },
    ]);
    expect(await writer.compact(LATER, live)).toBe(0);
    append(camera(hours(1), { up: false }));
    expect((await ask({ step: days(1) }))[0]?.points[0]?.value).toBe(false);
    expect(await writer.compact(LATER, live)).toBe(2);
    expect(rows().map(({ tier, facts }) => [tier, facts])).toEqual([
      [0, 3],
      [2, 2],
      [3, 1],
    ]);
    expect((await ask({ step: days(1) }))[0]?.points[0]?.value).toBe(false);
    sql.close();
  });

  it('answers whole while it is compacted', async () => {
    const { sql, writer, append, ask } = open();
    const all = Array.from({ length: 400 }, (_, at) => camera(-hours(at)));
    for (const one of [...all, ...all]) append(one);
    const asked = ask({ device: 'a' });
    await writer.compact(LATER, live);
    expect((await asked)[0]?.points).toHaveLength(400);
    sql.close();
  });

  it('answers over another connection whatever the writer does between two of its statements', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hatang-history-'));
    const file = join(folder, 'facts.db');
    const { sql, writer, append } = open({ file });
    const other = openDatabase(file, factMigrations);
    const reader = new SqliteHistoryReader({ sql: other });
    for (let day = 0; day < 30; day += 1) append(camera(-days(day)), camera(1 - days(day)));
    const asked = reader.query({ ...QUESTION, from: epochMs(START - days(40)) }, live);
    await writer.compact(LATER, live);
    expect((await asked)[0]?.at).toHaveLength(60);
    other.close();
    sql.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps what came while a day was being merged, over what it merged', async () => {
    const { sql, writer, append, ask } = open();
    append(camera(0, { up: false }), camera(1));
    const merging = writer.compact(LATER, live);
    append(camera(0, { up: true }));
    await merging;
    expect((await ask())[0]?.points.map(({ value }) => value)).toEqual([true, true]);
    await writer.compact(LATER, live);
    expect((await ask())[0]?.points.map(({ value }) => value)).toEqual([true, true]);
    sql.close();
  });

  it('makes a day whole two hours after its end, and until then one part of what is loose', async () => {
    const { sql, writer, append } = open();
    const levels = () => sql.all('SELECT level FROM history_block WHERE tier = 0 ORDER BY id');
    append(camera(0));
    append(camera(1));
    await writer.compact(epochMs(START + days(1) + hours(2) - 1), live);
    expect(levels()).toEqual([{ level: 1 }]);
    await writer.compact(epochMs(START + days(1) + hours(2)), live);
    expect(levels()).toEqual([{ level: 2 }]);
    sql.close();
  });

  it('gives up on a question that would take more points than it may hold', async () => {
    const { sql, append, ask } = open({ mostPoints: 3 });
    append(...[0, 1, 2, 3].map((at) => camera(at)));
    expect((await ask({ to: epochMs(START + 3) }))[0]?.points).toHaveLength(3);
    await expect(ask({ to: epochMs(START + 4) })).rejects.toThrow(TooManyPoints);
    append(...[0, 1, 2, 3].map((at) => camera(hours(at))));
    await expect(ask({ step: minutes(5) })).rejects.toThrow(TooManyPoints);
    sql.close();
  });

  it('says which day of which school it can’t read, and merges the others', async () => {
    const { sql, writer, append, ask } = open();
    append(camera(0));
    sql.run("UPDATE history_block SET payload = x'28b52ffd0000'");
    append(camera(days(1)));
    await expect(ask()).rejects.toThrow("history of s on 2026-11-23 can't be read");
    expect(await writer.compact(LATER, live)).toBe(1);
    expect(writer.health().unreadableDays).toBe(1);
    expect(await ask({ from: epochMs(START + days(1)) })).toHaveLength(1);
    sql.close();
  });
});

describe('what is kept', () => {
  const old = (day: number): EpochMs => epochMs(START - days(day));

  it('of each tier is what its own span says, whole days', async () => {
    const { sql, writer, append, ask } = open();
    const facts = [0, 41, 61, 91, 121].map((day) =>
      camera(-days(day), { up: true, latency_s: day }),
    );
    for (const one of facts) append(one);
    await writer.compact(LATER, live);
    await writer.prune(epochMs(START + hours(1)), live);
    const count = async (step: Ms | undefined) =>
      (await ask({ field: 'latency_s', from: old(200), step }))[0]?.points.map(
        ({ value }) => value,
      );
    expect(await count(undefined)).toEqual([0]);
    expect(await count(minutes(5))).toEqual([41, 0]);
    expect(await count(hours(1))).toEqual([61, 41, 0]);
    expect(await count(days(1))).toEqual([91, 61, 41, 0]);
    sql.close();
  });

  it('gives the steps that begin in a span whose points are gone', async () => {
    const { sql, writer, append, ask } = open();
    append(...[0, 4, 5, 9].map((at) => camera(-days(50) + at * 60_000, { latency_s: at })));
    append(camera(0));
    await writer.compact(LATER, live);
    await writer.prune(epochMs(START), live);
    const [series] = await ask({
      field: 'latency_s',
      step: minutes(5),
      from: epochMs(old(50) + 1),
      to: epochMs(old(49)),
    });
    expect(series?.points).toEqual([{ at: old(50) + minutes(5), value: 7 }]);
    sql.close();
  });

  it('is not forgotten by a clock that jumps ahead', async () => {
    const { sql, writer, append, ask } = open();
    append(camera(0));
    await writer.prune(epochMs(START + days(400)), live);
    expect(await ask()).toHaveLength(1);
    sql.close();
  });

  it('stays the rollup of all its points when one comes after they were forgotten', async () => {
    const { sql, writer, append, ask } = open();
    append(camera(-days(50), { latency_s: 1 }), camera(1 - days(50), { latency_s: 3 }), camera(0));
    await writer.compact(LATER, live);
    await writer.prune(epochMs(START), live);
    append(camera(2 - days(50), { latency_s: 8 }));
    const mean = async () =>
      (await ask({ field: 'latency_s', step: days(1), from: old(60) }))[0]?.points[0]?.value;
    expect(await mean()).toBe(2);
    await writer.compact(LATER, live);
    expect(await mean()).toBe(2);
    expect(sql.get('SELECT count(*) AS n FROM history_block WHERE level < 2')).toEqual({ n: 0 });
    sql.close();
  });
});
