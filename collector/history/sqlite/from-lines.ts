/** Rows of an older version, zstd-packed lines of one school and hour, become blocks; a slot at a time, in bounded memory. */
import { parseLine } from '../../../wire/parse-line.ts';
import { bySeries } from '../../../wire/series.ts';
import { blob, number, type Sql, text } from '../../store/sql.ts';
import { pack, unpack } from '../packing-door.ts';
import { BlockWriter } from './block.ts';
import { insertBlock } from './block-rows.ts';
import { gathered } from './gather.ts';

const SLOTS_A_DAY = 24;
/** Slots whose names are held at once. */
const SLOTS_AT_ONCE = 500;

interface Slot {
  readonly school: string;
  /** Hours since 1970. */
  readonly slot: number;
}

export function blocksFromLines(sql: Sql): void {
  for (let after: Slot = { school: '', slot: 0 }; ; ) {
    const slots = slotsAfter(sql, after);
    for (const slot of slots) move(sql, slot);
    const last = slots.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

function slotsAfter(sql: Sql, { school, slot }: Slot): readonly Slot[] {
  return sql
    .all(
      `SELECT DISTINCT school, slot FROM history_slot WHERE (school, slot) > (?, ?)
       ORDER BY school, slot LIMIT ${SLOTS_AT_ONCE}`,
      school,
      slot,
    )
    .map((row) => ({ school: text(row, 'school'), slot: number(row, 'slot') }));
}

function move(sql: Sql, { school, slot }: Slot): void {
  const facts = sql
    .all('SELECT payload FROM history_slot WHERE school = ? AND slot = ? ORDER BY id', school, slot)
    .flatMap((row) => unpack(blob(row, 'payload')).split('\n'))
    .flatMap((line) => {
      const parsed = parseLine(line, 'ms', 0);
      return parsed.ok ? [parsed.value] : [];
    });
  const block = new BlockWriter();
  for (const series of bySeries(facts)) block.add(gathered(series));
  insertBlock(sql, {
    school,
    day: Math.floor(slot / SLOTS_A_DAY),
    tier: 'raw',
    level: 'part',
    facts: block.points,
    payload: pack(block.finish(), 'fast'),
  });
}
