import { type EpochMs, epochMs } from '../../kit/units.ts';

/** What a part of the store asks of the database; `database-door.ts` gives it. */
export type SqlValue = null | number | bigint | string | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Sql {
  all(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[];
  get(sql: string, ...values: readonly SqlValue[]): SqlRow | undefined;
  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number };
  /** Nestable; everything inside is durable when the outermost returns. */
  transaction<Value>(work: () => Value): Value;
}

/** A column that the schema declares TEXT NOT NULL. */
export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new Error(`column ${column} is not text`);
}

/** A column that the schema declares INTEGER NOT NULL or REAL NOT NULL. */
export function number(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw new Error(`column ${column} is not a number`);
}

/** A column that the schema declares BLOB NOT NULL. */
export function blob(row: SqlRow, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof Uint8Array) return value;
  throw new Error(`column ${column} is not a blob`);
}

export const textOrNone = (row: SqlRow, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column);

export const numberOrNone = (row: SqlRow, column: string): number | undefined =>
  row[column] === null ? undefined : number(row, column);

/** A nullable column of milliseconds since 1970. */
export function stampOrNone(row: SqlRow, column: string): EpochMs | undefined {
  const at = numberOrNone(row, column);
  return at === undefined ? undefined : epochMs(at);
}
