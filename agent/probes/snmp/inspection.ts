import type { Result } from '../../../kit/result.ts';
import type { MachineRead } from './read-machine.ts';
import type { InterfaceReading, SystemReading } from './reading.ts';
import { type SnmpProblem, sayProblem } from './session.ts';
import type { OsSeen } from './sys-descr.ts';

/** One look at one device, as `hatang snmp inspect --json` prints it. */
export interface Inspection {
  readonly address: string;
  readonly reachable: boolean;
  readonly version: '2c' | '3';
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
  };
  readonly interfaces: readonly {
    readonly name: string;
    readonly up: boolean;
    readonly speed_bps?: number;
    readonly in_errors?: number;
    readonly out_errors?: number;
    readonly in_octets?: string;
    readonly out_octets?: string;
  }[];
  /** Judged by the standards elsewhere; a look alone finds nothing. */
  readonly findings: readonly never[];
  readonly requests: number;
  readonly elapsed_ms: number;
  readonly errors: readonly string[];
}

export interface Look {
  readonly address: string;
  readonly version: '2c' | '3';
  readonly read: Result<MachineRead, SnmpProblem>;
  readonly requests: number;
  readonly elapsedMs: number;
}

export function inspectionOf({ address, version, read, requests, elapsedMs }: Look): Inspection {
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
      ...optional('cpu_model', reading?.cpuModel),
      ...optional('cpu_load_ratio', reading?.cpuLoadRatio),
      ...optional('memory_used_ratio', reading?.memoryUsedRatio),
      disks: (reading?.disks ?? []).map(({ name, sizeBytes, usedBytes }) => ({
        name,
        size_bytes: sizeBytes,
        used_bytes: usedBytes,
      })),
      os: reading?.os ?? {},
    },
    interfaces: (reading?.interfaces ?? []).map(portOf),
    findings: [],
    requests,
    elapsed_ms: Math.round(elapsedMs),
    errors: problems.map(sayProblem),
  };
}

const systemOf = (system: SystemReading): Inspection['system'] => ({
  ...optional('descr', system.descr),
  ...optional('object_id', system.objectId),
  ...optional('name', system.name),
  ...optional('location', system.location),
  ...optional('agent_uptime_s', system.agentUptimeS),
  ...optional('uptime_s', system.uptimeS),
});

/** 64-bit counts are written as text, because a JSON number doesn't hold them. */
const portOf = (port: InterfaceReading): Inspection['interfaces'][number] => ({
  name: port.name,
  up: port.up,
  ...optional('speed_bps', port.speedBps),
  ...optional('in_errors', port.inErrors),
  ...optional('out_errors', port.outErrors),
  ...optional('in_octets', port.counters?.inOctets.toString()),
  ...optional('out_octets', port.counters?.outOctets.toString()),
});

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [N in Name]?: Value } {
  const entry: { [N in Name]?: Value } = {};
  if (value !== undefined) entry[name] = value;
  return entry;
}

/** The same for people. */
export function sayInspection({
  address,
  system,
  machine,
  interfaces,
  errors,
}: Inspection): string {
  const gib = (value: number | null): string =>
    value === null ? '–' : `${(value / 1024 ** 3).toFixed(1)} GiB`;
  return [
    `Địa chỉ:       ${address}`,
    `Tên:           ${system.name ?? '–'}`,
    `Hệ điều hành:  ${[machine.os.name, machine.os.version].filter(Boolean).join(' ') || '–'}`,
    `Bộ xử lý:      ${machine.cpu_cores ?? '–'} nhân`,
    `Bộ nhớ:        ${gib(machine.memory_bytes)}`,
    ...machine.disks.map(({ name, size_bytes }) => `Đĩa:           ${name} ${gib(size_bytes)}`),
    ...interfaces.map(({ name, up }) => `Cổng mạng:     ${name} ${up ? 'hoạt động' : 'không'}`),
    ...errors.map((error) => `Lỗi:           ${error}`),
    '',
  ].join('\n');
}
