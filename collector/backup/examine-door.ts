import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../kit/result.ts';
import { isDamage } from '../store/damage.ts';
import { number } from '../store/sql.ts';
import type { StoreFile } from './store-file.ts';
import { trustAgain, whySuspected } from './suspect-door.ts';
import { examineWal } from './wal-door.ts';

export type Examined =
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged'; readonly why: string }
  /** `unread`: frames at the end of the log that a power cut left half written. */
  | { readonly kind: 'sound'; readonly schema: number; readonly unread: boolean };

/**
 * What can be said of a file before it is used, by whoever holds the data folder's lock. Of what people decide every
 * page and index is checked; of the facts, which may be a hundred gigabytes, only where they are suspected: they are
 * checked whole at night. Afterwards the log is part of the file, and nothing is missing from either.
 */
export function examine(data: string, name: StoreFile): Examined {
  const file = join(data, name);
  if (!existsSync(file)) return { kind: 'absent' };
  // Empty is how SQLite makes a file before the first commit.
  if (statSync(file).size === 0) return { kind: 'absent' };
  const wal = examineWal(`${file}-wal`);
  if (wal === 'unreadable') return { kind: 'damaged', why: 'the header of its log is unreadable' };
  if (wal !== undefined && wal.cutOff > 1)
    return {
      kind: 'damaged',
      why: `its log is unreadable from frame ${wal.readable + 1} on: ${wal.cutOff} transactions`,
    };
  const inside = examineInside(data, name);
  if ('why' in inside) return { kind: 'damaged', why: inside.why };
  trustAgain(data, name);
  return { kind: 'sound', schema: inside.schema, unread: wal?.torn === true };
}

function examineInside(
  data: string,
  name: StoreFile,
): { readonly why: string } | { readonly schema: number } {
  const file = join(data, name);
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(file);
    connection.exec('PRAGMA busy_timeout = 1000; PRAGMA wal_checkpoint(TRUNCATE)');
    const asked = name === 'hatang.db' ? 'integrity_check' : askedOfFacts(data);
    const wrong = firstWrong(connection, asked) ?? cutShort(connection, file);
    return wrong === undefined
      ? { schema: figure(connection, 'user_version') }
      : { why: wrong.replaceAll('\n', ' ') };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { why: messageOf(error) };
  } finally {
    connection?.close();
  }
}

const askedOfFacts = (data: string) =>
  whySuspected(data, 'facts.db') === undefined ? undefined : 'quick_check';

function firstWrong(
  connection: DatabaseSync,
  asked: 'integrity_check' | 'quick_check' | undefined,
): string | undefined {
  if (asked === undefined) {
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    return undefined;
  }
  const found = connection.prepare(`PRAGMA ${asked}(1)`).get()?.[asked];
  return found === 'ok' ? undefined : String(found);
}

/** SQLite counts a page that is there in part as a whole one, and reads zeros for what is missing of it. */
function cutShort(connection: DatabaseSync, file: string): string | undefined {
  const expected = figure(connection, 'page_count') * figure(connection, 'page_size');
  const { size } = statSync(file);
  return size < expected ? `it has ${size} bytes of ${expected}` : undefined;
}

const figure = (connection: DatabaseSync, pragma: string): number =>
  number(connection.prepare(`PRAGMA ${pragma}`).get() ?? {}, pragma);
