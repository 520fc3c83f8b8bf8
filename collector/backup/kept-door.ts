import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import { madeAt } from './backup-name.ts';
import { sha256Of } from './disk-door.ts';
import { surplus } from './kept.ts';
import { fileIn, MANIFEST, MAX_MANIFEST_BYTES, type Manifest, readManifest } from './manifest.ts';

export interface KeptBackup {
  readonly name: string;
  readonly folder: string;
  readonly at: EpochMs;
  readonly manifest: Manifest;
}

export function manifestOf(folder: string): Result<Manifest> {
  const file = join(folder, MANIFEST);
  try {
    if (statSync(file).size > MAX_MANIFEST_BYTES)
      return fail(`${file} is larger than ${MAX_MANIFEST_BYTES} bytes`);
    const read = readManifest(readFileSync(file, 'utf8'));
    return read.ok ? read : fail(`${folder}: ${read.problem}`);
  } catch (error) {
    return fail(messageOf(error));
  }
}

/** Those in the folder whose manifest can be read, the newest first; what is in them was not looked at. */
export function backupsIn(folder: string): readonly KeptBackup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .reverse()
    .flatMap((name) => {
      const at = madeAt(name);
      const manifest = at === undefined ? undefined : manifestOf(join(folder, name));
      if (at === undefined || manifest?.ok !== true) return [];
      return [{ name, folder: join(folder, name), at, manifest: manifest.value }];
    });
}

/** The manifest of a backup whose files are byte for byte what was verified when it was made. */
export async function verifiedBackup(folder: string): Promise<Result<Manifest>> {
  const manifest = manifestOf(folder);
  if (!manifest.ok) return manifest;
  for (const { name, size_bytes, sha256 } of manifest.value.files) {
    const file = join(folder, name);
    if (!existsSync(file)) return fail(`${file} is missing`);
    const { size } = statSync(file);
    if (size !== size_bytes)
      return fail(`${file} has ${size} bytes, its manifest says ${size_bytes}`);
    if ((await sha256Of(file)) !== sha256)
      return fail(`${file} is not what its manifest says (SHA-256)`);
  }
  return ok(manifest.value);
}

/** Removes what is past `keep`, and gives its names. */
export function removeSurplus(folder: string, keep: number): readonly string[] {
  const standing = backupsIn(folder).map(({ name, manifest }) => ({
    name,
    hasFacts: fileIn(manifest, 'facts.db') !== undefined,
  }));
  const gone = surplus(standing, keep);
  for (const name of gone) rmSync(join(folder, name), { recursive: true, force: true });
  return gone;
}
