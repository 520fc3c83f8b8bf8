import { columns } from '../../kit/columns.ts';

/** A titled table of an inspection, for a terminal; nothing at all for a section without rows. */
export const section = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `${plain(title)}\n${columns(rows.map((row) => row.map(plain))).replace(/^(?=.)/gm, '  ')}`;

/** A device's own words must not move the cursor of a terminal, nor turn the direction of its text. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');
