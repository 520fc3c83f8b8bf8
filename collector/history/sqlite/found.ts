import { epochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { parseLine, seriesKey } from '../../../wire/line-protocol.ts';
import { type HistoryQuery, type HistorySeries, TooManyPoints } from '../history.ts';
import type { HistoryPoint } from '../steps.ts';
import { fieldValues, type SeriesColumns } from './columns.ts';
import { type DaySteps, pointsOf, stepsOfDay } from './day-steps.ts';
import { DAY } from './tiers.ts';

/** Collects the points of one question, series by series, day by day. */
export class Found {
  readonly #query: HistoryQuery;
  readonly #mostPoints: number;
  readonly #head: string;
  #left: number;
  /** Tags of the series that are asked for; undefined for the others that were seen. */
  readonly #tags = new Map<string, Fact['tags'] | undefined>();
  readonly #points = new Map<string, HistoryPoint[]>();
  readonly #steps = new Map<string, DaySteps[]>();

  constructor(query: HistoryQuery, mostPoints: number) {
    this.#query = query;
    this.#mostPoints = mostPoints;
    this.#left = mostPoints;
    this.#head = seriesKey({ measurement: query.measurement, tags: {} });
  }

  wants(series: string): boolean {
    if (!this.#tags.has(series)) this.#tags.set(series, this.#wantedTags(series));
    return this.#tags.get(series) !== undefined;
  }

  /** Points of one day of a series, or its steps of a rollup. */
  add(series: string, points: SeriesColumns, tier: number): void {
    const { step, from, to } = this.#query;
    if (step === undefined) this.#addPoints(series, points);
    else {
      const steps = stepsOfDay(points, { tier, step, from, to });
      this.#count(steps.length);
      put(this.#steps, series, steps);
    }
  }

  /** In order of their keys; those without a point left out. */
  series(): readonly HistorySeries[] {
    const { step } = this.#query;
    const all: readonly (readonly [string, readonly HistoryPoint[]])[] =
      step === undefined
        ? [...this.#points]
        : [...this.#steps].map(([series, days]) => [
            series,
            pointsOf(days, DAY % step === 0 ? undefined : step),
          ]);
    return all
      .filter(([, points]) => points.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([series, points]) => ({ tags: this.#tags.get(series) ?? {}, points }));
  }

  #wantedTags(series: string): Fact['tags'] | undefined {
    const next = series.startsWith(this.#head) ? series[this.#head.length] : '';
    if (next !== undefined && next !== ',') return undefined;
    const { device } = this.#query;
    const parsed = parseLine(`${series} v=1`, 'ms', 0);
    if (!parsed.ok) throw new Error(`a series can't be read: ${parsed.problem}`);
    const { tags } = parsed.value;
    return device === undefined || tags['device'] === device ? tags : undefined;
  }

  #addPoints(series: string, { stamps, columns }: SeriesColumns): void {
    const { from, to } = this.#query;
    const known = this.#points.get(series) ?? [];
    this.#points.set(series, known);
    const before = known.length;
    for (const { points, data } of columns)
      fieldValues(data).forEach((value, at) => {
        const stamp = stamps[points?.[at] ?? at] ?? 0;
        if (stamp >= from && stamp < to) known.push({ at: epochMs(stamp), value });
      });
    this.#count(known.length - before);
    if (columns.length > 1) known.sort((a, b) => a.at - b.at);
  }

  #count(points: number): void {
    this.#left -= points;
    if (this.#left < 0) throw new TooManyPoints(this.#mostPoints);
  }
}

function put<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
