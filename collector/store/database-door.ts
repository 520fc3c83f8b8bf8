import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { messageOf } from '../../kit/result.ts';
import { isDamage } from './damage.ts';
import { migrations } from './schema.ts';
import { number, type Sql, type SqlRow, type SqlValue } from './sql.ts';

const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
`;

/** The collector's own database: one writer, one connection. */
export class Database implements Sql {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  #damaged: (error: unknown) => void = () => undefined;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  all(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[] {
    return this.#watched(() => this.#prepare(sql).all(...values));
  }

  get(sql: string, ...values: readonly SqlValue[]): SqlRow | undefined {
    return this.#watched(() => this.#prepare(sql).get(...values));
  }

  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number } {
    return this.#watched(() => ({ changes: Number(this.#prepare(sql).run(...values).changes) }));
  }

  transaction<Value>(work: () => Value): Value {
    const level = this.#depth;
    const { begin, end, undo } = level === 0 ? OUTERMOST : savepoint(`level_${level}`);
    this.#watched(() => this.#connection.exec(begin));
    this.#depth = level + 1;
    try {
      const value = work();
      this.#watched(() => this.#connection.exec(end));
      return value;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.#connection.isTransaction) this.#connection.exec(undo);
      throw error;
    } finally {
      this.#depth = level;
    }
  }

  /** Several statements without values; for migrations. */
  script(sql: string): void {
    this.#connection.exec(sql);
  }

  /** Undefined while it answers. */
  problem(): string | undefined {
    try {
      this.get('SELECT 1 AS one');
      return undefined;
    } catch (error) {
      return `database: ${messageOf(error)}`;
    }
  }

  /** Told of each answer that says the file is damaged, besides the one who asked. */
  whenDamaged(listener: (error: unknown) => void): void {
    this.#damaged = listener;
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #watched<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) this.#damaged(error);
      throw error;
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#connection.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

const OUTERMOST = { begin: 'BEGIN IMMEDIATE', end: 'COMMIT', undo: 'ROLLBACK' };
const savepoint = (name: string) => ({
  begin: `SAVEPOINT ${name}`,
  end: `RELEASE ${name}`,
  undo: `ROLLBACK TO ${name}; RELEASE ${name}`,
});

/** A change of the schema: statements, or a deed where rows change their form. */
export type Migration = string | ((database: Database) => void);

/** Opens the file (or `:memory:`), making and migrating it; throws, and changes nothing, where it can't be used. */
export function openDatabase(
  file: string,
  steps: readonly Migration[] = migrations,
  beside: Readonly<Record<string, string>> = {},
): Database {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file);
    connection.exec('PRAGMA busy_timeout = 5000');
    if (isEmpty(connection)) connection.exec('PRAGMA auto_vacuum = INCREMENTAL');
    connection.exec(PRAGMAS);
    const database = new Database(connection);
    for (const [name, path] of Object.entries(beside))
      connection.prepare(`ATTACH ? AS ${name}`).run(path);
    migrate(database, steps);
    for (const name of Object.keys(beside)) connection.exec(`DETACH ${name}`);
    return database;
  } catch (error) {
    if (connection?.isOpen === true) connection.close();
    throw new Error(whyUnusable(file, error), { cause: error });
  }
}

/**
 * Opens what a collector keeps, beside it while it runs, and changes nothing: everything read until `close` is of one
 * instant. Throws where there is no database, or another version's.
 */
export function openReadOnly(file: string, steps: readonly Migration[] = migrations): Database {
  const database = openBeside(file, steps);
  database.script('BEGIN');
  // The first read decides which instant is seen.
  schemaOf(database);
  return database;
}

/** The same, but that each statement sees what is there when it runs. */
export function openBeside(file: string, steps: readonly Migration[] = migrations): Database {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file, { readOnly: true });
    connection.exec('PRAGMA busy_timeout = 5000');
    const database = new Database(connection);
    const found = schemaOf(database);
    if (found !== steps.length)
      throw new Error(`its schema is ${found}, this version reads ${steps.length}`);
    return database;
  } catch (error) {
    if (connection?.isOpen === true) connection.close();
    throw new Error(whyUnusable(file, error), { cause: error });
  }
}

/** `auto_vacuum` takes effect in a file that is made now; in another it asks for the right to write, for nothing. */
const isEmpty = (connection: DatabaseSync): boolean =>
  connection.prepare('PRAGMA page_count').get()?.['page_count'] === 0;

const schemaOf = (database: Database): number =>
  number(database.get('PRAGMA user_version') ?? {}, 'user_version');

function migrate(database: Database, steps: readonly Migration[]): void {
  const found = schemaOf(database);
  if (found > steps.length)
    throw new Error(
      `its schema is ${found}, written by a newer version; this one knows ${steps.length}`,
    );
  if (found === steps.length) return;
  // All of them or none: a file between two versions is no version's.
  database.transaction(() => {
    for (const step of steps.slice(found)) {
      if (typeof step === 'string') database.script(step);
      else step(database);
    }
    database.script(`PRAGMA user_version = ${steps.length}`);
  });
}

function whyUnusable(file: string, error: unknown): string {
  return isDamage(error)
    ? `database ${file} is damaged (${messageOf(error)}); it was left as it is: restore a backup`
    : `database ${file} can't be opened: ${messageOf(error)}`;
}
