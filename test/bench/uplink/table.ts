import { bytesShare, errorOf, type Row } from './case.ts';

const WIDTHS = [12, 52, 4, 8, 5, 10, 8, 8, 9, 8] as const;
const HEADS = [
  'section',
  'case',
  'run',
  'method',
  'way',
  'Mbit/s',
  'error %',
  'seconds',
  'MB',
  '% of 10s',
  'note',
] as const;
const LEFT = [0, 1, 3, 4, 10];

export const head = (): string => `${cells(HEADS)}\n`;

/** Against the shaped rate, of which TCP's payload is 95.6 % at most. */
export function rowText(row: Row): string {
  const { section, name, run, method, direction, bps, seconds, bytes, note } = row;
  return `${cells([
    section,
    name,
    String(run),
    method,
    direction,
    bps === undefined ? '–' : (bps / 1e6).toFixed(2),
    signed(errorOf(row)),
    seconds.toFixed(2),
    (bytes / 1e6).toFixed(2),
    (bytesShare(row) * 100).toFixed(1),
    note,
  ])}\n`;
}

function cells(texts: readonly string[]): string {
  return texts
    .map((text, at) => {
      const width = WIDTHS[at] ?? 0;
      return LEFT.includes(at) ? text.padEnd(width) : text.padStart(width);
    })
    .join(' ')
    .trimEnd();
}

/** A share as percent, with its sign. */
export function signed(share: number | undefined): string {
  if (share === undefined) return '–';
  const text = (share * 100).toFixed(1);
  return share > 0 ? `+${text}` : text;
}
