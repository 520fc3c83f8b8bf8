import { columnsOf, type FieldRows, fieldValues, type SeriesColumns } from './columns.ts';
import { put } from './gather.ts';

/** Pieces of one series, the older before the newer, as one: of two values of one field and stamp the newer stands. */
export function merged(pieces: readonly SeriesColumns[]): SeriesColumns {
  const [first] = pieces;
  if (first === undefined) throw new Error('no piece of a series');
  if (pieces.length === 1) return first;
  const stamps = stampsOf(pieces);
  const rows: FieldRows = new Map();
  for (const piece of pieces) lay(piece, stamps, rows);
  return { series: first.series, stamps, columns: columnsOf(rows) };
}

function stampsOf(pieces: readonly SeriesColumns[]): Float64Array {
  const all = new Float64Array(pieces.reduce((sum, { stamps }) => sum + stamps.length, 0));
  let length = 0;
  for (const { stamps } of pieces) {
    all.set(stamps, length);
    length += stamps.length;
  }
  return distinct(all.sort());
}

/** Of sorted stamps, each once. */
export function distinct(sorted: Float64Array): Float64Array {
  let count = 0;
  for (let at = 0; at < sorted.length; at += 1)
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[count++] = sorted[at] ?? 0;
  return sorted.subarray(0, count);
}

/** Where each of some stamps stands among all; both rise, and all has every one. */
export function placesAmong(some: Float64Array, all: Float64Array): Uint32Array {
  const places = new Uint32Array(some.length);
  let place = 0;
  for (let at = 0; at < some.length; at += 1) {
    while ((all[place] ?? Number.POSITIVE_INFINITY) < (some[at] ?? 0)) place += 1;
    places[at] = place;
  }
  return places;
}

function lay(piece: SeriesColumns, stamps: Float64Array, rows: FieldRows): void {
  const places = placesAmong(piece.stamps, stamps);
  for (const { field, points, data } of piece.columns) {
    const row = put(rows, field, stamps.length);
    fieldValues(data).forEach((value, at) => {
      row[places[points?.[at] ?? at] ?? 0] = value;
    });
  }
}
