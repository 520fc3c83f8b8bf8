/** Branded numbers: a bare `number` has no unit, and one unit does not pass for another. */
declare const unit: unique symbol;
type Branded<Name extends string> = number & { readonly [unit]: Name };

export type Ms = Branded<'ms'>;
export type EpochMs = Branded<'epoch-ms'>;
export type Bytes = Branded<'bytes'>;
export type Bps = Branded<'bits-per-second'>;

/** The casts of this file are the one place where a plain number is given its unit. */
export const ms = (value: number): Ms => value as Ms;
export const epochMs = (value: number): EpochMs => value as EpochMs;
export const bytes = (value: number): Bytes => value as Bytes;
export const bps = (value: number): Bps => value as Bps;

export const seconds = (value: number): Ms => ms(value * 1_000);
export const minutes = (value: number): Ms => ms(value * 60_000);
export const hours = (value: number): Ms => ms(value * 3_600_000);
export const days = (value: number): Ms => ms(value * 86_400_000);

/** A year (`y`) is 365 days. */
const SPAN_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, y: 31_536_000_000 };
const SIZE_BYTES = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
const RATE_BPS = { 'bit/s': 1, 'kbit/s': 1e3, 'Mbit/s': 1e6, 'Gbit/s': 1e9 } as const;

function parseWithUnit(
  text: string,
  factors: Readonly<Record<string, number>>,
): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([A-Za-z/]+)$/.exec(text.trim());
  const factor = match?.[2] === undefined ? undefined : factors[match[2]];
  return factor === undefined ? undefined : Number(match?.[1]) * factor;
}

/** A span as people write it (`500ms`, `30s`, `5m`, `2h`, `7d`, `3y`); undefined when it is not one. */
export function parseSpan(text: string): Ms | undefined {
  const value = parseWithUnit(text, SPAN_MS);
  return value === undefined ? undefined : ms(Math.round(value));
}

/** A size as people write it (`512B`, `64KiB`, `100MiB`, `2GiB`); undefined when it is not one. */
export function parseSize(text: string): Bytes | undefined {
  const value = parseWithUnit(text, SIZE_BYTES);
  return value === undefined ? undefined : bytes(Math.round(value));
}

/** A line rate as a contract states it (`300Mbit/s`, `1Gbit/s`); undefined when it is not one. */
export function parseRate(text: string): Bps | undefined {
  const value = parseWithUnit(text, RATE_BPS);
  return value === undefined ? undefined : bps(Math.round(value));
}

/** A share as people write it (`20%`); undefined when it is not one, or more than the whole. */
export function parseShare(text: string): number | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3})?) ?%$/.exec(text.trim());
  const percent = match === null ? undefined : Number(match[1]);
  return percent === undefined || percent > 100 ? undefined : percent / 100;
}
