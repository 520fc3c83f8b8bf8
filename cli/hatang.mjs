#!/usr/bin/env node
// Plain JavaScript, so that any Node can start it: finds the repository's own Node 24 and hands over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const bundled = fileURLToPath(
  new URL(
    `../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`,
    import.meta.url,
  ),
);
const newEnough = Number(process.versions.node.split('.')[0]) >= 24;

// Compiled code and stripped types are kept between starts: 25 MB less, and faster. Not in a shared temporary folder, where
// others could plant code; where the folder can't be written, Node does without. Programs we start inherit it.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../node_modules/.cache/hatang', import.meta.url),
);

// An agent is small at the price of speed it has no use for, as its one-file form is. A collector has three heaps, whose young
// halves would grow to a hundred megabytes each; what threads free is to be found again by others.
const FLAGS = {
  agent: ['--max-semi-space-size=1', '--optimize-for-size'],
  collector: ['--max-semi-space-size=16'],
};
const flags = FLAGS[process.argv[2]] ?? [];
if (process.argv[2] === 'collector') process.env.MALLOC_ARENA_MAX ??= '2';
const has = (flag) => process.execArgv.includes(flag);
const args = [...flags, main, ...process.argv.slice(2)];

if (
  newEnough &&
  !flags.every(has) &&
  process.execve !== undefined &&
  process.platform !== 'win32'
) {
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...args], process.env);
} else if (newEnough) {
  nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(main);
} else if (existsSync(bundled)) {
  const child = spawn(bundled, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
} else {
  process.stderr.write('hatang needs Node 24: run `npm ci` in this folder, which brings it.\n');
  process.exit(2);
}
