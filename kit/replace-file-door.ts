import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file written whole or not at all, and never readable by others, not even for a moment. */
export function replaceFile(file: string, text: string): void {
  const temporary = `${file}.new`;
  // A left-over of an older mode must not lend it to what is written now.
  rmSync(temporary, { force: true });
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  moveFile(temporary, file);
}

/** A file under its new name, also after the power fails. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
  keepNames(dirname(to));
}

function keepNames(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows opens no folder, and keeps names by itself.
  }
}
