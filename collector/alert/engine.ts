import { type EpochMs, hours, type Ms, minutes } from '../../kit/units.ts';
import type { Fields, Rule } from './rules.ts';

/**
 * One school's incidents as a function of what was seen. Invariants, proven by properties:
 * never two openings without a recovery between, never a recovery without an opening, never a child
 * opened while its parents are open, nothing opened by facts that are not live.
 */

/** What one rule sees of one subject this time round. */
export interface Signal {
  readonly rule: string;
  /** The device, or the agent for a rule that reads receipts. */
  readonly device: string;
  readonly bad: boolean;
  /** False for replayed history: it may end an incident, never begin one. */
  readonly live: boolean;
  /** Identity of the observation: the fact's own stamp. */
  readonly at: EpochMs;
  /** When it was so, by the collector's clock. */
  readonly happenedAt: EpochMs;
  readonly evidence: Fields;
}

/** What is remembered of one (rule, device); absent while there is nothing to remember. */
export interface Watch {
  readonly pending?: {
    readonly count: number;
    readonly at: EpochMs;
    readonly since: EpochMs;
    readonly seenAt: EpochMs;
  };
  readonly open?: { readonly incident: string; readonly openedAt: EpochMs };
  /** Openings with less than `FLAPPING` of quiet between them, and when it was last bad. */
  readonly recent?: { readonly openings: number; readonly lastAt: EpochMs };
}
export type State = ReadonlyMap<string, Watch>;

interface Happening {
  readonly rule: Rule;
  readonly device: string;
  readonly incident: string;
  readonly openedAt: EpochMs;
}
export interface Opened extends Happening {
  readonly kind: 'opened';
  readonly evidence: Fields;
}
export interface Resolved extends Happening {
  readonly kind: 'resolved';
  readonly resolvedAt: EpochMs;
}
export type AlertEvent = Opened | Resolved;

export interface Engine {
  readonly rules: readonly Rule[];
  /** A name for the incident that this opening begins. */
  readonly incidentId: (rule: string, device: string, now: EpochMs) => string;
}

const FLAPPING: Ms = hours(1);
/** How long an unconfirmed parent may hold its children back after it was last seen bad. */
const UNCONFIRMED: Ms = minutes(5);

export const watchKey = (rule: string, device: string): string => `${rule} ${device}`;

export function step(
  engine: Engine,
  before: State,
  signals: readonly Signal[],
  now: EpochMs,
): { readonly state: State; readonly events: readonly AlertEvent[] } {
  const state = new Map(before);
  const events: AlertEvent[] = [];
  for (const rule of engine.rules) {
    const own = signals.filter((signal) => signal.rule === rule.id);
    if (own.length === 0) continue;
    const held = rule.parents.some((parent) => explains(parent, state, signals, now));
    for (const signal of own) {
      const key = watchKey(rule.id, signal.device);
      const moved = move({ engine, rule, held, now }, state.get(key) ?? {}, signal);
      if (isIdle(moved.watch, now)) state.delete(key);
      else state.set(key, moved.watch);
      if (moved.event !== undefined) events.push(moved.event);
    }
  }
  return { state, events };
}

interface Turn {
  readonly engine: Engine;
  readonly rule: Rule;
  readonly held: boolean;
  readonly now: EpochMs;
}
interface Move {
  readonly watch: Watch;
  readonly event?: AlertEvent;
}

function move(turn: Turn, watch: Watch, signal: Signal): Move {
  if (!signal.bad) return recover(turn, watch, signal);
  const counted = watch.open !== undefined || watch.pending?.at === signal.at;
  return counted || !signal.live ? { watch } : worsen(turn, watch, signal);
}

function recover({ rule, now }: Turn, watch: Watch, { device, happenedAt }: Signal): Move {
  const { pending: _forgotten, open, ...rest } = watch;
  if (open === undefined) return { watch: watch.pending === undefined ? watch : rest };
  const resolvedAt = earlier(later(happenedAt, open.openedAt), later(now, open.openedAt));
  const ended = { ...rest, recent: { openings: watch.recent?.openings ?? 1, lastAt: now } };
  return { watch: ended, event: { kind: 'resolved', rule, device, ...open, resolvedAt } };
}

function worsen({ engine, rule, held, now }: Turn, watch: Watch, signal: Signal): Move {
  const pending = {
    count: (watch.pending?.count ?? 0) + 1,
    at: signal.at,
    since: watch.pending?.since ?? signal.happenedAt,
    seenAt: now,
  };
  const already = openings(watch, now);
  const enough = pending.count >= rule.observations * patience(already);
  if (held || !enough || now - pending.since < rule.hold)
    return {
      watch: already === 0 ? { pending } : { pending, recent: { openings: already, lastAt: now } },
    };
  const open = {
    incident: engine.incidentId(rule.id, signal.device, now),
    openedAt: earlier(pending.since, now),
  };
  const recent = { openings: already + 1, lastAt: now };
  const { device, evidence } = signal;
  return { watch: { open, recent }, event: { kind: 'opened', rule, device, ...open, evidence } };
}

const openings = ({ recent }: Watch, now: EpochMs): number =>
  recent !== undefined && now - recent.lastAt <= FLAPPING ? recent.openings : 0;

/** The third opening of a flapping device takes twice the observations, the next four times, … */
const patience = (already: number): number => (already < 2 ? 1 : 2 ** Math.min(already - 1, 4));

/** True while every subject of the parent in this school is open, or bad and not confirmed yet. */
function explains(parent: string, state: State, signals: readonly Signal[], now: EpochMs): boolean {
  const keys = new Set(
    signals.filter(({ rule }) => rule === parent).map(({ device }) => watchKey(parent, device)),
  );
  for (const [key, watch] of state)
    if (key.startsWith(watchKey(parent, '')) && inTrouble(watch, now)) keys.add(key);
  return keys.size > 0 && [...keys].every((key) => inTrouble(state.get(key), now));
}

function inTrouble(watch: Watch | undefined, now: EpochMs): boolean {
  if (watch?.open !== undefined) return true;
  return watch?.pending !== undefined && now - watch.pending.seenAt <= UNCONFIRMED;
}

const isIdle = (watch: Watch, now: EpochMs): boolean =>
  watch.open === undefined && watch.pending === undefined && openings(watch, now) === 0;

const earlier = (a: EpochMs, b: EpochMs): EpochMs => (a < b ? a : b);
const later = (a: EpochMs, b: EpochMs): EpochMs => (a > b ? a : b);
