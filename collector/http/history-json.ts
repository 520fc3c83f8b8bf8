import type { HistorySeries } from '../history/history.ts';

/** Points of one piece of an answer: some milliseconds of writing. */
const POINTS_AT_ONCE = 5_000;

/**
 * The answer of a history piece by piece, so that others get their turn while a long one is written:
 * `head` and `series: [{tags, points: [{at, value}]}]`, stamps as ISO 8601.
 */
export function* historyJson(head: object, series: readonly HistorySeries[]): Generator<string> {
  const iso = isoStamps();
  yield `${JSON.stringify({ ...head, series: [] }).slice(0, -2)}`;
  for (const [at, one] of series.entries()) {
    yield `${at === 0 ? '' : ','}{"tags":${JSON.stringify(one.tags)},"points":[`;
    yield* points(one, iso);
    yield ']}';
  }
  yield ']}';
}

function* points({ at, values }: HistorySeries, iso: (at: number) => string): Generator<string> {
  for (let first = 0; first < at.length; first += POINTS_AT_ONCE) {
    const end = Math.min(at.length, first + POINTS_AT_ONCE);
    let text = '';
    for (let place = first; place < end; place += 1) {
      const value = values[place];
      const json = typeof value === 'string' ? JSON.stringify(value) : `${value}`;
      text += `${place === 0 ? '' : ','}{"at":"${iso(at[place] ?? 0)}","value":${json}}`;
    }
    yield text;
  }
}

/** Stamps of steps are the same in every series: each is written once. */
function isoStamps(): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const written = known.get(at) ?? new Date(at).toISOString();
    if (known.size < POINTS_AT_ONCE * 4) known.set(at, written);
    return written;
  };
}
