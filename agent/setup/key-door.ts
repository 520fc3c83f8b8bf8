import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigSurroundings } from '../../kit/load-config.ts';
import { replaceFile } from '../../kit/replace-file-door.ts';
import { messageOf, type Result } from '../../kit/result.ts';
import { readSecretFile } from '../../kit/secret-file-door.ts';

/** The right to change the agent's config by its page; made where there is none yet. Refused when others can read it. */
export function pageKey(
  folder: string,
  surroundings: Pick<ConfigSurroundings, 'checkModes'>,
): Result<string> {
  const file = join(folder, 'page-key');
  try {
    if (!existsSync(file)) makeKey(folder, file);
  } catch (error) {
    return { ok: false, problem: `no page key: ${messageOf(error)}` };
  }
  return readSecretFile(file, surroundings);
}

function makeKey(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(file, `${randomBytes(24).toString('base64url')}\n`);
  // Made by root for an agent with a user of its own: that user has to read it.
  const { uid, gid } = statSync(folder);
  if (statSync(file).uid !== uid) chownSync(file, uid, gid);
}
