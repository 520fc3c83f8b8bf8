import type { EpochMs } from '../../../kit/units.ts';
import { OUTAGE_KINDS, type OutageKind } from '../../../wire/outage.ts';
import { unpackDay } from '../../store/day-payload.ts';
import { blob, number, type Sql, stampOrNone, text } from '../../store/sql.ts';

/** How the lines of a school were in some days. */
export interface LineFigures {
  /** Seconds, of those of which it is known. */
  readonly upS: number;
  readonly downS: number;
  readonly outages: ReadonlyMap<OutageKind, { readonly count: number; readonly lengthS: number }>;
}

export interface Days {
  /** `2026-11-16` and the last of them. */
  readonly first: string;
  readonly last: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Over `facts.db`. */
export function lineFigures(facts: Sql, school: string, days: Days): LineFigures {
  const sums = new Map<string, number>();
  const rows = facts.all(
    `SELECT payload FROM latest JOIN day_statistic USING (school, measurement, series)
     WHERE latest.school = ? AND latest.measurement = 'uplink_minute' AND day BETWEEN ? AND ?`,
    school,
    days.first,
    days.last,
  );
  for (const row of rows)
    for (const [field, { all }] of unpackDay(blob(row, 'payload')))
      sums.set(field, (sums.get(field) ?? 0) + (all.count === 0 ? 0 : all.sum));
  return {
    upS: sums.get('up_s') ?? 0,
    downS: sums.get('down_s') ?? 0,
    outages: outagesIn(facts, school, days),
  };
}

function outagesIn(facts: Sql, school: string, { from, to }: Days): LineFigures['outages'] {
  const found = new Map<OutageKind, { count: number; lengthS: number }>();
  const rows = facts.all(
    `SELECT kind, started_at, ended_at FROM outage
     WHERE school = ? AND started_at < ? AND (ended_at IS NULL OR ended_at > ?)`,
    school,
    to,
    from,
  );
  for (const row of rows) {
    const kind = OUTAGE_KINDS.find((one) => one === text(row, 'kind'));
    if (kind === undefined) continue;
    const end = Math.min(to, stampOrNone(row, 'ended_at') ?? to);
    const lengthS = (end - Math.max(from, number(row, 'started_at'))) / 1_000;
    const known = found.get(kind) ?? { count: 0, lengthS: 0 };
    found.set(kind, { count: known.count + 1, lengthS: known.lengthS + lengthS });
  }
  return found;
}

/** Of several schools together. */
export function together(figures: readonly LineFigures[]): LineFigures {
  const outages = new Map<OutageKind, { count: number; lengthS: number }>();
  for (const [kind, { count, lengthS }] of figures.flatMap((one) => [...one.outages])) {
    const known = outages.get(kind) ?? { count: 0, lengthS: 0 };
    outages.set(kind, { count: known.count + count, lengthS: known.lengthS + lengthS });
  }
  const sum = (of: (one: LineFigures) => number) => figures.reduce((all, one) => all + of(one), 0);
  return { upS: sum(({ upS }) => upS), downS: sum(({ downS }) => downS), outages };
}
