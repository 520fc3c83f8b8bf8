import type { EpochMs } from '../../../kit/units.ts';
import type { Fields, Rule } from '../rule.ts';
import type { Signal } from '../signal.ts';
import { type Candidate, type Group, gather, groupKey } from './gather.ts';
import { holding, type Surroundings } from './suppress.ts';
import {
  earlier,
  heldBack,
  isIdle,
  later,
  opened,
  recovered,
  type State,
  type Subject,
  type Watch,
  watchKey,
  worsen,
} from './watch.ts';

/**
 * Incidents as a function of what was seen: (state, signals, now) → (state, events). Invariants, proven by properties:
 * no subject opens twice without leaving between, none leaves that is not in, none joins while what explains it is in
 * trouble, nothing begins by facts that are not live, and every incident ends once all its members are good.
 */

export interface Engine extends Surroundings {
  /** Those moved in this step, parents before children. */
  readonly rules: readonly Rule[];
  /** What a subject has in common with others. */
  readonly groupsOf: (rule: Rule, subject: Subject) => readonly Group[];
  /** A name for the incident that this subject begins. */
  readonly incidentId: (rule: string, subject: Subject, now: EpochMs) => string;
}

export interface Joining extends Subject {
  readonly since: EpochMs;
  readonly evidence: Fields;
}
export interface Leaving extends Subject {
  readonly leftAt: EpochMs;
}
interface Happening {
  readonly rule: Rule;
  readonly incident: string;
}
export type AlertEvent =
  | (Happening & {
      readonly kind: 'opened';
      readonly group: Group | undefined;
      readonly members: readonly Joining[];
    })
  | (Happening & { readonly kind: 'joined'; readonly members: readonly Joining[] })
  /** Some are right again; `over` where they were the last. */
  | (Happening & {
      readonly kind: 'left';
      readonly members: readonly Leaving[];
      readonly over: boolean;
    });

export function step(
  engine: Engine,
  before: State,
  signals: readonly Signal[],
  now: EpochMs,
): { readonly state: State; readonly events: readonly AlertEvent[] } {
  const byRule = Map.groupBy(signals, ({ rule }) => rule);
  const state = new Map(before);
  const held = holding(engine, { before, state, signals: byRule, now });
  const turn: Turn = { engine, now, state, held, events: [] };
  for (const rule of engine.rules) {
    const own = byRule.get(rule.id);
    if (own !== undefined) moveAll(turn, rule, own);
  }
  return { state, events: turn.events };
}

interface Turn {
  readonly engine: Engine;
  readonly now: EpochMs;
  readonly state: Map<string, Watch>;
  readonly held: ReturnType<typeof holding>;
  readonly events: AlertEvent[];
}

interface Ready extends Candidate {
  readonly key: string;
  readonly signal: Signal;
}

function moveAll(turn: Turn, rule: Rule, signals: readonly Signal[]): void {
  const leaving = new Map<string, Leaving[]>();
  const ready = signals.flatMap((signal) => {
    const key = watchKey(rule.id, signal);
    const watch = turn.state.get(key);
    if (!signal.bad) {
      if (watch !== undefined) recover(turn, { key, watch, signal }, leaving);
      return [];
    }
    if (!signal.live || watch?.open !== undefined) return [];
    return grow(turn, { key, watch: watch ?? {}, signal }, rule);
  });
  tellLeaving(turn, rule, leaving);
  openReady(turn, rule, ready);
}

interface Moved {
  readonly key: string;
  readonly watch: Watch;
  readonly signal: Signal;
}

/** Bad, and not in an incident yet: it may be ready for one. */
function grow(turn: Turn, { key, watch, signal }: Moved, rule: Rule): readonly Ready[] {
  const { now, engine, held } = turn;
  const since = watch.pending?.since ?? earlier(signal.happenedAt, now);
  const why = held(rule, signal, since);
  const worse =
    why === 'explained' ? heldBack(watch, signal, now) : worsen(watch, signal, rule, now);
  put(turn, key, worse);
  const readyAt = worse.pending?.readyAt;
  if (readyAt === undefined || why !== undefined) return [];
  return [{ key, signal, since, readyAt, groups: engine.groupsOf(rule, signal) }];
}

