import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** Recorded device answers beside the repository; none of them may stand in it. */
const FOLDERS = ['../../../shared/captures/onvif', '../../../../../work/shared/captures/onvif'].map(
  (path) => fileURLToPath(new URL(path, import.meta.url)),
);

export interface Capture {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A suite over the captures; skipped by name where they are not there. */
export function describeWithCaptures(
  title: string,
  suite: (captures: readonly Capture[]) => void,
): void {
  const folder = FOLDERS.find((path) => existsSync(path));
  if (folder === undefined) {
    describe.skip(`${title} (needs ../shared/captures/onvif)`, () => undefined);
    return;
  }
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const captures = names
    .filter((name) => name.endsWith('.xml'))
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  describe(title, () => suite(captures));
}
