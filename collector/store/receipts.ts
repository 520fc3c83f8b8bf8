import { type EpochMs, epochMs } from '../../kit/units.ts';
import { Receipt } from '../../wire/batch.ts';
import { number, type Sql, text } from './sql.ts';

/** Who sent a batch, and its id: one sent twice is stored once. */
export interface BatchKey {
  readonly school: string;
  readonly agent: string;
  readonly id: string;
  readonly receivedAt: EpochMs;
}

export interface RefusedLine {
  /** Counts from 1 in the body as it was sent. */
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface DeadLetter extends RefusedLine {
  readonly school: string;
  readonly agent: string;
  readonly batch: string;
  readonly receivedAt: EpochMs;
}

/** Of a refused line. */
export const KEPT_CHARS = 2_048;
/** Of one batch: a sender gone wrong must not fill the disk. Its receipt still names every line. */
const KEPT_LETTERS = 1_000;

export function findReceipt(sql: Sql, { school, agent, id }: BatchKey): Receipt | undefined {
  const row = sql.get(
    'SELECT receipt FROM batch WHERE school = ? AND agent = ? AND id = ?',
    school,
    agent,
    id,
  );
  return row === undefined
    ? undefined
    : { ...Receipt.parse(JSON.parse(text(row, 'receipt'))), replayed: true };
}

export function keepReceipt(
  sql: Sql,
  { school, agent, receivedAt }: BatchKey,
  receipt: Receipt,
): void {
  sql.run(
    'INSERT INTO batch (school, agent, id, received_at, receipt) VALUES (?, ?, ?, ?, ?)',
    school,
    agent,
    receipt.batch,
    receivedAt,
    JSON.stringify(receipt),
  );
}

export function keepDeadLetters(sql: Sql, batch: BatchKey, refused: readonly RefusedLine[]): void {
  for (const letter of refused.slice(0, KEPT_LETTERS))
    sql.run(
      `INSERT INTO dead_letter (school, agent, batch, line_number, line, reason, received_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      batch.school,
      batch.agent,
      batch.id,
      letter.line,
      letter.text.slice(0, KEPT_CHARS),
      letter.reason,
      batch.receivedAt,
    );
}

/** Newest first. */
export function readDeadLetters(
  sql: Sql,
  { school, limit }: { readonly school?: string; readonly limit: number },
): readonly DeadLetter[] {
  const rows =
    school === undefined
      ? sql.all('SELECT * FROM dead_letter ORDER BY id DESC LIMIT ?', limit)
      : sql.all(
          'SELECT * FROM dead_letter WHERE school = ? ORDER BY id DESC LIMIT ?',
          school,
          limit,
        );
  return rows.map((row) => ({
    school: text(row, 'school'),
    agent: text(row, 'agent'),
    batch: text(row, 'batch'),
    line: number(row, 'line_number'),
    text: text(row, 'line'),
    reason: text(row, 'reason'),
    receivedAt: epochMs(number(row, 'received_at')),
  }));
}
