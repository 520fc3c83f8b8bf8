import { type Ms, ms } from '../../../kit/units.ts';
import type { SnmpValue } from './session.ts';
import type { OsSeen } from './sys-descr.ts';

/** Octets of a MAC address, as two digits each: `0a:1b:…`. */
export type Mac = string;

/** Behind which port of a switch, by ifName, each MAC was heard. */
export type Forwarding = ReadonlyMap<Mac, string>;

/** One device as it was read: plain values, absent where it didn't say. */
export interface MachineReading {
  readonly system: SystemReading;
  readonly os: OsSeen;
  readonly memoryBytes?: number;
  readonly memoryUsedRatio?: number;
  readonly cores?: number;
  readonly cpuModel?: string;
  readonly cpuLoadRatio?: number;
  readonly softwareCount?: number;
  readonly identity?: Identity;
  readonly disks: readonly DiskReading[];
  readonly interfaces: readonly InterfaceReading[];
  readonly printer?: PrinterReading;
  readonly ups?: UpsReading;
  readonly forwarding?: Forwarding;
}

/** Of the chassis, as the firmware says. */
export interface Identity {
  readonly manufacturer?: string;
  readonly model?: string;
  readonly serial?: string;
}

export interface PrinterReading {
  readonly state: 'idle' | 'printing' | 'warmup' | 'other' | 'unknown';
  readonly pages?: number;
  readonly supplies: readonly { readonly name: string; readonly ratio: number }[];
  readonly alerts: readonly string[];
}

export interface UpsReading {
  readonly source: 'mains' | 'battery' | 'bypass' | 'none' | 'other';
  readonly batteryState: 'normal' | 'low' | 'depleted' | 'unknown';
  readonly batteryRatio?: number;
  readonly runtimeS?: number;
  readonly loadRatio?: number;
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
  readonly mac?: Mac;
  readonly duplex?: 'full' | 'half';
  /** System name of the device at the other end, by LLDP. */
  readonly neighbour?: string;
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

/** Six octets that are no group's and not all zero; undefined for anything else. */
export function macOf(octets: readonly number[] | Uint8Array): Mac | undefined {
  const [first = 1] = octets;
  if (octets.length !== 6 || first % 2 === 1 || octets.every((octet) => octet === 0))
    return undefined;
  const isOctet = (octet: number): boolean => Number.isInteger(octet) && octet >= 0 && octet < 256;
  if (!octets.every(isOctet)) return undefined;
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(':');
}

type Present<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without what is undefined. The cast holds because every value left is one of `fields`'. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<Fields>;
}
