import type { Fact } from '../../../wire/fact.ts';
import { seriesKey } from '../../../wire/line-protocol.ts';
import { parseLine } from '../../../wire/parse-line.ts';
import { type HistoryQuery, type HistorySeries, TooManyPoints } from '../history.ts';
import type { SeriesColumns } from './columns.ts';
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
  readonly #days = new Map<string, DaySteps[]>();

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
  add(day: SeriesColumns, tier: number): void {
    const { step, from, to } = this.#query;
    const steps = stepsOfDay(day, { tier, step, from, to });
    this.#left -= steps.length;
    if (this.#left < 0) throw new TooManyPoints(this.#mostPoints);
    const known = this.#days.get(day.series);
    if (known === undefined) this.#days.set(day.series, [steps]);
    else known.push(steps);
  }

  /** In order of their keys; those without a point left out. */
  series(): readonly HistorySeries[] {
    const { step } = this.#query;
    const across = step === undefined || DAY % step === 0 ? undefined : step;
    return [...this.#days]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([series, days]) => ({ tags: this.#tags.get(series) ?? {}, ...pointsOf(days, across) }))
      .filter(({ at }) => at.length > 0);
  }

  #wantedTags(series: string): Fact['tags'] | undefined {
    const isOfMeasurement = series === this.#head || series.startsWith(`${this.#head},`);
    if (!isOfMeasurement) return undefined;
    const { device } = this.#query;
    const parsed = parseLine(`${series} v=1`, 'ms', 0);
    if (!parsed.ok) throw new Error(`a series can't be read: ${parsed.problem}`);
    const { tags } = parsed.value;
    return device === undefined || tags['device'] === device ? tags : undefined;
  }
}
