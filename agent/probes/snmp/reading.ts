import { type Ms, ms } from '../../../kit/units.ts';
import type { SnmpValue } from './session.ts';
import type { OsSeen } from './sys-descr.ts';

/** One device as it was read: plain values, absent where it didn't say. */
export interface MachineReading {
  readonly system: SystemReading;
  readonly os: OsSeen;
  readonly memoryBytes?: number;
  readonly memoryUsedRatio?: number;
  readonly cores?: number;
  readonly cpuModel?: string;
  readonly cpuLoadRatio?: number;
  readonly disks: readonly DiskReading[];
  readonly interfaces: readonly InterfaceReading[];
}

export interface SystemReading {
  readonly descr?: string;
  readonly objectId?: string;
  readonly name?: string;
  readonly location?: string;
  /** Since the agent on the device was started. */
  readonly agentUptimeS?: number;
  /** Since the device was started. */
  readonly uptimeS?: number;
}

export interface DiskReading {
  readonly name: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
}

export interface InterfaceReading {
  readonly index: string;
  /** ifName, or ifDescr where there is none. */
  readonly name: string;
  readonly up: boolean;
  readonly speedBps?: number;
  readonly inErrors?: number;
  readonly outErrors?: number;
  /** Absent where the device has no 64-bit counters. */
  readonly counters?: Counters;
}

export interface Counters {
  readonly inOctets: bigint;
  readonly outOctets: bigint;
  /** sysUpTime at the last loss of continuity; undefined where the device doesn't say. */
  readonly discontinuity: number | undefined;
  /** Monotonic, on the agent's side. */
  readonly takenAt: Ms;
}

/** sysUpTime and its kin count hundredths of a second. */
export function ticks(value: SnmpValue): number | undefined {
  return typeof value === 'number' && value >= 0 ? value / 100 : undefined;
}

export const whole = (value: SnmpValue): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

export const wide = (value: SnmpValue): bigint | undefined =>
  typeof value === 'bigint' ? value : undefined;

const LONGEST_TEXT = 200;

/** Text of octets: UTF-8 where it is, Latin-1 where not; Windows ends its names with a NUL. */
export function words(value: SnmpValue): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  const utf8 = new TextDecoder('utf-8').decode(value);
  const text = utf8.includes('\uFFFD') ? new TextDecoder('latin1').decode(value) : utf8;
  const clean = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT);
  return clean === '' ? undefined : clean;
}

export const midway = (start: Ms, end: Ms): Ms => ms((start + end) / 2);
