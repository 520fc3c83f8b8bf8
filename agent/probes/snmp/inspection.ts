import type { Result } from '../../../kit/result.ts';
import type { Finding } from '../../../standards/finding.ts';
import { type InspectedFinding, toInspectedFinding } from '../inspected-findings.ts';
import type { MachineRead } from './read-machine.ts';
import {
  type Forwarding,
  type InterfaceReading,
  type PrinterReading,
  present,
  type SystemReading,
  type UpsReading,
} from './reading.ts';
import { type SnmpProblem, type SnmpVersion, sayProblem } from './session.ts';
import type { OsSeen } from './sys-descr.ts';

/** One look at one device, as `hatang snmp inspect --json` prints it. */
export interface Inspection {
  readonly address: string;
  readonly reachable: boolean;
  readonly version: SnmpVersion;
  readonly system: {
    readonly descr?: string;
    readonly object_id?: string;
    readonly name?: string;
    readonly location?: string;
    readonly agent_uptime_s?: number;
    readonly uptime_s?: number;
  };
  readonly machine: {
    readonly cpu_cores: number | null;
    readonly cpu_model?: string;
    readonly cpu_load_ratio?: number;
    readonly memory_bytes: number | null;
    readonly memory_used_ratio?: number;
    readonly disks: readonly { name: string; size_bytes: number; used_bytes: number }[];
    readonly os: OsSeen;
    readonly manufacturer?: string;
    readonly model?: string;
    readonly serial?: string;
    readonly software_count?: number;
    readonly printer?: {
      readonly state: PrinterReading['state'];
      readonly pages?: number;
      readonly supplies: PrinterReading['supplies'];
      readonly alerts: readonly string[];
    };
    readonly ups?: {
      readonly source: UpsReading['source'];
      readonly battery_state: UpsReading['batteryState'];
      readonly battery_ratio?: number;
      readonly runtime_s?: number;
      readonly load_ratio?: number;
    };
  };
  readonly interfaces: readonly {
    readonly name: string;
    readonly up: boolean;
    readonly speed_bps?: number;
    readonly in_errors?: number;
    readonly out_errors?: number;
    readonly in_octets?: string;
    readonly out_octets?: string;
    readonly mac?: string;
    readonly duplex?: 'full' | 'half';
    readonly neighbour?: string;
    /** How many MACs a switch hears behind it. */
    readonly heard?: number;
  }[];
  readonly findings: readonly InspectedFinding[];
  readonly requests: number;
  readonly elapsed_ms: number;
  readonly errors: readonly string[];
}

export interface Look {
  readonly address: string;
  readonly version: SnmpVersion;
  readonly read: Result<MachineRead, SnmpProblem>;
  readonly findings: readonly Finding[];
  readonly requests: number;
  readonly elapsedMs: number;
}

export function inspectionOf(look: Look): Inspection {
  const { address, version, read, findings, requests, elapsedMs } = look;
  const reading = read.ok ? read.value.reading : undefined;
  const problems = read.ok ? read.value.problems : [read.problem];
  return {
    address,
    reachable: read.ok,
    version,
    system: systemOf(reading?.system ?? {}),
    machine: {
      cpu_cores: reading?.cores ?? null,
      memory_bytes: reading?.memoryBytes ?? null,
      ...present({
        cpu_model: reading?.cpuModel,
        cpu_load_ratio: reading?.cpuLoadRatio,
        memory_used_ratio: reading?.memoryUsedRatio,
      }),
      disks: (reading?.disks ?? []).map(({ name, sizeBytes, usedBytes }) => ({
        name,
        size_bytes: sizeBytes,
        used_bytes: usedBytes,
      })),
      os: reading?.os ?? {},
      ...reading?.identity,
      ...present({
        software_count: reading?.softwareCount,
        printer: reading?.printer,
        ups: reading?.ups && upsOf(reading.ups),
      }),
    },
    interfaces: (reading?.interfaces ?? []).map((port) => portOf(port, reading?.forwarding)),
    findings: findings.map(toInspectedFinding),
    requests,
    elapsed_ms: Math.round(elapsedMs),
    errors: problems.map(sayProblem),
  };
}

const systemOf = (system: SystemReading): Inspection['system'] =>
  present({
    descr: system.descr,
    object_id: system.objectId,
    name: system.name,
    location: system.location,
    agent_uptime_s: system.agentUptimeS,
    uptime_s: system.uptimeS,
  });

const upsOf = (ups: UpsReading) => ({
  source: ups.source,
  battery_state: ups.batteryState,
  ...present({
    battery_ratio: ups.batteryRatio,
    runtime_s: ups.runtimeS,
    load_ratio: ups.loadRatio,
  }),
});

/** 64-bit counts are written as text, because a JSON number doesn't hold them. */
const portOf = (
  port: InterfaceReading,
  forwarding: Forwarding | undefined,
): Inspection['interfaces'][number] => ({
  name: port.name,
  up: port.up,
  ...present({
    speed_bps: port.speedBps,
    in_errors: port.inErrors,
    out_errors: port.outErrors,
    in_octets: port.counters?.inOctets.toString(),
    out_octets: port.counters?.outOctets.toString(),
    mac: port.mac,
    duplex: port.duplex,
    neighbour: port.neighbour,
    heard: forwarding && [...forwarding.values()].filter((name) => name === port.name).length,
  }),
});
