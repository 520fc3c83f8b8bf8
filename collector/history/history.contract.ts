import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, type EpochMs, epochMs, hours, minutes, ms } from '../../kit/units.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import { bySeries } from '../../wire/series.ts';
import type { HistoryQuery, HistoryReader, HistoryWriter } from './history.ts';
import { pointsOf } from './steps.ts';

/** A history under test: `settle` returns when what was appended can be asked for. */
export interface HistoryUnderTest {
  readonly writer: Pick<HistoryWriter, 'append'>;
  readonly reader: HistoryReader;
  settle(): Promise<void>;
  close(): Promise<void>;
}

const START = Date.parse('2026-11-23T00:50:00Z');
const minute = (at: number): EpochMs => epochMs(START + at * 60_000);
const ping = (
  fields: Record<string, FieldValue>,
  at: EpochMs,
  tags: Record<string, string> = { device: 'line-1', target: 'centre' },
): Fact => ({ measurement: 'uplink_ping', tags, fields, at });

/** What every adapter of the history owes. */
export function historyContract(name: string, make: () => Promise<HistoryUnderTest>): void {
  describe(`${name} is a History`, () => {
    let under: HistoryUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    async function append(facts: readonly Fact[], school = 'thpt-a'): Promise<void> {
      under.writer.append(school, bySeries(facts));
      await under.settle();
    }
    async function ask(more: Partial<HistoryQuery> = {}, signal = new AbortController().signal) {
      const question: HistoryQuery = {
        school: 'thpt-a',
        measurement: 'uplink_ping',
        field: 'latency_s',
        device: undefined,
        from: minute(0),
        to: minute(60),
        step: undefined,
        ...more,
      };
      const found = await under.reader.query(question, signal);
      return found.map((series) => ({ tags: series.tags, points: pointsOf(series) }));
    }

    it('gives back what was appended, each series in order of time, over slots of hours', async () => {
      await append([ping({ latency_s: 0.3, up: true }, minute(30))]);
      await append([ping({ latency_s: 0.1 }, minute(1)), ping({ latency_s: 0.2 }, minute(2))]);
      expect(await ask()).toEqual([
        {
          tags: { device: 'line-1', target: 'centre' },
          points: [
            { at: minute(1), value: 0.1 },
            { at: minute(2), value: 0.2 },
            { at: minute(30), value: 0.3 },
          ],
        },
      ]);
    });

    it('gives numbers, words and flags as they were', async () => {
      const fields = { sent: 12, up: false, error: 'mất "kết nối" \\ 100 %', latency_s: 1 / 3 };
      await append([ping(fields, minute(1))]);
      for (const [field, value] of Object.entries(fields))
        expect((await ask({ field }))[0]?.points).toEqual([{ at: minute(1), value }]);
    });

    it('keeps schools, measurements, devices and fields apart', async () => {
      const line2 = { device: 'line-2', target: 'centre' };
      await append([
        ping({ latency_s: 1 }, minute(1)),
        ping({ latency_s: 2 }, minute(1), line2),
        { ...ping({ latency_s: 3 }, minute(1)), measurement: 'uplink_ping_2' },
      ]);
      await append([ping({ latency_s: 4 }, minute(1))], 'thpt-b');
      expect((await ask()).map(({ points }) => points[0]?.value)).toEqual([1, 2]);
      expect(await ask({ device: 'line-2' })).toEqual([
        { tags: line2, points: [{ at: minute(1), value: 2 }] },
      ]);
      expect((await ask({ school: 'thpt-b' }))[0]?.points[0]?.value).toBe(4);
      expect(await ask({ field: 'jitter_s' })).toEqual([]);
      expect(await ask({ device: 'line' })).toEqual([]);
      expect(await ask({ measurement: 'uplink' })).toEqual([]);
    });

    it('takes the beginning of a span and leaves out its end', async () => {
      await append([0, 1, 2].map((at) => ping({ latency_s: at }, minute(at))));
      const [series] = await ask({ from: minute(1), to: minute(2) });
      expect(series?.points).toEqual([{ at: minute(1), value: 1 }]);
    });

    it('replaces a point that is written again, field by field', async () => {
      await append([ping({ latency_s: 1, jitter_s: 1 }, minute(1))]);
      await append([ping({ latency_s: 2 }, minute(1))]);
      expect((await ask())[0]?.points).toEqual([{ at: minute(1), value: 2 }]);
      expect((await ask({ field: 'jitter_s' }))[0]?.points).toEqual([{ at: minute(1), value: 1 }]);
    });

    it('averages numbers over a step and gives the last word and flag', async () => {
      const at = (second: number) => epochMs(START + second * 1_000);
      await append([
        ping({ latency_s: 1, up: true, error: 'a' }, at(0)),
        ping({ latency_s: 2, up: false, error: 'b' }, at(200)),
        ping({ latency_s: 9, up: true, error: 'c' }, at(900)),
      ]);
      const stepped = async (field: string) =>
        (await ask({ field, step: minutes(5) }))[0]?.points.map((one) => [
          one.at - START,
          one.value,
        ]);
      expect(await stepped('latency_s')).toEqual([
        [0, 1.5],
        [900_000, 9],
      ]);
      expect(await stepped('up')).toEqual([
        [0, false],
        [900_000, true],
      ]);
      expect(await stepped('error')).toEqual([
        [0, 'b'],
        [900_000, 'c'],
      ]);
    });

    it('steps measurements that are not in the register too', async () => {
      const cpu = (usage: number, at: number): Fact => ({
        measurement: 'cpu',
        tags: { host: 'pc' },
        fields: { usage, note: `n${at}` },
        at: minute(at),
      });
      await append([cpu(1, 0), cpu(3, 1), cpu(7, 6)]);
      const values = async (field: string) =>
        (await ask({ measurement: 'cpu', field, step: minutes(5) }))[0]?.points.map(
          (point) => point.value,
        );
      expect(await values('usage')).toEqual([2, 7]);
      expect(await values('note')).toEqual(['n1', 'n6']);
    });

    it('holds names that are awkward to quote', async () => {
      const fact: Fact = {
        measurement: `my "cpu", 'hot'=1`,
        tags: { 'the "host"': 'a b,c=d', device: "o'neill" },
        fields: { 'us "age", =x': 5 },
        at: minute(1),
      };
      await append([fact]);
      const field = 'us "age", =x';
      expect(await ask({ measurement: fact.measurement, field, device: "o'neill" })).toEqual([
        { tags: fact.tags, points: [{ at: minute(1), value: 5 }] },
      ]);
      expect(await ask({ measurement: fact.measurement, field, school: "x' OR 1=1 --" })).toEqual(
        [],
      );
    });

    it('gives the same steps of a long span, whatever their length and wherever it begins', async () => {
      const quarters = Array.from({ length: 4 * 24 * 20 }, (_, at) => at);
      const value = (at: number) => ((at * 37) % 64) / 4;
      await append(
        quarters.map((at) => ping({ latency_s: value(at), up: at % 3 > 0 }, minute(at * 15))),
      );
      const to = minute(quarters.length * 15);
      for (const step of [minutes(5), minutes(30), hours(1), hours(6), days(1)])
        for (const from of [minute(0), minute(24 * 60), epochMs(minute(100) + 1)]) {
          const asked = quarters.filter((at) => minute(at * 15) >= from);
          const inSteps = Map.groupBy(asked, (at) => Math.floor(minute(at * 15) / step) * step);
          const said = async (field: string) => (await ask({ field, from, to, step }))[0]?.points;
          expect(await said('latency_s')).toEqual(
            [...inSteps].map(([at, all]) => ({
              at,
              value: all.reduce((sum, one) => sum + value(one), 0) / all.length,
            })),
          );
          expect(await said('up')).toEqual(
            [...inSteps].map(([at, all]) => ({ at, value: (all.at(-1) ?? 0) % 3 > 0 })),
          );
        }
    });

    it('takes late points into steps that were told already', async () => {
      const told = async () =>
        (await ask({ step: minutes(5), from: minute(-60) }))[0]?.points.map(({ value }) => value);
      await append([ping({ latency_s: 1 }, minute(0)), ping({ latency_s: 4 }, minute(10))]);
      expect(await told()).toEqual([1, 4]);
      await append([ping({ latency_s: 3 }, minute(1)), ping({ latency_s: 8 }, minute(-30))]);
      expect(await told()).toEqual([8, 2, 4]);
      await append([ping({ latency_s: 6 }, minute(10))]);
      expect(await told()).toEqual([8, 2, 6]);
    });

    it('keeps a field that only some points have', async () => {
      await append([
        ping({ latency_s: 1 }, minute(0)),
        ping({ error: 'a' }, minute(1)),
        ping({ latency_s: 3, error: 'b' }, minute(2)),
      ]);
      const told = async (field: string) =>
        (await ask({ field }))[0]?.points.map(({ at, value }) => [at, value]);
      expect(await told('latency_s')).toEqual([
        [minute(0), 1],
        [minute(2), 3],
      ]);
      expect(await told('error')).toEqual([
        [minute(1), 'a'],
        [minute(2), 'b'],
      ]);
    });

    it('stops when its caller has gone', async () => {
      await append([ping({ latency_s: 1 }, minute(1))]);
      await expect(ask({}, AbortSignal.abort())).rejects.toThrow();
    });

    it('gives steps of any span', async () => {
      await append([ping({ latency_s: 1 }, minute(1))]);
      const [series] = await ask({ step: ms(7_000) });
      expect(series?.points[0]?.at).toBe(Math.floor(minute(1) / 7_000) * 7_000);
    });
  });
}
