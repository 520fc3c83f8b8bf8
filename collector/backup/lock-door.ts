import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDamage } from '../store/damage.ts';

/** SQLITE_BUSY. Source: sqlite.org/rescode.html. */
const BUSY = 5;

export interface DataLock {
  release(): void;
}

/** Somebody else works on the data folder. */
export class DataInUse extends Error {}

/**
 * The data folder is this process's until it lets go or ends, however it ends: the lock is the operating system's, held
 * through a database of one row that says who holds it. Throws DataInUse.
 */
export function lockData(folder: string): DataLock {
  const file = join(folder, 'collector.lock');
  const connection = new DatabaseSync(file);
  try {
    connection.exec('PRAGMA busy_timeout = 0');
    connection.exec(`BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL) STRICT;
      DELETE FROM holder`);
    connection.prepare('INSERT INTO holder VALUES (?)').run(process.pid);
    connection.exec('COMMIT; BEGIN IMMEDIATE');
  } catch (error) {
    const why = whyNot(file, connection, error);
    connection.close();
    throw why;
  }
  return { release: () => connection.close() };
}

function whyNot(file: string, connection: DatabaseSync, error: unknown): unknown {
  if (isDamage(error))
    return new Error(
      `tệp khóa ${file} bị hỏng; nếu không có trung tâm nào đang chạy, hãy xóa tệp này / the lock file is damaged: where no collector runs, delete it`,
    );
  if (!(error instanceof Error && 'errcode' in error && error.errcode === BUSY)) return error;
  const pid = holderOf(connection);
  return new DataInUse(
    `thư mục dữ liệu đang được tiến trình ${pid} dùng / the data folder is in use by process ${pid} (${file})`,
  );
}

function holderOf(connection: DatabaseSync): string {
  try {
    return String(connection.prepare('SELECT pid FROM holder').get()?.['pid'] ?? '?');
  } catch {
    // In the moment in which another writes its name there: whose name it is hardly matters.
    return '?';
  }
}
