/** `npm start`: a real collector and real agents on this machine, over a simulated school and this machine itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newToken } from '../collector/access/secrets-door.ts';
import { EnrolmentCodeAnswer } from '../wire/enrolment.ts';
import { Child } from './demo/child.ts';
import {
  collectorYaml,
  DEMO_SCHOOLS,
  demoRulesYaml,
  machineYaml,
  type SimulatedSchool,
  schoolYaml,
} from './demo/configs.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const SIMULATED_SCHOOL = fileURLToPath(new URL('../test/sim/school.ts', import.meta.url));
const SIMULATED_LAB = fileURLToPath(new URL('../test/sim/lab-machines.ts', import.meta.url));
const READY_WITHIN_MS = 30_000;

interface Demo {
  readonly folder: string;
  readonly data: string;
  readonly listen: string;
  readonly token: string;
  readonly children: Child[];
}

export async function run(args: readonly string[]): Promise<0 | 1 | 2 | 3> {
  const data = resolve(process.env['HATANG_DATA'] ?? './data');
  const folder = join(data, 'demo');
  if (args.length > 0) return await control(folder, args);
  const listen = process.env['HATANG_LISTEN'] ?? '127.0.0.1:8480';
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const demo: Demo = { folder, data, listen, token: demoToken(folder), children: [] };
  const stopped = stopAsked();
  try {
    await start(demo);
    await stopped;
  } catch (error) {
    if (!(error instanceof CollectorDown)) throw error;
    // It has said why itself.
    return error.code;
  } finally {
    await Promise.all(demo.children.toReversed().map((child) => child.stop()));
  }
  return 0;
}

class CollectorDown extends Error {
  readonly code: 2 | 3;

  constructor(code: 2 | 3) {
    super('the collector could not start');
    this.code = code;
  }
}

/** By a signal; or, under `npm start`, when npm is gone: it does not hand on the signal that ends it. */
function stopAsked(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop());
    if (process.env['npm_lifecycle_event'] !== 'start') return;
    const npm = process.ppid;
    setInterval(() => process.ppid !== npm && stop(), 1_000).unref();
  });
}

async function start(demo: Demo): Promise<void> {
  const config = join(demo.folder, 'collector.yaml');
  const rules = join(demo.folder, 'alert-rules.yaml');
  writeFileSync(rules, demoRulesYaml());
  writeFileSync(config, collectorYaml(rules));
  const announced = Promise.withResolvers<string>();
  demo.children.push(
    new Child({
      name: 'collector',
      args: [MAIN, 'collector', '--config', config, '--data', demo.data, '--listen', demo.listen],
      env: { HATANG_ADMIN_TOKEN: demo.token },
      onLine: (text) => {
        process.stdout.write(`${text}\n`);
        const url = /^listening (\S+)$/.exec(text)?.[1];
        if (url !== undefined) announced.resolve(url);
      },
      onDown: (code) => announced.reject(new CollectorDown(code)),
    }),
  );
  const collector = await within(announced.promise, 'the collector');
  const sim = await startSimulatedSchool(demo);
  const { hostname: host, port } = new URL(collector);
  const place = { collector, host, port: Number(port) };
  const labs = `127.0.0.1:${await freePort()}`;
  await startAgent(demo, collector, DEMO_SCHOOLS[0], schoolYaml(place, sim, labs));
  await startSimulatedLab(demo, labs);
  await startAgent(demo, collector, DEMO_SCHOOLS[1], machineYaml(place));
  process.stdout.write(
    `Trường mô phỏng đang chạy; trong khoảng một phút số liệu sẽ đầy đủ. Thử ngắt một camera:\n` +
      `The simulated school runs; within a minute its figures are complete. Try to stop a camera:\n` +
      `  npx hatang demo stop cam-01      (start, freeze, thaw, list)\n`,
  );
}

async function startSimulatedSchool(demo: Demo): Promise<SimulatedSchool> {
  const announced = Promise.withResolvers<SimulatedSchool>();
  demo.children.push(
    new Child({
      name: 'simulated school',
      args: [SIMULATED_SCHOOL, '--data', join(demo.folder, 'sim')],
      onLine: (text) => announced.resolve(toSchool(text)),
    }),
  );
  const school = await within(announced.promise, 'the simulated school');
  writeFileSync(join(demo.folder, 'control.json'), JSON.stringify(school.control));
  return school;
}

