/**
 * A whole school at once: 64 simulated cameras of 4 Mbit/s, 8 of which hang in different ways, swept by `hatang agent probe`
 * and by the first round of `hatang agent run`, each as one file with its flags. Prints seconds, memory, processor time, how
 * far measured rates are from the truth, and what is said of the cameras that hang. `npm run bench:sweep`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { AGENT_FLAGS, buildAgent } from '../../cli/build-agent.ts';
import type { Text } from '../../kit/text.ts';
import type { Fact } from '../../wire/fact.ts';
import { parseLines } from '../../wire/parse-line.ts';
import { entriesOf, fleetOf, HANGING, startFleet } from './camera-fleet.ts';

const LAUNCHER = fileURLToPath(new URL('../../cli/hatang.mjs', import.meta.url));
const GOOD = 56;
const PROCESSES = 4;
const FPS = 25;
const ROUND_AT_MOST_MS = 60_000;
const SAMPLE_EVERY_MS = 50;
const folder = mkdtempSync(join(tmpdir(), 'hatang-sweep-'));
const children: ChildProcess[] = [];

/** What a sweep said, by camera. */
interface Sweep {
  readonly facts: readonly Fact[];
  readonly problems: ReadonlyMap<string, string>;
}
interface Usage {
  peakMb: number;
  lastMb: number;
  cpuS: number;
}

try {
  const bundle = await buildAgent(folder);
  const fleet = await startFleet(fleetOf(GOOD), PROCESSES);
  children.push(...fleet.children);
  const cameras = entriesOf(fleet.cameras);
  await sweepOnce('agent probe', [...AGENT_FLAGS, bundle], cameras);
  await sweepOnce('agent probe from the repository', [LAUNCHER, 'agent'], cameras);
  await sweepByAgent(bundle, cameras);
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** `agent probe cameras`; memory before is that of the same command over no camera. */
async function sweepOnce(
  name: string,
  program: readonly string[],
  cameras: readonly object[],
): Promise<void> {
  const probe = async (folderName: string, list: readonly object[]) => {
    const config = configFile(folderName, { list }, 'http://127.0.0.1:9');
    const child = start([...program, 'probe', 'cameras', '--config', config, '--json'], 'pipe');
    const usage = watchUsage(child);
    const said = await child.stdout?.setEncoding('utf8').toArray();
    return { usage, said: (said ?? []).join('') };
  };
  const before = await probe('none', []);
  const began = performance.now();
  const { usage, said } = await probe('once', cameras);
  const seconds = (performance.now() - began) / 1_000;
  const { facts, problems }: { facts: Fact[]; problems: { id: string; problem: Text }[] } =
    JSON.parse(said);
  const texts = problems.map(({ id, problem }) => [id, `${problem.vi} | ${problem.en}`] as const);
  say(name, { seconds, before: before.usage.peakMb, usage });
  sayCameras({ facts, problems: new Map(texts) });
}

/** The first round of `agent run`: until facts of every camera came to the collector. */
async function sweepByAgent(bundle: string, cameras: readonly object[]): Promise<void> {
  const facts: Fact[] = [];
  const problems = new Map<string, string>();
  const collector = createServer(async (request, response) => {
    const sent = await request.toArray();
    const lines = parseLines(gunzipSync(Buffer.concat(sent)).toString('utf8'), 'ms', Date.now());
    for (const { parsed } of lines) if (parsed.ok) facts.push(parsed.value);
    response.writeHead(204).end();
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const { port } = collector.address() as AddressInfo;
  const config = configFile('run', { list: cameras }, `http://127.0.0.1:${port}`);
  const began = performance.now();
  const child = start(
    [...AGENT_FLAGS, bundle, 'run', '--config', config],
    ['ignore', 'ignore', 'pipe'],
  );
  const usage = watchUsage(child);
  let before = 0;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((one) => one.startsWith('{'))) {
      const { msg, target, problem } = JSON.parse(line);
      if (msg === 'agent started') before = usage.lastMb;
      if (problem !== undefined) problems.set(target, problem);
    }
  });
  const seen = (): number => new Set(camerasIn(facts).map(({ tags }) => tags['device'])).size;
  while (seen() < cameras.length && performance.now() - began < ROUND_AT_MOST_MS)
    await delay(SAMPLE_EVERY_MS);
  const seconds = (performance.now() - began) / 1_000;
  say('agent run, first round', { seconds, before, usage: { ...usage } });
  sayCameras({ facts, problems });
  child.kill('SIGTERM');
  collector.close().closeAllConnections();
}

function configFile(name: string, cameras: object, collector: string): string {
  const home = join(folder, name);
  mkdirSync(join(home, 'data'), { recursive: true });
  writeFileSync(join(home, 'data', 'token'), 'ht_none', { mode: 0o600 });
  const config = { agent: 'bench', collector: { url: collector }, page: 'off', cameras };
  writeFileSync(join(home, 'agent.yaml'), JSON.stringify(config));
  return join(home, 'agent.yaml');
}

function start(args: readonly string[], stdio: 'pipe' | ['ignore', 'ignore', 'pipe']) {
  const child = spawn(process.execPath, [...args], { stdio });
  children.push(child);
  return child;
}

/** Resident memory and processor time while the process lives. */
function watchUsage(child: ChildProcess): Usage {
  const usage: Usage = { peakMb: 0, lastMb: 0, cpuS: 0 };
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const mb = (figure: string) =>
        Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024;
      if (!status.includes('VmRSS')) return;
      usage.peakMb = mb('VmHWM');
      usage.lastMb = mb('VmRSS');
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
      usage.cpuS = (Number(fields?.[11]) + Number(fields?.[12])) / 100;
    } catch {
      // The process has just ended.
    }
  }, SAMPLE_EVERY_MS);
  child.on('exit', () => clearInterval(timer));
  return usage;
}

function camerasIn(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ measurement }) => measurement === 'camera');
}

function say(
  name: string,
  { seconds, before, usage }: { seconds: number; before: number; usage: Usage },
) {
  print({
    sweep: name,
    seconds: round(seconds),
    rss_before_mb: round(before),
    rss_peak_mb: round(usage.peakMb),
    rss_growth_mb: round(usage.peakMb - before),
    rss_end_mb: round(usage.lastMb),
    cpu_s: round(usage.cpuS),
  });
}

function sayCameras({ facts, problems }: Sweep): void {
  const main = facts.filter(({ tags }) => tags['stream'] === 'main');
  const isGood = ({ tags }: Fact) => tags['device']?.startsWith('good') === true;
  const right = main.filter(isGood).filter(isRight);
  const worst = (field: string) =>
    round(100 * Math.max(...right.map(({ fields }) => Math.abs(Number(fields[field]) / FPS - 1))));
  print({
    good: right.length,
    of: GOOD,
    fps_off_percent: worst('fps'),
    rtp_fps_off_percent: worst('rtp_fps'),
  });
  for (const fact of main.filter(isGood).filter((one) => !isRight(one)))
    print({ not_right: fact.tags['device'], fields: fact.fields });
  for (const id of Object.keys(HANGING)) {
    const { up, state, error } =
      camerasIn(facts).find(({ tags }) => tags['device'] === id)?.fields ?? {};
    print({ hanging: id, up, state, error, problem: problems.get(id) });
  }
}

/** Live, of the right size, and no information missing about it. */
function isRight({ fields }: Fact): boolean {
  return (
    fields['state'] === 'live' &&
    fields['width'] === 1920 &&
    fields['height'] === 1080 &&
    fields['claimed_fps'] === FPS &&
    fields['settable_fps'] === FPS
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
