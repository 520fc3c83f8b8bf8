import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** Recorded device answers beside the repository; none of them may stand in it. */
const FOLDER = fileURLToPath(new URL('../../../shared/captures/onvif', import.meta.url));

export interface Capture {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A suite over the captures; skipped by name where they are not there. */
export function describeWithCaptures(
  title: string,
  suite: (captures: readonly Capture[]) => void,
): void {
  if (!existsSync(FOLDER)) {
    describe.skip(`${title} (needs ../shared/captures/onvif)`, () => undefined);
    return;
  }
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
  const captures = names
    .filter((name) => name.endsWith('.xml'))
    .map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }));
  describe(title, () => suite(captures));
}
