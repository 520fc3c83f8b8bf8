import { chownSync, linkSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../kit/replace-file-door.ts';

/** Writes a file of the data folder whole or not at all, readable by the folder's owner alone. */
export function keepFile(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(join(folder, name), text);
  giveToOwner(folder, name);
}

/** As `keepFile`, but the file that another process made meanwhile stays. */
export function makeFile(folder: string, name: string, text: string): void {
  const draft = `${name}.${process.pid}`;
  keepFile(folder, draft, text);
  try {
    linkSync(join(folder, draft), join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(join(folder, draft), { force: true });
  }
}

/** A command that root ran for an agent with a user of its own: that user has to read the file. */
function giveToOwner(folder: string, name: string): void {
  const { uid, gid } = statSync(folder);
  const file = join(folder, name);
  if (statSync(file).uid !== uid) chownSync(file, uid, gid);
}
