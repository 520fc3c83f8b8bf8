import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';

export type Keep = (id: string, eml: Uint8Array) => Promise<void>;

/** Keeps mails as FOLDER/ID.eml: whole or not at all, and still there after a power cut. */
export function mailFolder(folder: string): Keep {
  return async (id, eml) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${id}.eml`);
    const part = `${file}.part`;
    const handle = await open(part, 'w', 0o600);
    try {
      await handle.writeFile(eml);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  };
}
