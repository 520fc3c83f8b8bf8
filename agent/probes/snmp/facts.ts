import type { EpochMs } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import { rateBetween, type Sample, type TrafficRate } from './rates.ts';
import type { DiskReading, InterfaceReading, MachineReading } from './reading.ts';
import { type SnmpProblem, sayProblem } from './session.ts';

/** A device's counters at its last pass, by interface index. */
export type Samples = ReadonlyMap<string, Sample & { readonly name: string }>;

export function samplesOf({ interfaces, system }: MachineReading): Samples {
  return new Map(
    interfaces.flatMap(({ index, name, counters, speedBps }) =>
      counters === undefined
        ? []
        : [[index, { name, counters, speedBps, agentUptimeS: system.agentUptimeS }] as const],
    ),
  );
}

/** A machine that gave no answer: that it is not up is a fact. */
export const silentFact = (device: string, problem: SnmpProblem, at: EpochMs): Fact => ({
  measurement: 'machine',
  tags: { device },
  fields: { up: false, error: sayProblem(problem) },
  at,
});

export function machineFact(
  device: string,
  { reading, problems }: { reading: MachineReading; problems: readonly SnmpProblem[] },
  at: EpochMs,
): Fact {
  const disk = largest(reading.disks);
  const fields = present({
    up: true,
    name: reading.system.name,
    os_name: reading.os.name,
    os_version: reading.os.version,
    cores: reading.cores,
    memory_bytes: reading.memoryBytes,
    memory_used_ratio: reading.memoryUsedRatio,
    disk_bytes: disk?.sizeBytes,
    disk_used_ratio: disk === undefined ? undefined : disk.usedBytes / disk.sizeBytes,
    cpu_load_ratio: reading.cpuLoadRatio,
    uptime_s: reading.system.uptimeS,
    interfaces_up: reading.interfaces.filter(({ up }) => up).length,
    error: problems[0] === undefined ? undefined : sayProblem(problems[0]),
  });
  return { measurement: 'machine', tags: { device }, fields, at };
}

const MOST_INTERFACES = 32;

/** The interfaces people would look for first: those up, then the device's own order; one a name. */
export function interfaceFacts(
  device: string,
  { interfaces, rateOf }: { interfaces: readonly InterfaceReading[]; rateOf: RateOf },
  at: EpochMs,
): readonly Fact[] {
  const ranked = interfaces.toSorted((a, b) => Number(b.up) - Number(a.up));
  const named = new Map(ranked.map((port) => [port.name, port] as const).reverse());
  return ranked
    .filter((port) => named.get(port.name) === port)
    .slice(0, MOST_INTERFACES)
    .map((port) => {
      const rate = rateOf(port);
      const fields = present({
        up: port.up,
        speed_bps: port.speedBps,
        in_bps: rate?.inBps,
        out_bps: rate?.outBps,
        in_errors: port.inErrors,
        out_errors: port.outErrors,
      });
      return { measurement: 'interface', tags: { device, interface: port.name }, fields, at };
    });
}

type RateOf = (port: InterfaceReading) => TrafficRate | undefined;

/** Rates since the last pass; an index that went to another interface in between has none. */
export function ratesSince(earlier: Samples, now: Samples): RateOf {
  return ({ index }) => {
    const [before, after] = [earlier.get(index), now.get(index)];
    if (before === undefined || after === undefined || before.name !== after.name) return undefined;
    return rateBetween(before, after);
  };
}

/** The line's traffic, as its port on the router counted it; nothing while there is no rate. */
export function uplinkTraffic(
  { uplink, port, rateOf }: { uplink: string; port: InterfaceReading | undefined; rateOf: RateOf },
  at: EpochMs,
): readonly Fact[] {
  const rate = port === undefined ? undefined : rateOf(port);
  if (rate === undefined) return [];
  const fields = { in_bps: rate.inBps, out_bps: rate.outBps };
  return [{ measurement: 'uplink_traffic', tags: { device: uplink }, fields, at }];
}

const largest = (disks: readonly DiskReading[]): DiskReading | undefined =>
  disks.toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0];

function present(
  fields: Readonly<Record<string, FieldValue | undefined>>,
): Record<string, FieldValue> {
  const kept: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value;
  return kept;
}
