/** Node with our program inside: a single executable application. Source: Node.js 24, "Single executable applications". */
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AGENT_FLAGS, bundle, bundleMachine } from '../build-agent.ts';
import { linuxBase, OWN_NODE, windowsBase } from './base.ts';

const run = promisify(execFile);
const INJECT = fileURLToPath(import.meta.resolve('postject/dist/cli.js'));
const BLOB = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** What is started: of the two programs inside, only the one that is asked for is read, which spares a lab machine 10 MB. */
const MAIN = `
  const { getAsset } = require('node:sea');
  const { compileFunction } = require('node:vm');
  const name = process.argv[2] === 'machine' ? 'machine.cjs' : 'hatang.cjs';
  const program = { exports: {} };
  compileFunction(getAsset(name, 'latin1'), ['require', 'module', 'exports'], { filename: name })(
    require, program, program.exports);`;

/** The programs as Node keeps them in itself; the same for every system, because no code compiled here is in it. */
export async function buildBlob(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-blob-'));
  try {
    const [main, hatang, machine, output, settings] = [
      join(folder, 'main.cjs'),
      join(folder, 'hatang.cjs'),
      join(folder, 'machine.cjs'),
      join(folder, 'blob'),
      join(folder, 'sea.json'),
    ] as const;
    writeFileSync(main, MAIN);
    writeFileSync(hatang, await bundle(`import './cli/executable/main.ts';`));
    writeFileSync(machine, await bundleMachine());
    writeFileSync(
      settings,
      JSON.stringify({
        ...{ main, output, disableExperimentalSEAWarning: true },
        assets: { 'hatang.cjs': hatang, 'machine.cjs': machine },
        ...{ useSnapshot: false, useCodeCache: false },
        execArgv: AGENT_FLAGS,
        // NODE_OPTIONS still counts: a school whose proxy signs with its own certificate needs --use-system-ca.
        execArgvExtension: 'env',
      }),
    );
    await run(OWN_NODE, ['--experimental-sea-config', settings]);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const buildLinux = (blob: Buffer, file: string): Promise<void> =>
  inject(linuxBase(), blob, file);

export const buildWindows = (blob: Buffer, file: string): Promise<void> =>
  inject(windowsBase(), blob, file);

async function inject(base: Buffer, blob: Buffer, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-inject-'));
  try {
    const [program, content] = [join(folder, 'program'), join(folder, 'blob')];
    writeFileSync(program, base);
    writeFileSync(content, blob);
    await run(OWN_NODE, [INJECT, program, BLOB, content, '--sentinel-fuse', FUSE]);
    copyFileSync(program, file);
    chmodSync(file, 0o755);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
