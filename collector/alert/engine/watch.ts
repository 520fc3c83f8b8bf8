import { type EpochMs, hours, type Ms, minutes } from '../../../kit/units.ts';
import type { Signal } from '../signal.ts';

/** What is remembered of one (rule, school, device); absent while there is nothing to remember. */
export interface Watch {
  readonly pending?: {
    readonly count: number;
    readonly at: EpochMs;
    readonly since: EpochMs;
    readonly seenAt: EpochMs;
    /** Since when it was bad often and long enough: from then on it only waits for others. */
    readonly readyAt?: EpochMs;
  };
  readonly open?: {
    readonly incident: string;
    readonly since: EpochMs;
    /** Key of the group whose incident it is. */
    readonly group?: string;
  };
  /** Openings with less than `FLAPPING` of quiet between them, when it was last bad, and the incidents it left meanwhile. */
  readonly recent?: {
    readonly openings: number;
    readonly lastAt: EpochMs;
    readonly left?: readonly string[];
  };
}
export type State = ReadonlyMap<string, Watch>;

export interface Subject {
  readonly school: string;
  readonly device: string;
}

const FLAPPING: Ms = hours(1);
/** How long trouble that is not confirmed, or not looked at again, may hold others back. */
export const UNCONFIRMED: Ms = minutes(5);

/** Of the three only a device may be called anything. */
export const watchKey = (rule: string, { school, device }: Subject): string =>
  `${rule}\n${school}\n${device}`;

export function subjectOfKey(key: string): { readonly rule: string } & Subject {
  const [rule = '', school = '', ...device] = key.split('\n');
  return { rule, school, device: device.join('\n') };
}

export const openings = ({ recent }: Watch, now: EpochMs): number =>
  recent !== undefined && now - recent.lastAt <= FLAPPING ? recent.openings : 0;

/** The third opening of a flapping device takes twice the observations, the next four times, … */
export const patience = (already: number): number =>
  already < 2 ? 1 : 2 ** Math.min(already - 1, 4);

export const isIdle = (watch: Watch, now: EpochMs): boolean =>
  watch.open === undefined && watch.pending === undefined && openings(watch, now) === 0;

export function inTrouble(watch: Watch | undefined, now: EpochMs): boolean {
  if (watch?.open !== undefined) return true;
  return watch?.pending !== undefined && now - watch.pending.seenAt <= UNCONFIRMED;
}

/** One more bad observation. The same one seen again counts no second time, but time goes on. */
export function worsen(
  watch: Watch,
  signal: Signal,
  rule: { readonly observations: number; readonly hold: Ms },
  now: EpochMs,
): Watch {
  const { pending } = watch;
  const already = openings(watch, now);
  const seenBefore = pending?.at === signal.at;
  const count = (pending?.count ?? 0) + (seenBefore ? 0 : 1);
  const since = pending?.since ?? earlier(signal.happenedAt, now);
  const enough = count >= rule.observations * patience(already) && now - since >= rule.hold;
  const readyAt = enough ? (pending?.readyAt ?? now) : undefined;
  if (seenBefore && readyAt === pending.readyAt) return watch;
  return {
    pending: {
      count,
      at: signal.at,
      since,
      seenAt: seenBefore ? pending.seenAt : now,
      ...(readyAt === undefined ? {} : { readyAt }),
    },
    ...(already === 0 ? {} : { recent: { ...watch.recent, openings: already, lastAt: now } }),
  };
}

/** Below nothing, for what is seen first once the explanation is over may be from before. */
const HELD_BACK = -1;

/** Bad, and explained by something else: once that is over, it must be seen bad as often again. */
export function heldBack(watch: Watch, signal: Signal, now: EpochMs): Watch {
  const { pending } = watch;
  if (pending?.count === HELD_BACK) return watch;
  const since = pending?.since ?? earlier(signal.happenedAt, now);
  return { ...watch, pending: { count: HELD_BACK, at: signal.at, since, seenAt: now } };
}

export function opened(
  watch: Watch,
  open: { readonly incident: string; readonly group: string | undefined },
  now: EpochMs,
): Watch {
  const { incident, group } = open;
  const since = watch.pending?.since ?? now;
  return {
    open: { incident, since, ...(group === undefined ? {} : { group }) },
    recent: { ...watch.recent, openings: openings(watch, now) + 1, lastAt: now },
  };
}

/** An incident whose members still go wrong together is minutes old: whoever flaps leaves no more of them than these. */
const MOST_LEFT = 16;

/** Good again: what was pending is forgotten, what was open is over. */
export function recovered(watch: Watch, now: EpochMs): Watch {
  const { pending: _forgotten, open, ...rest } = watch;
  if (open === undefined) return watch.pending === undefined ? watch : rest;
  const left = [open.incident, ...(watch.recent?.left ?? [])].slice(0, MOST_LEFT);
  return { ...rest, recent: { openings: watch.recent?.openings ?? 1, lastAt: now, left } };
}

export const earlier = (a: EpochMs, b: EpochMs): EpochMs => (a < b ? a : b);
export const later = (a: EpochMs, b: EpochMs): EpochMs => (a > b ? a : b);
