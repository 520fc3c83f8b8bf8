/**
 * A slot is one hour of one school: its lines, zstd-packed. A batch adds a loose row a slot;
 * compaction makes one row of them, sorted by series and stamp, each point once.
 */
import { hours } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { encodeFact, seriesKey } from '../../../wire/line-protocol.ts';
import { parseLine } from '../../../wire/parse-line.ts';

const SLOT = hours(1);

export const slotOf = (atMs: number): number => Math.floor(atMs / SLOT);

/** Joins facts of one series and stamp, the later one's fields over the earlier one's; sorted. */
export function joined(facts: readonly Fact[]): readonly Fact[] {
  const points = new Map<string, { readonly series: string; readonly fact: Fact }>();
  for (const fact of facts) {
    const series = seriesKey(fact);
    const point = `${series} ${fact.at}`;
    const fields = { ...points.get(point)?.fact.fields, ...fact.fields };
    points.set(point, { series, fact: { ...fact, fields } });
  }
  return [...points.values()]
    .sort((a, b) => (a.series === b.series ? a.fact.at - b.fact.at : a.series < b.series ? -1 : 1))
    .map(({ fact }) => fact);
}

export const writeLines = (facts: readonly Fact[]): string => facts.map(encodeFact).join('\n');

/** Facts of the lines that `isWanted`; our own lines always parse. */
export function readLines(
  lines: string,
  isWanted: (line: string) => boolean = () => true,
): readonly Fact[] {
  return lines.split('\n').flatMap((line) => {
    if (!isWanted(line)) return [];
    const parsed = parseLine(line, 'ms', 0);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** Passes over lines of other measurements and devices before the cost of parsing them. */
export function lineFilter(measurement: string, device: string | undefined) {
  const head = seriesKey({ measurement, tags: {} });
  const tag = device === undefined ? '' : seriesKey({ measurement: '', tags: { device } });
  return (line: string): boolean =>
    line.startsWith(head) &&
    (line[head.length] === ',' || line[head.length] === ' ') &&
    line.includes(tag);
}
