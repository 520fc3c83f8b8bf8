/** Facts as they came in → columns: points in order of time, each stamp once, the later fact's fields over the earlier's. */
import type { FactPoint, FieldValue, SeriesFacts } from '../../../wire/fact.ts';
import { columnsOf, type FieldRows, type SeriesColumns } from './columns.ts';

export function gathered({
  series,
  points,
}: Pick<SeriesFacts, 'series' | 'points'>): SeriesColumns {
  const inOrder = areRising(points) ? points : joined(points);
  const stamps = new Float64Array(inOrder.length);
  const rows: FieldRows = new Map();
  for (let at = 0; at < inOrder.length; at += 1) {
    const point = inOrder[at];
    if (point === undefined) continue;
    stamps[at] = point.at;
    for (const field in point.fields) put(rows, field, inOrder.length)[at] = point.fields[field];
  }
  return { series, stamps, columns: columnsOf(rows) };
}

/** The row of a field, of so many points. */
export function put(rows: FieldRows, field: string, points: number): (FieldValue | undefined)[] {
  const known = rows.get(field);
  if (known !== undefined) return known;
  const made = new Array<FieldValue | undefined>(points);
  rows.set(field, made);
  return made;
}

function areRising(points: readonly FactPoint[]): boolean {
  for (let at = 1; at < points.length; at += 1)
    if ((points[at - 1]?.at ?? 0) >= (points[at]?.at ?? 0)) return false;
  return true;
}

function joined(points: readonly FactPoint[]): readonly FactPoint[] {
  const byStamp = new Map<number, FactPoint>();
  for (const point of points) {
    const known = byStamp.get(point.at);
    byStamp.set(
      point.at,
      known === undefined ? point : { at: point.at, fields: { ...known.fields, ...point.fields } },
    );
  }
  return [...byStamp.values()].sort((a, b) => a.at - b.at);
}
