import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

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
  renameSync(temporary, file);
}
