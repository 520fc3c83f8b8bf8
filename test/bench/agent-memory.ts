/**
 * Idle memory of the agent in production shape: bundled into one file, run over a config with 60 cameras, 80 machines and one
 * line, none of which answers. Prints resident memory beside an empty Node's, in one run. `npm run bench:memory`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleAgent } from './bundle-agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'hatang-memory-'));
const SETTLED_AFTER_MS = 45_000;

const cameras = Array.from({ length: 60 }, (_, at) => ({
  id: `cam-${at}`,
  name: `camera ${at}`,
  zone: 'yard',
  address: `127.0.0.1:${20_000 + at}`,
  user: 'u',
  password: 'p',
}));
const machines = Array.from({ length: 80 }, (_, at) => ({
  id: `pc-${at}`,
  name: `máy ${at}`,
  room: 'phòng 1',
  address: `127.0.0.1:${21_000 + at}`,
  community: 'public',
}));

try {
  const bundle = await bundleAgent(folder);
  writeFileSync(
    join(folder, 'agent.yaml'),
    JSON.stringify({
      agent: 'bench',
      collector: { url: 'http://127.0.0.1:9' },
      page: { listen: '127.0.0.1:8499' },
      server: { id: 'server', name: 'máy chủ' },
      uplink: { id: 'line', name: 'đường truyền', targets: [{ name: 'x', tcp: '127.0.0.1:9' }] },
      cameras: { list: cameras },
      machines: { list: machines },
    }),
  );
  writeFileSync(join(folder, 'token'), 'ht_none', { mode: 0o600 });
  const empty = start(['-e', 'setInterval(() => {}, 1000)']);
  const agent = start([
    '--max-semi-space-size=1',
    bundle,
    'run',
    '--config',
    join(folder, 'agent.yaml'),
  ]);
  await delay(SETTLED_AFTER_MS);
  const [emptyMb, agentMb] = [rssMb(empty), rssMb(agent)];
  process.stdout.write(
    `${JSON.stringify({ agent_rss_mb: agentMb, empty_node_rss_mb: emptyMb, ratio: agentMb / emptyMb })}\n`,
  );
  for (const child of [empty, agent]) child.kill('SIGKILL');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'ignore'] });
}

function rssMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 102.4) / 10;
}
