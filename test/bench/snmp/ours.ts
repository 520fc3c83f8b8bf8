/**
 * Reads the fleet with the probe the agent runs, so many at once: in a process that has just begun, then as never seen by
 * one that stands, then as known. The fleet comes as JSON on standard input; each run is a JSON line.
 */
import { text } from 'node:stream/consumers';
import type { Probe } from '../../../agent/probes/probe.ts';
import { MachinesOptions } from '../../../agent/probes/snmp/options.ts';
import { machineProbes } from '../../../agent/probes/snmp/probe.ts';
import { Slots } from '../../../agent/schedule/slots.ts';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { COMMUNITY, type FleetMember, type Run } from './member.ts';

const [atOnce = 64] = process.argv.slice(2).map(Number);
const fleet: readonly FleetMember[] = JSON.parse(await text(process.stdin));
const never = new AbortController().signal;
const parts = { clock: systemClock, log: silentLog, random: Math.random };
const options = MachinesOptions.parse({
  community: COMMUNITY,
  list: fleet.map(({ address, kind }, at) => ({ id: `m-${at}`, name: address, kind, address })),
});
const probes = () => machineProbes(options, parts).probes;

const stood = probes();
for (const fresh of [probes(), stood, stood])
  process.stdout.write(`${JSON.stringify(await readAll(fresh))}\n`);

async function readAll(fresh: readonly Probe[]): Promise<Run> {
  const slots = new Slots(atOnce);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  let [read, liveMs] = [0, 0];
  await Promise.all(
    fresh.map(async (probe) => {
      await slots.take(never);
      const { healthy, problem } = await probe.measure(never);
      slots.give();
      if (!healthy || problem !== undefined) return;
      read += 1;
      liveMs = performance.now() - startedAt;
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const all = performance.now() - startedAt;
  return { live_ms: liveMs, all_ms: all, cpu_ms: (user + system) / 1_000, read };
}
