import { closeSync, openSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { number } from '../store/sql.ts';

/** Pages copied in a step: 8 MB, after which progress is told. */
const PAGES_A_STEP = 2_000;

/** Done of all; both in pages. */
export type Progress = (done: number, all: number) => void;

/**
 * One instant of a database, held open beside whoever writes it. Inside a read transaction SQLite's online backup sees
 * no other connection's commits; outside of one each of them makes it begin anew, for ever under constant writes.
 */
export class Snapshot {
  readonly #connection: DatabaseSync;
  readonly schema: number;

  constructor(file: string) {
    this.#connection = new DatabaseSync(file, { readOnly: true });
    try {
      this.#connection.exec('PRAGMA busy_timeout = 5000; BEGIN');
      this.schema = number(
        this.#connection.prepare('PRAGMA user_version').get() ?? {},
        'user_version',
      );
      // The first read of a table fixes the instant.
      this.#connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    } catch (error) {
      this.#connection.close();
      throw error;
    }
  }

  /** How many rows each table has. */
  rows(): Record<string, number> {
    return rowsOf(this.#connection);
  }

  /** Undefined while every page and row is well-formed; else the first thing that is not. */
  wrong(): string | undefined {
    return wrongWith(this.#connection);
  }

  /** A file of its own that needs nothing beside it; nobody else can read it. */
  async copyTo(file: string, progress: Progress = () => undefined): Promise<void> {
    closeSync(openSync(file, 'wx', 0o600));
    await backup(this.#connection, file, {
      rate: PAGES_A_STEP,
      progress: ({ totalPages, remainingPages }) =>
        progress(totalPages - remainingPages, totalPages),
    });
    const copy = new DatabaseSync(file);
    try {
      copy.exec('PRAGMA journal_mode = DELETE');
    } finally {
      copy.close();
    }
  }

  close(): void {
    this.#connection.close();
  }
}

/** Without indexes against their tables, which takes as long again on large files. */
function wrongWith(connection: DatabaseSync): string | undefined {
  const found = connection.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  return found === 'ok' ? undefined : String(found).replaceAll('\n', ' ');
}

function rowsOf(connection: DatabaseSync): Record<string, number> {
  const tables = connection
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    )
    .all();
  return Object.fromEntries(
    tables.map(({ name }) => {
      const row = connection.prepare(`SELECT count(*) AS n FROM "${String(name)}"`).get();
      return [String(name), number(row ?? {}, 'n')];
    }),
  );
}
