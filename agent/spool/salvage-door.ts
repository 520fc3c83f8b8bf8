import { DatabaseSync } from 'node:sqlite';
import type { Sealed } from './seal.ts';

/** A batch read out of a damaged file, and what its id is made of. */
export interface Left extends Sealed {
  /** Undefined: of the file's own name and its sequence. */
  readonly id: string | undefined;
  readonly spool: string;
  readonly sequence: number;
}

/** What can still be read of a file that was set aside, oldest first; nothing where even its name is gone. */
export function* leftIn(path: string): Generator<Left> {
  const file = open(path);
  if (file === undefined) return;
  try {
    const spool = orNone(() => file.prepare("SELECT value FROM meta WHERE name = 'name'").get());
    if (typeof spool?.['value'] !== 'string') return;
    for (const sequence of sequencesIn(file)) {
      const row = orNone(() =>
        file.prepare('SELECT * FROM batch WHERE sequence = ?').get(sequence),
      );
      const payload = row?.['payload'];
      if (!(payload instanceof Uint8Array)) continue;
      const id = row?.['id'];
      yield {
        ...{ payload, sequence, spool: spool['value'], lines: Number(row?.['lines']) },
        id: typeof id === 'string' ? id : undefined,
      };
    }
  } finally {
    file.close();
  }
}

function open(path: string): DatabaseSync | undefined {
  return orNone(() => new DatabaseSync(path, { readOnly: true }));
}

/** From both ends, as a scan ends at the first page it can't read. */
function sequencesIn(file: DatabaseSync): readonly number[] {
  const front = scan(file, 'ASC', -1);
  const back = scan(file, 'DESC', front.at(-1) ?? -1);
  return [...front, ...back.reverse()];
}

function scan(file: DatabaseSync, order: 'ASC' | 'DESC', beyond: number): number[] {
  const found: number[] = [];
  orNone(() => {
    const rows = file.prepare(
      `SELECT sequence FROM batch WHERE sequence > ? ORDER BY sequence ${order}`,
    );
    for (const row of rows.iterate(beyond)) found.push(Number(row['sequence']));
  });
  return found;
}

/** A damaged page throws, and is what this file is about. */
function orNone<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
