import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export function bytesOf(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    try {
      const found = statSync(join(folder, name));
      if (found.isFile()) bytes += found.blocks * 512;
    } catch {
      // A file that was merged away between the listing and the look takes no room.
    }
  return bytes;
}

/** Until the folder has not changed its size for so long, or patience ends. */
export async function settled(
  folder: string,
  { stillS, patienceS }: { readonly stillS: number; readonly patienceS: number },
): Promise<number> {
  let bytes = bytesOf(folder);
  for (let still = 0, waited = 0; still < stillS && waited < patienceS; waited += 1) {
    await delay(1_000);
    const now = bytesOf(folder);
    still = now === bytes ? still + 1 : 0;
    bytes = now;
  }
  return bytes;
}
