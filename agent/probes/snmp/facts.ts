import type { EpochMs } from '../../../kit/units.ts';
import type { DeviceKind } from '../../../wire/device-kinds.ts';
import type { Fact } from '../../../wire/fact.ts';
import type { Place } from './placement.ts';
import { rateBetween, type Sample, type TrafficRate } from './rates.ts';
import type { MachineRead } from './read-machine.ts';
import {
  type DiskReading,
  type InterfaceReading,
  type MachineReading,
  present,
} from './reading.ts';
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

/** What a device was known by when it last answered: where it hangs is asked for when it no longer does. */
export interface LastKnown {
  readonly name: string | undefined;
  readonly place: Place | undefined;
}

const knownFields = ({ name, place }: LastKnown) =>
  present({ name, switch: place?.switch, switch_port: place?.port });

/** A device that gave no answer: that it is not up is a fact, in each measurement it would have had. */
export function silentFacts(
  { device, kind, known }: { device: string; kind: DeviceKind; known?: LastKnown | undefined },
  problem: SnmpProblem,
  at: EpochMs,
): readonly Fact[] {
  const fields = { up: false, error: sayProblem(problem) };
  const own = kind === 'printer' || kind === 'ups' ? [kind] : [];
  return [
    {
      measurement: 'machine',
      tags: { device },
      fields: { ...fields, source: 'snmp', ...(known && knownFields(known)) },
      at,
    },
    ...own.map((measurement) => ({ measurement, tags: { device }, fields, at })),
  ];
}

export function machineFact(
  device: string,
  { reading, problems, place }: MachineRead & { readonly place?: Place | undefined },
  at: EpochMs,
): Fact {
  const disk = largest(reading.disks);
  const fields = present({
    up: true,
    source: 'snmp',
    ...knownFields({ name: reading.system.name, place }),
    os_name: reading.os.name,
    os_version: reading.os.version,
    cores: reading.cores,
    cpu_model: reading.cpuModel,
    memory_bytes: reading.memoryBytes,
    memory_used_ratio: reading.memoryUsedRatio,
    disk_bytes: disk?.sizeBytes,
    disk_used_ratio: disk === undefined ? undefined : disk.usedBytes / disk.sizeBytes,
    cpu_load_ratio: reading.cpuLoadRatio,
    uptime_s: reading.system.uptimeS,
    interfaces_up: reading.interfaces.filter(({ up }) => up).length,
    software_count: reading.softwareCount,
    ...reading.identity,
    error: problems[0] === undefined ? undefined : sayProblem(problems[0]),
  });
  return { measurement: 'machine', tags: { device }, fields, at };
}

/** A switch of 48 ports and its uplinks are told whole. */
export const MOST_INTERFACES = 64;

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
        duplex: port.duplex,
        in_bps: rate?.inBps,
        out_bps: rate?.outBps,
        in_errors: port.inErrors,
        out_errors: port.outErrors,
        neighbour: port.neighbour,
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
