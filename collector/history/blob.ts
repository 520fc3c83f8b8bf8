import type { SqlRow } from '../store/sql.ts';

/** A column that the schema declares BLOB NOT NULL. */
export function blob(row: SqlRow, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof Uint8Array) return value;
  throw new Error(`column ${column} is not a blob`);
}
