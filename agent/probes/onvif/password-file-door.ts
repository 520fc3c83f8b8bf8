import { readFileSync, statSync } from 'node:fs';
import { platform } from 'node:os';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import type { Text } from '../../../kit/text.ts';

const MAX_BYTES = 4_096;

/** The password in a file that nobody else can read; the line break at its end is not part of it. */
export function readPasswordFile(file: string): Result<string, Text> {
  try {
    const { mode, size } = statSync(file);
    // On Windows the file mode says nothing about who can read.
    if (platform() !== 'win32' && (mode & 0o077) !== 0) return fail(openToOthers(file, mode));
    if (size > MAX_BYTES)
      return fail({
        vi: `tệp mật khẩu ${file} lớn hơn ${MAX_BYTES} byte`,
        en: `the password file ${file} is larger than ${MAX_BYTES} bytes`,
      });
    const password = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return password === ''
      ? fail({ vi: `tệp mật khẩu ${file} rỗng`, en: `the password file ${file} is empty` })
      : ok(password);
  } catch (error) {
    const why = messageOf(error);
    return fail({
      vi: `không đọc được tệp mật khẩu: ${why}`,
      en: `the password file cannot be read: ${why}`,
    });
  }
}

function openToOthers(file: string, mode: number): Text {
  const octal = (mode & 0o777).toString(8);
  return {
    vi: `tệp mật khẩu ${file} người khác đọc được (quyền ${octal}): chmod 600`,
    en: `the password file ${file} can be read by others (mode ${octal}): chmod 600`,
  };
}
