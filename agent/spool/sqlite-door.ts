import { randomBytes } from 'node:crypto';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { type Ms, ms } from '../../kit/units.ts';
import type { Sealed } from './seal.ts';

/**
 * The spool's file: batches that wait, oldest first, and those the collector would not have.
 *
 * Invariants: a batch is on the disk when `insert` returns (WAL with synchronous=FULL); a sequence is
 * never used twice in one file (AUTOINCREMENT); `name` was drawn at random when the file was made.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS batch (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    lines INTEGER NOT NULL,
    -- Running time of the spool when it was sealed, in ms: no jump of the wall clock makes a batch old.
    run_ms INTEGER NOT NULL,
    payload BLOB NOT NULL,
    -- Of a batch that was read out of a damaged file: the id it has always had.
    id TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS refused (
    sequence INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    payload BLOB NOT NULL
  ) STRICT;
`;

/** What was refused is kept for a person to look at, this many at most. */
const REFUSED_KEPT = 200;

export interface Waiting extends Sealed {
  readonly sequence: number;
  /** Undefined: made of the file's name and the sequence. */
  readonly id: string | undefined;
}

export type SpoolFault = 'full' | 'damaged' | 'other';

/** What a failed statement says of the file. Codes: sqlite.org/rescode.html */
export function faultOf(error: unknown): SpoolFault {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (code === 13) return 'full';
  return code === 11 || code === 26 ? 'damaged' : 'other';
}

class DamagedFile extends Error {
  readonly errcode = 11;
}

