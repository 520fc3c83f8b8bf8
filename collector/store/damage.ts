/** SQLITE_CORRUPT and SQLITE_NOTADB, whose extended codes keep them in the lowest byte. Source: sqlite.org/rescode.html. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** Whether SQLite says that the file itself is wrong, not what was asked of it. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  if (typeof code === 'number') return DAMAGED.has(code & 0xff);
  return error instanceof Error && error.cause !== undefined && isDamage(error.cause);
}
