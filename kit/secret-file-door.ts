import { readFileSync, statSync } from 'node:fs';
import { fail, messageOf, ok, type Result } from './result.ts';

/** A secret that stands alone in a file; refused when others can read it. */
export function readSecretFile(
  file: string,
  { checkModes }: { readonly checkModes: boolean },
): Result<string> {
  try {
    const mode = statSync(file).mode & 0o777;
    if (checkModes && (mode & 0o077) !== 0)
      return fail(
        `secrets file ${file} can be read by others (mode ${mode.toString(8)}): chmod 600`,
      );
    const value = readFileSync(file, 'utf8').trim();
    return value === '' ? fail(`secrets file ${file} is empty`) : ok(value);
  } catch (error) {
    return fail(`secrets file cannot be read: ${messageOf(error)}`);
  }
}
