/**
 * Idle memory of the agent in production shape: one file, started with its flags, over 60 cameras, 80 machines and one line. Two
 * agents run side by side for a minute and a half: one whom nothing answers, and one whose cameras and machines are those of the
 * simulated school, over and over. Prints resident memory and processor time of both beside an empty Node's; then the page is
 * opened once, and its cost printed. `npm run bench:memory`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AGENT_FLAGS, buildAgent } from '../../cli/build-agent.ts';
import type { SimulatedSchool } from '../../cli/demo/configs.ts';

/** Every target's period is a minute: by then each was looked at once or twice. */
const SETTLED_AFTER_MS = 90_000;
const PAGE_AFTER_MS = 10_000;
const CAMERAS = 60;
const MACHINES = 80;
const folder = mkdtempSync(join(tmpdir(), 'hatang-memory-'));
const children: ChildProcess[] = [];

interface Devices {
  readonly cameras: readonly object[];
  readonly machines: readonly object[];
}

const silent: Devices = {
  cameras: many(CAMERAS, 'cam', (at) => ({
    zone: 'yard',
    address: `127.0.0.1:${20_000 + at}`,
    user: 'u',
    password: 'p',
  })),
  machines: many(MACHINES, 'pc', (at) => ({
    room: 'phòng 1',
    address: `127.0.0.1:${21_000 + at}`,
    community: 'public',
  })),
};

try {
  const bundle = await buildAgent(folder);
  const school = await simulatedSchool();
  const answering: Devices = {
    cameras: many(CAMERAS, 'cam', (at) => ({ ...school.cameras[at % school.cameras.length] })),
    machines: many(MACHINES, 'pc', (at) => ({ ...school.machines[at % school.machines.length] })),
  };
  const empty = start(['-e', 'setInterval(() => {}, 1000)']);
  const agents = [
    { name: 'nothing answers', port: 8_499, child: startAgent(bundle, 8_499, silent) },
    { name: 'all answer', port: 8_498, child: startAgent(bundle, 8_498, answering) },
  ];
  await delay(SETTLED_AFTER_MS);
  say({ name: 'empty node', rss_mb: rssMb(empty) });
  for (const { name, child } of agents)
    say({ name, rss_mb: rssMb(child), peak_mb: rssMb(child, 'VmHWM'), cpu_s: cpuSeconds(child) });
  for (const { port } of agents) await (await fetch(`http://127.0.0.1:${port}/`)).text();
  await delay(PAGE_AFTER_MS);
  for (const { name, child } of agents) say({ name: `${name}, page opened`, rss_mb: rssMb(child) });
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

function many<Entry>(count: number, prefix: string, entry: (at: number) => Entry) {
  return Array.from({ length: count }, (_, at) => ({
    ...entry(at),
    id: `${prefix}-${at}`,
    name: `${prefix} ${at}`,
  }));
}

function startAgent(bundle: string, port: number, devices: Devices) {
  const home = join(folder, String(port));
  mkdirSync(join(home, 'data'), { recursive: true });
  writeFileSync(join(home, 'data', 'token'), 'ht_none', { mode: 0o600 });
  writeFileSync(
    join(home, 'agent.yaml'),
    JSON.stringify({
      agent: 'bench',
      collector: { url: 'https://127.0.0.1:9' },
      page: { listen: `127.0.0.1:${port}` },
      server: { id: 'server', name: 'máy chủ' },
      uplink: { id: 'line', name: 'đường truyền', targets: [{ name: 'x', tcp: '127.0.0.1:9' }] },
      cameras: { list: devices.cameras },
      machines: { list: devices.machines },
    }),
  );
  return start([...AGENT_FLAGS, bundle, 'run', '--config', join(home, 'agent.yaml')]);
}

async function simulatedSchool(): Promise<SimulatedSchool> {
  const program = fileURLToPath(new URL('../sim/school.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return JSON.parse(String(line));
}

function start(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [...args], { stdio: 'ignore' });
  children.push(child);
  return child;
}

function rssMb(child: ChildProcess, figure: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(status)?.[1]) / 102.4) / 10;
}

/** User and system time; Linux counts them in hundredths of a second. */
function cpuSeconds(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function say(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
