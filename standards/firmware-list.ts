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

/** Whether it is sound by every entry that speaks of it; undefined where none does, or its version can't be compared. */
export function isSound(list: FirmwareList, installed: InstalledFirmware): boolean | undefined {
  const told = list.cameras.filter(
    ({ manufacturer, model }) =>
      fits(manufacturer, installed.manufacturer) && fits(model, installed.model),
  );
  const orders = told.map(({ sound_from }) => compareFirmware(installed.firmware, sound_from));
  if (orders.some((order) => order !== undefined && order < 0)) return false;
  return orders.length === 0 || orders.includes(undefined) ? undefined : true;
}

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
  const build = /build\s{0,3}:?\s{0,3}(\d{4,12})/i.exec(short);
  const before = build === null ? short : short.slice(0, build.index);
  return {
    version: (before.match(/\d{1,12}/g) ?? []).map(Number),
    build: build === null ? undefined : Number(build[1]),
  };
}
