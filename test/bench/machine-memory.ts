/**
 * Memory of a lab machine's reporter in production shape: one file, started with its flags, one whole report to a stand-in agent
 * that names ten systems and a far end. Prints the peak of its resident memory, that of the programs it starts apart, beside an
 * empty Node's. `npm run bench:machine`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AGENT_FLAGS, buildAgent, buildMachine, MACHINE_FLAGS } from '../../cli/build-agent.ts';
import { buildBlob, buildLinux } from '../../cli/executable/executables.ts';
import { startAgentStandIn } from '../agent-stand-in.ts';

const RUNS = 3;
const LOOK_EVERY_MS = 5;
const SYSTEMS = 10;
const folder = mkdtempSync(join(tmpdir(), 'hatang-machine-memory-'));
const standIn = await startAgentStandIn({ systems: SYSTEMS, echo: true });

try {
  const machine = [...MACHINE_FLAGS, await buildMachine(folder), 'machine'];
  const within = [...AGENT_FLAGS, await buildAgent(folder), 'machine'];
  const home = ['--data', join(folder, 'data')];
  await ended([...machine, 'enroll', '--agent', standIn.address, '--key', standIn.key, ...home]);
  const asked = ['report', '--now', ...home];
  for (let run = 0; run < RUNS; run += 1)
    say({ name: 'hatang-machine.cjs', ...(await peaks([...machine, ...asked])) });
  const executable = join(folder, 'hatang');
  await buildLinux(await buildBlob(), executable);
  for (let run = 0; run < RUNS; run += 1)
    say({ name: 'executable', ...(await peaks(['machine', ...asked], executable)) });
  say({ name: 'hatang-agent.cjs machine', ...(await peaks([...within, ...asked])) });
  say({
    name: 'empty node',
    ...(await peaks([...AGENT_FLAGS, '-e', 'setTimeout(() => {}, 500)'])),
  });
} finally {
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
}

async function ended(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')}: exit ${code}`);
}

/** A process keeps its own peak until it ends; what it starts is gone sooner, so it is looked at often. */
async function peaks(args: readonly string[], program = process.execPath): Promise<object> {
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: 'ignore' });
  const state = { own: 0, others: 0 };
  while (child.exitCode === null && child.signalCode === null) {
    state.own = Math.max(state.own, statusKib(child.pid, 'VmHWM'));
    state.others = Math.max(state.others, offspring(child.pid).reduce(sumRss, 0));
    await delay(LOOK_EVERY_MS);
  }
  return {
    peak_mb: mb(state.own),
    started_programs_mb: mb(state.others),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    exit: child.exitCode,
  };
}

function sumRss(sum: number, pid: number): number {
  return sum + statusKib(pid, 'VmRSS');
}
function mb(kib: number): number {
  return Math.round(kib / 102.4) / 10;
}

function offspring(parent: number | undefined): number[] {
  const below = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statusKib(Number(name), 'PPid') === parent)
    .map(Number);
  return [...below, ...below.flatMap(offspring)];
}

/** 0 for what ended meanwhile. */
function statusKib(pid: number | undefined, figure: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${figure}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function say(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
