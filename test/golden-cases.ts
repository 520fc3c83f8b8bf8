import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { type EpochMs, epochMs } from '../kit/units.ts';
import { InventoryKind, Level, Zone } from '../standards/criterion.ts';
import { declarationOf } from '../standards/declarations.ts';
import { VERDICTS } from '../standards/finding.ts';
import type { Fact, FieldValue } from '../wire/fact.ts';

/** The cases of standards/golden/*.yaml, and the facts they stand for: see its README. */

const Value = z.union([z.number(), z.boolean(), z.string()]);
const Given = z.union([
  Value,
  z.strictObject({ share: z.number() }),
  z.strictObject({ samples: z.array(Value) }),
  z.null(),
]);
const Evidence = z.record(z.string(), Given);
const DeviceWord = z.union([
  InventoryKind,
  z.strictObject({ kind: InventoryKind, zone: Zone.optional() }),
]);
const Entry = z.strictObject({
  criterion: z.string(),
  level: Level,
  devices: z.array(DeviceWord).optional(),
  given: Evidence,
  never_fails: z.string().optional(),
  /** Judged by what an older agent measured: what is missing then is named by the newer inputs. */
  older: z.boolean().default(false),
  cases: z
    .array(
      z.strictObject({
        devices: z.array(DeviceWord).optional(),
        change: Evidence.default({}),
        expect: z.enum(VERDICTS),
        mend: z.enum(['set', 'replace']).optional(),
      }),
    )
    .min(1),
});
export type GoldenEntry = z.infer<typeof Entry>;
export type GoldenEvidence = z.infer<typeof Evidence>;
type DeviceWord = z.infer<typeof DeviceWord>;

const FOLDER = join(import.meta.dirname, '../standards/golden');

export function goldenEntries(): GoldenEntry[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => z.array(Entry).parse(parse(readFileSync(join(FOLDER, name), 'utf8'))));
}

/** Monday, 10:00 in Viet Nam. */
export const GOLDEN_NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));

const OWNER: Readonly<Record<string, string>> = {
  camera: 'camera-1',
  camera_stream: 'camera-1',
  recorder: 'recorder-1',
  machine: 'machine-1',
  uplink_ping: 'uplink-1',
  uplink_minute: 'uplink-1',
  uplink_bandwidth: 'uplink-1',
  service_check: 'uplink-1',
};
const SECOND_TAG: Readonly<Record<string, readonly [string, string]>> = {
  camera_stream: ['stream', 'main'],
  uplink_ping: ['target', 'center'],
  service_check: ['service', 'csdl'],
  lab: ['room', 'lab-1'],
  machine: ['told_by', ''],
};
/** Measurements of no device. */
const OF_SCHOOL = new Set(['lab']);

export function factsOf(devices: readonly DeviceWord[], evidence: GoldenEvidence): Fact[] {
  return [
    ...inventory(devices),
    ...Object.entries(evidence).flatMap(([key, given]) =>
      given === null ? [] : factsFor(key, given),
    ),
  ];
}

/** `camera-1`, `camera-2` …, in the order in which they are named. */
function inventory(devices: readonly DeviceWord[]): Fact[] {
  const counts = new Map<string, number>();
  return devices.map((word) => {
    const { kind, zone } = typeof word === 'string' ? { kind: word, zone: undefined } : word;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    return {
      measurement: 'device',
      tags: { device: `${kind}-${number}`, kind },
      fields: { name: `${kind} ${number}`, ...(zone && { zone }) },
      at: GOLDEN_NOW,
    };
  });
}

function factsFor(key: string, given: NonNullable<GoldenEvidence[string]>): Fact[] {
  const match = /^([a-z_]+)(?:@([a-z0-9-]+))?\.([a-z0-9_]+)$/.exec(key);
  if (match?.[1] === undefined || match[3] === undefined) return [declared(key, given)];
  const [, measurement, name, field] = match;
  const [tag, usual] = SECOND_TAG[measurement] ?? [];
  const tags = {
    ...(!OF_SCHOOL.has(measurement) && { device: OWNER[measurement] ?? 'unknown' }),
    ...(tag !== undefined && usual !== undefined && { [tag]: name ?? usual }),
  };
  const samples = samplesOf(given);
  return samples.map((value, at) => ({
    measurement,
    tags,
    fields: { [field]: value },
    at: epochMs(GOLDEN_NOW - (samples.length - 1 - at) * 1_000),
  }));
}

function samplesOf(given: NonNullable<GoldenEvidence[string]>): FieldValue[] {
  if (typeof given !== 'object') return [given, given, given];
  if ('samples' in given) return given.samples;
  return Array.from({ length: 1_000 }, (_, at) => at < Math.round(given.share * 1_000));
}

function declared(name: string, given: NonNullable<GoldenEvidence[string]>): Fact {
  if (typeof given === 'object' || declarationOf(name) === undefined)
    throw new Error(`${name} is no declaration`);
  const field = { number: 'number', boolean: 'yes', string: 'text' }[
    typeof given as 'number' | 'boolean' | 'string'
  ];
  return { measurement: 'declaration', tags: { name }, fields: { [field]: given }, at: GOLDEN_NOW };
}

/** Several fields of one series and stamp as one fact, as a probe would send them. */
export function joined(facts: readonly Fact[]): Fact[] {
  const key = ({ measurement, tags, at }: Fact) => JSON.stringify([measurement, tags, at]);
  return [...Map.groupBy(facts, key).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ ...first, fields: Object.assign({}, ...same.map(({ fields }) => fields)) }];
  });
}

export const isSchoolTime = (at: EpochMs): boolean => new Date(at).getUTCHours() < 10;
