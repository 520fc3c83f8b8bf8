import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../../../kit/replace-file-door.ts';

/** Where the open outages are kept over a restart. */
export interface SavedFile {
  read(): string | undefined;
  /** Undefined removes it. */
  write(text: string | undefined): void;
}

export function savedFile(data: string, name: string): SavedFile {
  const file = join(data, name);
  return {
    read() {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        // Never written, or not to be read: then nothing is known of before.
        return undefined;
      }
    },
    write(text) {
      if (text === undefined) return rmSync(file, { force: true });
      mkdirSync(data, { recursive: true, mode: 0o700 });
      replaceFile(file, text);
    },
  };
}
