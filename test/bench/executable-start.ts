/**
 * How long the executable takes to start, beside the one file under Node: until it has said its version, and until the agent's page
 * answers. Ten runs each; cold is with the program's pages let go from the system's memory. `npm run bench:start`
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AGENT_FLAGS, buildAgent } from '../../cli/build-agent.ts';
import { OWN_NODE } from '../../cli/executable/base.ts';
import { buildBlob, buildLinux } from '../../cli/executable/executables.ts';

const RUNS = 10;
const PORT = 8_497;
const folder = mkdtempSync(join(tmpdir(), 'hatang-start-'));
const [node, executable, config] = ['node', 'hatang', 'agent.yaml'].map((name) =>
  join(folder, name),
) as [string, string, string];

interface Started {
  readonly name: string;
  readonly files: readonly string[];
  readonly command: readonly string[];
  readonly version: readonly string[];
  readonly run: readonly string[];
}

try {
  copyFileSync(OWN_NODE, node);
  const bundle = await buildAgent(folder);
  await buildLinux(await buildBlob(), executable);
  writeFileSync(
    config,
    JSON.stringify({
      collector: { url: 'http://127.0.0.1:9' },
      page: { listen: `127.0.0.1:${PORT}` },
    }),
  );
  const run = ['run', '--config', config];
  const programs: readonly Started[] = [
    {
      ...{ name: 'executable', files: [executable], command: [executable] },
      ...{ version: ['--version'], run: ['agent', ...run] },
    },
    {
      ...{ name: 'node + one file', files: [node, bundle] },
      ...{ command: [node, ...AGENT_FLAGS, bundle], version: ['--help'], run },
    },
  ];
  for (const program of programs)
    for (const cold of [false, true])
      process.stdout.write(`${JSON.stringify(await figures(program, cold))}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function figures(program: Started, cold: boolean): Promise<object> {
  const measure = async (once: () => Promise<number>): Promise<string> => {
    const taken: number[] = [];
    for (let at = 0; at < RUNS; at += 1) {
      if (cold) letGo(program.files);
      taken.push(await once());
    }
    const sorted = taken.toSorted((a, b) => a - b);
    return `${Math.round(sorted[RUNS / 2] ?? 0)} (worst ${Math.round(sorted.at(-1) ?? 0)})`;
  };
  const [path = '', ...args] = program.command;
  return {
    name: program.name,
    state: cold ? 'cold' : 'warm',
    version_ms: await measure(() => untilEnd(path, [...args, ...program.version])),
    page_ms: await measure(() => untilPage(path, [...args, ...program.run])),
  };
}

/** Takes these files, and nothing else, out of the page cache. */
function letGo(files: readonly string[]): void {
  for (const file of files) spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0']);
}

async function untilEnd(path: string, args: readonly string[]): Promise<number> {
  const began = performance.now();
  await once(spawn(path, [...args], { stdio: 'ignore' }), 'exit');
  return performance.now() - began;
}

async function untilPage(path: string, args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(path, [...args], { stdio: 'ignore' });
  while (!(await answers())) await delay(5);
  const took = performance.now() - began;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return took;
}

async function answers(): Promise<boolean> {
  try {
    await (await fetch(`http://127.0.0.1:${PORT}/`)).text();
    return true;
  } catch {
    return false;
  }
}
