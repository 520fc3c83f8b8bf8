import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import type { ConfigSurroundings } from '../../kit/load-config.ts';
import { replaceFile } from '../../kit/replace-file-door.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { readSecretFile } from '../../kit/secret-file-door.ts';
import { LAB_TOKEN } from '../../wire/machine-report.ts';
import { type Enrolled, LastReport, Settings } from './settings.ts';
import { windowsRights } from './windows-rights.ts';

const FILES = { settings: 'machine.json', token: 'token', last: 'last-report.json' } as const;

/** Keeps what a machine was set up with; the token comes last, because it is what makes it enrolled. */
export function keepEnrolled(folder: string, { settings, token }: Enrolled): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(join(folder, FILES.settings), `${JSON.stringify(settings, undefined, 2)}\n`);
  const file = join(folder, FILES.token);
  replaceFile(file, `${token}\n`);
  // File modes say nothing there; without this every account of the machine reads it.
  if (process.platform === 'win32')
    execFileSync('icacls', windowsRights(file, process.env['USERNAME']), {
      ...{ stdio: 'ignore', windowsHide: true },
    });
}

/** Refused, with the reason, where the files are wrong or others can read the token. No reason: it was never enrolled. */
export function readEnrolled(
  folder: string,
  surroundings: Pick<ConfigSurroundings, 'checkModes'>,
): Result<Enrolled, string | undefined> {
  const [settingsFile, tokenFile] = [join(folder, FILES.settings), join(folder, FILES.token)];
  if (!existsSync(settingsFile) || !existsSync(tokenFile)) return fail(undefined);
  const settings = read(settingsFile, Settings);
  if (!settings.ok) return settings;
  const token = readSecretFile(tokenFile, surroundings);
  if (!token.ok) return token;
  return LAB_TOKEN.test(token.value)
    ? ok({ settings: settings.value, token: token.value })
    : fail(`${tokenFile}: no token of a lab`);
}

export function keepLast(folder: string, last: LastReport): void {
  replaceFile(join(folder, FILES.last), `${JSON.stringify(last)}\n`);
}

/** Undefined before the first report; a damaged file only makes the machine tell once more. */
export function readLast(folder: string): LastReport | undefined {
  const last = read(join(folder, FILES.last), LastReport);
  return last.ok ? last.value : undefined;
}

function read<Shape extends z.ZodMiniType>(file: string, shape: Shape): Result<z.infer<Shape>> {
  try {
    const parsed = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')), { reportInput: false });
    if (parsed.success) return ok(parsed.data);
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
    );
    return fail(`${file}: ${problems.join('; ')}`);
  } catch (error) {
    return fail(`${file} cannot be read: ${messageOf(error)}`);
  }
}
