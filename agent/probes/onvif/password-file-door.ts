import { readFileSync, statSync } from 'node:fs';
import { platform } from 'node:os';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';

const MAX_BYTES = 4_096;

/** The password in a file that nobody else can read; the line break at its end is not part of it. */
export function readPasswordFile(file: string): Result<string> {
  try {
    const { mode, size } = statSync(file);
    // On Windows the file mode says nothing about who can read.
    if (platform() !== 'win32' && (mode & 0o077) !== 0)
      return fail(`${file} can be read by others (mode ${(mode & 0o777).toString(8)}): chmod 600`);
    if (size > MAX_BYTES) return fail(`${file} is larger than ${MAX_BYTES} bytes`);
    const password = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return password === '' ? fail(`${file} is empty`) : ok(password);
  } catch (error) {
    return fail(`the password file cannot be read: ${messageOf(error)}`);
  }
}
