/** What a school gets: a folder for each system, and the same as one archive. */
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildBlob, buildLinux, buildWindows } from './executables.ts';
import { zip } from './zip.ts';

const run = promisify(execFile);
const INSTALL = fileURLToPath(new URL('../../agent/install', import.meta.url));

/** Builds both into a folder; gives the paths of what stands there then. */
export async function buildInstallers(dist: string): Promise<readonly string[]> {
  const blob = await buildBlob();
  const [linux, windows] = await Promise.all([
    linuxInstaller(dist, blob),
    windowsInstaller(dist, blob),
  ]);
  return [...linux, ...windows];
}

async function linuxInstaller(dist: string, blob: Buffer): Promise<readonly string[]> {
  const folder = freshFolder(dist, 'hatang-linux-x64', 'linux');
  await buildLinux(blob, join(folder, 'hatang'));
  const archive = `${folder}.tar.gz`;
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name'];
  await run('tar', ['-czf', archive, ...owner, '-C', dist, 'hatang-linux-x64']);
  return [folder, archive];
}

async function windowsInstaller(dist: string, blob: Buffer): Promise<readonly string[]> {
  const folder = freshFolder(dist, 'hatang-win-x64', 'windows');
  await buildWindows(blob, join(folder, 'hatang.exe'));
  const archive = `${folder}.zip`;
  const entries = readdirSync(folder)
    .toSorted()
    .map((name) => ({ name: `hatang-win-x64/${name}`, bytes: readFileSync(join(folder, name)) }));
  writeFileSync(archive, zip(entries));
  return [folder, archive];
}

/** With what stands in agent/install/ for that system; what stood there before is gone. */
function freshFolder(dist: string, name: string, system: 'linux' | 'windows'): string {
  const folder = join(dist, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(join(INSTALL, system))) {
    const copy = join(folder, file);
    copyFileSync(join(INSTALL, system, file), copy);
    chmodSync(copy, file.endsWith('.sh') ? 0o755 : 0o644);
  }
  return folder;
}

if (import.meta.main) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `executables are built on Linux x64, not on ${process.platform} ${process.arch}`,
    );
  const dist = fileURLToPath(new URL('../../dist', import.meta.url));
  for (const made of await buildInstallers(dist)) process.stdout.write(`${made}\n`);
}
