import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigSurroundings } from '../../kit/load-config.ts';
import { moveFile, replaceFile } from '../../kit/replace-file-door.ts';
import { fail, type Result } from '../../kit/result.ts';
import { readSecretFile } from '../../kit/secret-file-door.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';

/** The agent's token; refused, with the reason, when others can read it. No reason: there is none yet. */
export function readToken(
  folder: string,
  surroundings: Pick<ConfigSurroundings, 'checkModes'>,
): Result<string, string | undefined> {
  const file = join(folder, 'token');
  return existsSync(file) ? readSecretFile(file, surroundings) : fail(undefined);
}

/** The school this agent was enrolled for; undefined before. */
export function readSchool(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'school'), 'utf8').trim();
  } catch {
    // Not enrolled yet, or not readable: the page then names no school.
    return undefined;
  }
}

/** Keeps what the enrolment gave; the token comes last, because it is what makes an agent enrolled. */
export function keepEnrolment(
  folder: string,
  { token, school }: { readonly token: string; readonly school: string },
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(join(folder, 'school'), `${school}\n`);
  replaceFile(join(folder, 'token'), `${token}\n`);
  rmSync(join(folder, NEXT), { force: true });
}

/** A token that was given and not tried yet. */
const NEXT = 'token.next';

/** The token an agent has, and beside it the next one until that has been tried. */
export function tokenShelf(folder: string, surroundings: Pick<ConfigSurroundings, 'checkModes'>) {
  const [held, next] = [join(folder, 'token'), join(folder, NEXT)];
  return {
    held: () => readToken(folder, surroundings),
    /** When the held one was written. */
    since(): EpochMs | undefined {
      return existsSync(held) ? epochMs(statSync(held).mtimeMs) : undefined;
    },
    next(): string | undefined {
      if (!existsSync(next)) return undefined;
      const read = readSecretFile(next, surroundings);
      return read.ok ? read.value : undefined;
    },
    /** On disk before anybody is told of it. */
    putNext: (token: string): void => replaceFile(next, `${token}\n`),
    takeNext: (): void => moveFile(next, held),
    dropNext: (): void => rmSync(next, { force: true }),
  };
}
export type TokenShelf = ReturnType<typeof tokenShelf>;
