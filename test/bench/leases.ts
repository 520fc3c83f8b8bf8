/**
 * 2,300 agents that wake at one moment and ask a real collector for a lease, over HTTP, on a clock five times as fast. Each holds
 * its lease as long as a light test takes, measures a little within it and hands it back; one in twenty dies with it. Prints how
 * many leases ran at once at most beside the slots, how long until everybody was served beside the cycle, and the collector's
 * heap (after a collection of garbage) before, in the middle and after. `npm run bench:leases`
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLease, releaseLease } from '../../agent/probes/uplink/lease-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { hours, ms, seconds } from '../../kit/units.ts';
import { LEASE_HEADER, LeaseRequest } from '../../wire/lease.ts';
import { fasterClock } from './faster-clock.ts';

const AGENTS = Number(process.argv[2] ?? 2_300);
const SPEED = Number(process.argv[3] ?? 5);
const SLOTS = 10;
const CYCLE = hours(6);
const FROM = systemClock.now();
const clock = fasterClock(SPEED, FROM);
const never = new AbortController().signal;

interface Lived {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}
const lived: Lived[] = [];
const problems: string[] = [];
let servedAt = 0;

const folder = mkdtempSync(join(tmpdir(), 'hatang-leases-'));
const program = new URL('lease-collector.ts', import.meta.url);
const collector = fork(program, [folder, String(AGENTS), String(SPEED), String(FROM)], {
  execArgv: ['--expose-gc'],
});
try {
  const [told] = (await once(collector, 'message')) as [{ url: string; tokens: string[] }];
  const before = await memoryOf(collector);
  const start = clock.now();
  const sampling = sample(told.url);
  const all = Promise.all(told.tokens.map((token, at) => live(at, { server: told.url, token })));
  const middle = clock.sleep(ms(seconds(420))).then(() => memoryOf(collector));
  await all;
  const sampled = await sampling();
  say({
    agents: AGENTS,
    served: lived.length,
    problems: Object.entries(Object.groupBy(problems, (each) => each)).map(
      ([each, times]) => `${times?.length} × ${each}`,
    ),
    slots: SLOTS,
    most_at_once_by_agents: mostOf(() => 1),
    most_at_once_by_metrics: sampled,
    most_mbit_s_at_once: mostOf(({ rate }) => rate) / 1e6,
    capacity_mbit_s: 1_000,
    all_served_after_min: round((servedAt - start) / 60_000),
    cycle_min: CYCLE / 60_000,
    heap_mb: { before, middle: await middle, after: await memoryOf(collector) },
  });
} finally {
  collector.disconnect();
  await once(collector, 'exit');
  rmSync(folder, { recursive: true, force: true });
}

async function live(at: number, lessor: { server: string; token: string }): Promise<void> {
  const rate = [50e6, 80e6, 100e6][at % 3] ?? 0;
  const request = LeaseRequest.parse({ expectedDownBps: rate, expectedUpBps: rate });
  const asking = { ...lessor, request, clock, random: Math.random, patience: CYCLE };
  const got = await acquireLease(asking, never);
  if (!got.ok) {
    problems.push(JSON.stringify(got.problem));
    return;
  }
  const from = clock.now();
  servedAt = from;
  const { lease, expiresAt } = got.value;
  // Both clocks show the same time: past this one the slot may be another's.
  const end = Date.parse(expiresAt);
  const headers = { Authorization: `Bearer ${lessor.token}`, [LEASE_HEADER]: lease };
  const measured = await fetch(`${lessor.server}/api/v1/measure/download?bytes=1000`, { headers });
  const body = await measured.text();
  if (measured.status !== 200) problems.push(`measuring: ${measured.status} ${body}`);
  const dies = at % 20 === 7;
  const span = dies ? end - from : 2_500 + 3_000 * Math.random();
  await clock.sleep(ms(Math.max(0, Math.min(span, end - clock.now()))));
  lived.push({ from, to: Math.min(clock.now(), end), rate });
  if (dies) return;
  const back = await releaseLease(lessor, lease, never);
  if (!back.ok) problems.push(JSON.stringify(back.problem));
}

/** The most at one moment; what ends at a moment makes room for what begins then. */
function mostOf(weight: (one: Lived) => number): number {
  const steps = lived.flatMap((one) => [
    { at: one.from, by: weight(one) },
    { at: one.to, by: -weight(one) },
  ]);
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  return steps.reduce((most, { by }) => {
    now += by;
    return Math.max(most, now);
  }, 0);
}

/** Asks the collector’s own figures all the while; gives the most leases it told of. */
function sample(url: string): () => Promise<number> {
  const stop = new AbortController();
  let most = 0;
  const loop = async () => {
    while (!stop.signal.aborted) {
      const text = await (await fetch(`${url}/metrics`)).text();
      most = Math.max(most, Number(/^hatang_leases_running (\d+)$/m.exec(text)?.[1]));
      await clock.sleep(seconds(1), stop.signal);
    }
  };
  const running = loop();
  return async () => {
    stop.abort();
    await running;
    return most;
  };
}

async function memoryOf(child: ChildProcess): Promise<number> {
  child.send('memory');
  const [{ heap }] = (await once(child, 'message')) as [{ heap: number }];
  return round(heap / 1e6);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function say(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
}
