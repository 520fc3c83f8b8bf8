import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type ConfigSurroundings, readSecretFile } from '../../kit/load-config.ts';
import { fail, type Result } from '../../kit/result.ts';

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
  replace(join(folder, 'school'), `${school}\n`);
  replace(join(folder, 'token'), `${token}\n`);
}

/** Whole or not at all, and never readable by others, not even for a moment. */
function replace(file: string, text: string): void {
  const temporary = `${file}.new`;
  // A left-over of an older mode must not lend it to the token.
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
