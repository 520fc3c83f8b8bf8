/**
 * A day of passes over a few cameras, as a program of its own: `node --expose-gc test/chaos/camera-day.ts CYCLES CAMERAS`. Every
 * pass is a minute later by a clock that runs fast; sockets are real. Prints what is held after a warm-up and at the end.
 */
import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { CameraOptions } from '../../agent/probes/onvif/options.ts';
import { onvifProbes } from '../../agent/probes/onvif/probe.ts';
import type { Probe } from '../../agent/probes/probe.ts';
import { startPass } from '../../agent/schedule/pass.ts';
import { type Clock, systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { epochMs, type Ms, minutes, ms } from '../../kit/units.ts';

/** So many times faster than the clock on the wall: a window of a second is over in 13 ms. */
const SPEED = 80;
const WARM_UP_CYCLES = 200;

const cycles = Number(process.argv[2]);
const list: readonly object[] = JSON.parse(process.argv[3] ?? '[]');
const stop = new AbortController();

/** Each camera has a clock of its own, which jumps a minute after every pass. */
function fastClock(): Clock & { jump(span: Ms): void } {
  let ahead = 0;
  const elapsed = (): Ms => ms(performance.now() * SPEED + ahead);
  return {
    now: () => epochMs(Date.now() + elapsed()),
    elapsed,
    sleep: (span, signal) => systemClock.sleep(ms(span / SPEED), signal),
    jump(span) {
      ahead += span;
    },
  };
}

interface Camera {
  readonly entry: object;
  readonly clock: ReturnType<typeof fastClock>;
  readonly probe: Probe;
}

const cameras = list.map((entry): Camera => {
  const clock = fastClock();
  return { entry, clock, probe: probeOf(entry, clock) };
});

function probeOf(entry: object, clock: Clock): Probe {
  const section = CameraOptions.parse({
    window: '1s',
    deadline: '10s',
    ports: false,
    list: [entry],
  });
  const [probe] = onvifProbes(section, { clock, log: silentLog, random: Math.random }).probes;
  if (probe === undefined) throw new Error('no camera');
  return probe;
}

/** How often each camera was found in which state. */
const states: Record<string, Record<string, number>> = {};

async function pass({ probe, clock }: Camera): Promise<void> {
  const { outcome } = await startPass(probe, clock, stop.signal).report;
  const facts = outcome.kind === 'measured' ? outcome.pass.facts : [];
  const fields = facts.find(({ measurement }) => measurement === 'camera')?.fields;
  const state = `${fields?.['state']}`;
  const counts = states[probe.id] ?? {};
  states[probe.id] = { ...counts, [state]: (counts[state] ?? 0) + 1 };
  clock.jump(minutes(1));
}

async function passUntil(count: number, from: number): Promise<void> {
  await Promise.all(
    cameras.map(async (camera) => {
      for (let done = from; done < count; done += 1) await pass(camera);
    }),
  );
}

/** What is held once everything that can end has ended. */
async function held() {
  await systemClock.sleep(ms(500));
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await systemClock.sleep(ms(20));
  }
  return {
    heapBytes: process.memoryUsage().heapUsed,
    sockets: process.getActiveResourcesInfo().filter((name) => /Socket|TCP|UDP|TLS/.test(name))
      .length,
    files: readdirSync('/proc/self/fd').length,
    listeners: getEventListeners(stop.signal, 'abort').length,
  };
}

await passUntil(WARM_UP_CYCLES, 0);
const early = await held();
await passUntil(cycles, WARM_UP_CYCLES);
process.stdout.write(`${JSON.stringify({ early, late: await held(), states })}\n`);
process.exit(0);