function recover(turn: Turn, { key, watch, signal }: Moved, leaving: Map<string, Leaving[]>): void {
  put(turn, key, recovered(watch, turn.now));
  if (watch.open === undefined) return;
  const { incident, since } = watch.open;
  const { school, device, happenedAt } = signal;
  const leftAt = later(since, earlier(happenedAt, turn.now));
  const others = leaving.get(incident);
  if (others === undefined) leaving.set(incident, [{ school, device, leftAt }]);
  else others.push({ school, device, leftAt });
}

function put({ state, now }: Turn, key: string, watch: Watch): void {
  if (isIdle(watch, now)) state.delete(key);
  else if (state.get(key) !== watch) state.set(key, watch);
}

function tellLeaving(turn: Turn, rule: Rule, leaving: ReadonlyMap<string, Leaving[]>): void {
  if (leaving.size === 0) return;
  const still = incidentsOf(turn.state, rule);
  for (const [incident, members] of leaving)
    turn.events.push({ kind: 'left', rule, incident, members, over: !still.has(incident) });
}

/** Open incidents of a rule, each with its group and when its members went wrong, the first and the last of them. */
function incidentsOf(state: State, rule: Rule) {
  const found = new Map<string, { group: string | undefined; first: EpochMs; last: EpochMs }>();
  for (const [key, { open }] of state) {
    if (open === undefined || !key.startsWith(`${rule.id}\n`)) continue;
    const { incident, group, since } = open;
    const { first, last } = found.get(incident) ?? { first: since, last: since };
    found.set(incident, { group, first: earlier(first, since), last: later(last, since) });
  }
  return found;
}

function openReady(turn: Turn, rule: Rule, ready: readonly Ready[]): void {
  if (ready.length === 0) return;
  const rest = join(turn, rule, ready);
  for (const { group, members } of gather(rest, rule.gather, turn.now)) {
    const [first] = members;
    if (first === undefined) continue;
    const incident = turn.engine.incidentId(rule.id, first.signal, turn.now);
    admit(turn, members, { incident, group: group && groupKey(group) });
    turn.events.push({ kind: 'opened', rule, incident, group, members: members.map(joining) });
  }
}

/** Whoever went wrong together with those of an open incident belongs to it. Gives the others. */
function join(turn: Turn, rule: Rule, ready: readonly Ready[]): readonly Ready[] {
  const { gather: gathering } = rule;
  if (gathering === undefined || ready.length === 0) return ready;
  const shared = [...incidentsOf(turn.state, rule)].flatMap(([incident, { group, ...span }]) =>
    group === undefined ? [] : [{ incident, group, ...span }],
  );
  const joined = new Map<string, Ready[]>();
  const rest = ready.filter((one) => {
    const keys = one.groups.map(groupKey);
    const home = shared.find(
      ({ incident, group, first, last }) =>
        keys.includes(group) &&
        // Who left an incident never comes back to it.
        !turn.state.get(one.key)?.recent?.left?.includes(incident) &&
        one.since >= first - gathering.within &&
        one.since <= last + gathering.within,
    );
    if (home === undefined) return true;
    admit(turn, [one], home);
    joined.set(home.incident, [...(joined.get(home.incident) ?? []), one]);
    return false;
  });
  for (const [incident, members] of joined)
    turn.events.push({ kind: 'joined', rule, incident, members: members.map(joining) });
  return rest;
}

function admit(
  { state, now }: Turn,
  members: readonly Ready[],
  home: { readonly incident: string; readonly group: string | undefined },
): void {
  for (const { key } of members) state.set(key, opened(state.get(key) ?? {}, home, now));
}

const joining = ({ signal, since }: Ready): Joining => ({
  school: signal.school,
  device: signal.device,
  since,
  evidence: signal.evidence,
});