export class SpoolTable {
  readonly #db: DatabaseSync;
  /** Names this file; part of every batch's id. */
  readonly name: string;
  /** Running time at which the file was last written. */
  readonly ranUntil: Ms;
  #batches: number;
  #bytes: number;

  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    try {
      this.#db.exec('PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;');
      this.#db.exec('PRAGMA synchronous=FULL; PRAGMA journal_size_limit=1048576;');
      const checked = this.#db.prepare('PRAGMA quick_check(1)').get();
      if (checked?.['quick_check'] !== 'ok')
        throw new DamagedFile(`quick_check: ${String(checked?.['quick_check'])}`);
      this.#db.exec(TABLES);
      this.#addId();
      this.name = this.#meta('name', randomBytes(4).toString('hex'));
      this.ranUntil = ms(Number(this.#meta('run_ms', '0')));
      const total = this.#get('SELECT count(*) AS n, total(length(payload)) AS b FROM batch');
      this.#batches = Number(total?.['n']);
      this.#bytes = Number(total?.['b']);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  get batches(): number {
    return this.#batches;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The last sequence ever given out. */
  get lastSequence(): number {
    const row = this.#get("SELECT seq FROM sqlite_sequence WHERE name = 'batch'");
    return Number(row?.['seq'] ?? 0);
  }

  /** A file of an older version has no such column. */
  #addId(): void {
    const known = this.#get("SELECT 1 FROM pragma_table_info('batch') WHERE name = 'id'");
    if (known === undefined) this.#db.exec('ALTER TABLE batch ADD COLUMN id TEXT');
  }

  /** `id`: of a batch that has one already. */
  insert({ payload, lines }: Sealed, run: Ms, id?: string): void {
    const runMs = Math.round(run);
    this.#transaction(() => {
      this.#run('INSERT INTO batch (lines, run_ms, payload, id) VALUES (?, ?, ?, ?)', [
        lines,
        runMs,
        payload,
        id ?? null,
      ]);
      this.#run("UPDATE meta SET value = ? WHERE name = 'run_ms'", [String(runMs)]);
    });
    this.#batches += 1;
    this.#bytes += payload.length;
  }

  newestAfter(sequence: number, limit: number): readonly Waiting[] {
    return this.#db
      .prepare(
        'SELECT sequence, lines, payload, id FROM batch WHERE sequence > ? ORDER BY sequence DESC LIMIT ?',
      )
      .all(sequence, limit)
      .map(toWaiting);
  }

  oldestUpTo(sequence: number): Waiting | undefined {
    const row = this.#get(
      'SELECT sequence, lines, payload, id FROM batch WHERE sequence <= ? ORDER BY sequence LIMIT 1',
      [sequence],
    );
    return row === undefined ? undefined : toWaiting(row);
  }

  /** Puts one batch in the place of a run of batches, under the sequence of the last of them. */
  merge(from: number, into: number, { payload, lines }: Sealed): void {
    this.#transaction(() => {
      this.#forget(
        'DELETE FROM batch WHERE sequence BETWEEN ? AND ? RETURNING length(payload) AS b',
        [from, into - 1],
      );
      const old = this.#get('SELECT length(payload) AS b FROM batch WHERE sequence = ?', [into]);
      this.#run('UPDATE batch SET lines = ?, payload = ? WHERE sequence = ?', [
        lines,
        payload,
        into,
      ]);
      this.#bytes += payload.length - Number(old?.['b'] ?? 0);
    });
  }

  remove(sequence: number): void {
    this.#forget('DELETE FROM batch WHERE sequence = ? RETURNING length(payload) AS b', [sequence]);
    if (this.#batches === 0) this.#db.exec('PRAGMA incremental_vacuum(256)');
  }

  refuse(sequence: number, reason: string): void {
    this.#transaction(() => {
      this.#run(
        'INSERT OR REPLACE INTO refused SELECT sequence, ?, payload FROM batch WHERE sequence = ?',
        [reason.slice(0, 500), sequence],
      );
      this.#run(
        'DELETE FROM refused WHERE sequence NOT IN (SELECT sequence FROM refused ORDER BY sequence DESC LIMIT ?)',
        [REFUSED_KEPT],
      );
      this.#forget('DELETE FROM batch WHERE sequence = ? RETURNING length(payload) AS b', [
        sequence,
      ]);
    });
  }

  dropOldest(count: number): number {
    return this.#forget(
      'DELETE FROM batch WHERE sequence IN (SELECT sequence FROM batch ORDER BY sequence LIMIT ?) RETURNING length(payload) AS b',
      [count],
    );
  }

  dropSealedBefore(run: Ms): number {
    return this.#forget('DELETE FROM batch WHERE run_ms < ? RETURNING length(payload) AS b', [
      Math.round(run),
    ]);
  }

  close(): void {
    this.#db.close();
  }

  /** Runs a DELETE that returns sizes, and keeps the totals true. */
  #forget(sql: string, values: readonly SQLInputValue[]): number {
    const rows = this.#db.prepare(sql).all(...values);
    this.#batches -= rows.length;
    this.#bytes -= rows.reduce((sum, row) => sum + Number(row['b']), 0);
    return rows.length;
  }

  #meta(name: string, first: string): string {
    this.#run('INSERT OR IGNORE INTO meta VALUES (?, ?)', [name, first]);
    return String(this.#get('SELECT value FROM meta WHERE name = ?', [name])?.['value']);
  }

  #get(sql: string, values: readonly SQLInputValue[] = []) {
    return this.#db.prepare(sql).get(...values);
  }

  #run(sql: string, values: readonly SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values);
  }

  #transaction(deed: () => void): void {
    const before = { batches: this.#batches, bytes: this.#bytes };
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      deed();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#batches = before.batches;
      this.#bytes = before.bytes;
      // SQLite has rolled back by itself after some faults; then ROLLBACK has nothing to do.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}

function toWaiting(row: Record<string, SQLOutputValue>): Waiting {
  const payload = row['payload'];
  if (!(payload instanceof Uint8Array)) throw new DamagedFile('a batch without a payload');
  const id = row['id'];
  return {
    ...{ sequence: Number(row['sequence']), lines: Number(row['lines']), payload },
    id: typeof id === 'string' ? id : undefined,
  };
}