/** A lab whose machines report by themselves, with the key a teacher would set them up with. */
async function startSimulatedLab(demo: Demo, labs: string): Promise<void> {
  const config = join(demo.folder, DEMO_SCHOOLS[0].school, 'agent.yaml');
  const printed = await runOnce([MAIN, 'agent', 'lab-key', '--config', config, '--json']);
  const { key } = JSON.parse(printed) as { readonly key: string };
  demo.children.push(
    new Child({
      name: 'simulated lab',
      args: [SIMULATED_LAB, '--agent', labs],
      env: { HATANG_LAB_KEY: key },
    }),
  );
}

/** The announcement of our own child; what it lacks shows as a config problem of the agent. */
const toSchool = (text: string): SimulatedSchool => JSON.parse(text) as SimulatedSchool;

async function startAgent(
  demo: Demo,
  collector: string,
  school: (typeof DEMO_SCHOOLS)[number],
  yaml: string,
): Promise<void> {
  const folder = join(demo.folder, school.school);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const config = join(folder, 'agent.yaml');
  writeFileSync(config, yaml, { mode: 0o600 });
  const code = await enrolmentCode(demo, collector, school);
  const enrol = [MAIN, 'agent', 'enroll', '--collector', collector, '--code', code];
  const agent = /^agent: (\S+)$/m.exec(yaml)?.[1] ?? 'agent';
  await runOnce([...enrol, '--agent', agent, '--data', join(folder, 'data')]);
  demo.children.push(
    new Child({
      name: `agent of ${school.school}`,
      args: [MAIN, 'agent', 'run', '--config', config],
    }),
  );
}

async function enrolmentCode(demo: Demo, collector: string, school: object): Promise<string> {
  const answer = await fetch(`${collector}/api/v1/enrolment-codes`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${demo.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(school),
    signal: AbortSignal.timeout(READY_WITHIN_MS),
  });
  if (!answer.ok) throw new Error(`enrolment code: ${answer.status} ${await answer.text()}`);
  return EnrolmentCodeAnswer.parse(await answer.json()).code;
}

/** What it printed. */
async function runOnce(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('close', done));
  let printed = '';
  for await (const chunk of child.stdout) printed += String(chunk);
  const code = await ended;
  if (code !== 0) throw new Error(`${args.slice(1, 3).join(' ')} ended with ${code}`);
  return printed;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function within<Value>(wanted: Promise<Value>, what: string): Promise<Value> {
  const ac = new AbortController();
  const late = delay(READY_WITHIN_MS, undefined, { signal: ac.signal }).then(
    () => Promise.reject(new Error(`${what} did not start within ${READY_WITHIN_MS / 1_000} s`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([wanted, late]);
  } finally {
    ac.abort();
  }
}

/** The demo's own key to the collector, kept between starts unless one is given. */
function demoToken(folder: string): string {
  const given = process.env['HATANG_ADMIN_TOKEN'];
  if (given !== undefined && given !== '') return given;
  const file = join(folder, 'admin-token');
  if (!existsSync(file)) writeFileSync(file, newToken(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** `hatang demo stop cam-01`: asks the simulated school of a running demo. */
async function control(
  folder: string,
  [deed = '', device = '']: readonly string[],
): Promise<0 | 2 | 3> {
  const deeds = ['stop', 'start', 'freeze', 'thaw', 'list'];
  if (!deeds.includes(deed) || (deed !== 'list' && device === '')) {
    process.stderr.write('usage: hatang demo [stop|start|freeze|thaw DEVICE | list]\n');
    return 2;
  }
  try {
    const { port } = JSON.parse(readFileSync(join(folder, 'control.json'), 'utf8')) as {
      port: number;
    };
    const path = deed === 'list' ? '/devices' : `/devices/${encodeURIComponent(device)}/${deed}`;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: deed === 'list' ? 'GET' : 'POST',
      signal: AbortSignal.timeout(10_000),
    });
    process.stdout.write(`${await answer.text()}\n`);
    return answer.ok ? 0 : 2;
  } catch {
    process.stderr.write('hatang demo: no demo runs in this data folder\n');
    return 3;
  }
}
