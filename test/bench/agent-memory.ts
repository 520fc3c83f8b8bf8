/**
 * Memory and processor time of the agent in production shape: one file, started with its flags, over 60 cameras, 80 machines
 * and one line, each at its usual cadence. Two agents side by side: one whom nobody answers, one whom all answer. Figures are
 * taken every second; printed are the median and the peak of the last `--minutes` (5), beside an empty Node's; then the page
 * is opened once, and its cost printed. `npm run bench:memory -- [--minutes N] [--only answering|silent] [--flags "…"]`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AGENT_ENVIRONMENT, AGENT_FLAGS, buildAgent } from '../../cli/build-agent.ts';
import { type BenchSchool, startBenchSchool } from './bench-school.ts';
import { median, type ProcessFigures, processFigures } from './process-figures.ts';

/** Every camera was looked at by then, and most machines. */
const WARM_UP_S = 75;
const PAGE_AFTER_S = 10;
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    only: { type: 'string', default: 'silent,answering' },
    flags: { type: 'string', default: '' },
  },
});
const seconds = Number(values.minutes) * 60;
const folder = mkdtempSync(join(tmpdir(), 'hatang-memory-'));
const children: ChildProcess[] = [];

interface Watched {
  readonly name: string;
  readonly child: ChildProcess;
  readonly samples: ProcessFigures[];
}

try {
  const bundle = await buildAgent(folder);
  const school = await startBenchSchool();
  children.push(...school.children);
  const empty = watched('empty node', ['-e', 'setInterval(() => {}, 1000)']);
  const agents = (['silent', 'answering'] as const)
    .filter((name) => values.only.includes(name))
    .map((name, at) => ({ port: 8_498 + at, agent: startAgent(bundle, school, { name, at }) }));
  const all = [empty, ...agents.map(({ agent }) => agent)];
  await delay(WARM_UP_S * 1_000);
  for (let second = 0; second <= seconds; second += 1) {
    for (const { child, samples } of all) samples.push(processFigures(child.pid ?? 0));
    await delay(1_000);
  }
  for (const one of all) say(one);
  for (const { port } of agents) await (await fetch(`http://127.0.0.1:${port}/`)).text();
  await delay(PAGE_AFTER_S * 1_000);
  for (const { agent } of agents) {
    const { rss } = processFigures(agent.child.pid ?? 0);
    print({ name: `${agent.name}, page opened`, rss_mb: round(rss) });
  }
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

function startAgent(
  bundle: string,
  { far, silent, answering }: BenchSchool,
  { name, at }: { readonly name: 'silent' | 'answering'; readonly at: number },
): Watched {
  const home = join(folder, name);
  mkdirSync(join(home, 'data'), { recursive: true });
  writeFileSync(join(home, 'data', 'token'), 'ht_none', { mode: 0o600 });
  const authority = join(home, 'authority.pem');
  writeFileSync(authority, far.authority);
  writeFileSync(
    join(home, 'agent.yaml'),
    JSON.stringify({
      agent: 'bench',
      collector: { url: `https://localhost:${name === 'silent' ? 9 : far.collectorPort}` },
      page: { listen: `127.0.0.1:${8_498 + at}` },
      server: { id: 'server', name: 'máy chủ' },
      ...(name === 'silent' ? silent : answering),
    }),
  );
  const own = values.flags.split(' ').filter((flag) => flag !== '');
  return watched(
    name === 'silent' ? 'nobody answers' : 'all answer',
    [...AGENT_FLAGS, ...own, bundle, 'run', '--config', join(home, 'agent.yaml')],
    { ...AGENT_ENVIRONMENT, NODE_EXTRA_CA_CERTS: authority },
  );
}

function watched(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Watched {
  const child = spawn(process.execPath, [...args], {
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  children.push(child);
  return { name, child, samples: [] };
}

/** Sizes in MiB, processor time in percent of one core. */
function say({ name, samples }: Watched): void {
  const cpuS = (samples.at(-1)?.cpuS ?? 0) - (samples[0]?.cpuS ?? 0);
  const middle = (figure: 'rss' | 'anon' | 'file') =>
    round(median(samples.map((sample) => sample[figure])));
  print({
    name,
    rss_mb: middle('rss'),
    rss_peak_mb: round(Math.max(...samples.map(({ rss }) => rss))),
    since_start_peak_mb: round(samples.at(-1)?.peak ?? 0),
    anon_mb: middle('anon'),
    file_mb: middle('file'),
    cpu_percent: Math.round((10_000 * cpuS) / seconds) / 100,
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
