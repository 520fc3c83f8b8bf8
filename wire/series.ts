import type { Fact, FactPoint, SeriesFacts } from './fact.ts';
import { seriesKey } from './line-protocol.ts';

/** Facts grouped by the series they belong to, both in the order they came in. */
export function bySeries(facts: readonly Fact[]): readonly SeriesFacts[] {
  const groups = new Map<string, SeriesFacts & { readonly points: FactPoint[] }>();
  for (const { measurement, tags, fields, at } of facts) {
    const series = seriesKey({ measurement, tags });
    const known = groups.get(series);
    if (known === undefined)
      groups.set(series, { measurement, tags, series, points: [{ fields, at }] });
    else known.points.push({ fields, at });
  }
  return [...groups.values()];
}

/** The same facts one by one, a series after the other. */
export const factsOf = (groups: readonly SeriesFacts[]): readonly Fact[] =>
  groups.flatMap(({ measurement, tags, points }) =>
    points.map(({ fields, at }) => ({ measurement, tags, fields, at })),
  );
