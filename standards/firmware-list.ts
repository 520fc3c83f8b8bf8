import * as z from 'zod';
import { Text } from '../kit/text.ts';
import { Confidence } from './criterion.ts';

/** Which firmware of which cameras is known to be weak: config/standards/data/camera-firmware.yaml, and what a city adds. */

const Entry = z.strictObject({
  /** As the device says it, in any letters; `*` stands for any run of them. */
  manufacturer: z.string().min(1).max(100),
  model: z.string().min(1).max(100),
  /** The first that is sound, as `V5.7.1 build 210625`; a build alone, `build 210625`, where versions say nothing. */
  sound_from: z.string().regex(/\d/, 'expected a version or a build').max(100),
  /** What is wrong before it, such as CVE-2021-36260. */
  weakness: Text,
  source: z.string().min(1),
  confidence: Confidence,
});

export const FirmwareList = z.strictObject({ checked: z.iso.date(), cameras: z.array(Entry) });
export type FirmwareList = z.infer<typeof FirmwareList>;

export interface InstalledFirmware {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
}

export interface FirmwareStanding {
  readonly sound: boolean;
  /** The first version that every entry calls sound. */
  readonly soundFrom: string;
}

/** By every entry that speaks of it; undefined where none does, or its version can't be compared. */
export function standingOf(
  list: FirmwareList,
  installed: InstalledFirmware,
): FirmwareStanding | undefined {
  const told = list.cameras.filter(
    ({ manufacturer, model }) =>
      fits(manufacturer, installed.manufacturer) && fits(model, installed.model),
  );
  const wanted = told.map(({ sound_from }) => sound_from);
  const orders = wanted.map((sound) => compareFirmware(installed.firmware, sound));
  const soundFrom = wanted.reduce<string | undefined>(newerOf, undefined);
  const isWeak = orders.some((order) => order !== undefined && order < 0);
  if (soundFrom === undefined || (!isWeak && orders.includes(undefined))) return undefined;
  return { sound: !isWeak, soundFrom };
}

const newerOf = (one: string | undefined, other: string): string =>
  one !== undefined && (compareFirmware(one, other) ?? 0) >= 0 ? one : other;

/** Without patterns: a list somebody edits must not be able to hang anybody. */
function fits(wanted: string, given: string): boolean {
  const [first = '', ...others] = wanted.toLowerCase().split('*');
  const text = given.trim().toLowerCase();
  if (others.length === 0) return text === first;
  const last = others.pop() ?? '';
  let at = first.length;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/**
 * Below zero where the first is older, above where it is newer. By the build alone where the second names nothing else.
 * Undefined where the first does not say what is needed to tell.
 */
export function compareFirmware(installed: string, wanted: string): number | undefined {
  const [own, other] = [parts(installed), parts(wanted)];
  const length = Math.max(own.version.length, other.version.length);
  for (let at = 0; at < length && other.version.length > 0; at += 1) {
    const [mine, theirs] = [own.version[at] ?? 0, other.version[at] ?? 0];
    if (own.version.length === 0) return undefined;
    if (mine !== theirs) return mine - theirs;
  }
  if (other.build === undefined) return 0;
  return own.build === undefined ? undefined : own.build - other.build;
}

const MAX_CHARS = 200;

function parts(text: string): {
  readonly version: readonly number[];
  readonly build: number | undefined;
} {
  const short = text.slice(0, MAX_CHARS);
  const build = BUILD.exec(short);
  const before = build === null ? short : short.slice(0, build.index);
  return {
    version: (before.match(/\d{1,12}/g) ?? []).map(Number),
    build: build === null ? undefined : buildNumber(build[0]),
  };
}

/** `build 210625`, `Build Date: 2021-06-25` and `_210625`, as makers write it. */
const BUILD =
  /(?:build(?: date)?\s{0,3}:?\s{0,3}(?:\d{4}-\d\d-\d\d|\d{4,12})|_\d{6}(?:\d\d)?(?!\d))/i;

/** A day is written with its century or without. */
const buildNumber = (text: string): number => {
  const digits = text.replace(/\D/g, '');
  return Number(/^20\d{6}$/.test(digits) ? digits.slice(2) : digits);
};
