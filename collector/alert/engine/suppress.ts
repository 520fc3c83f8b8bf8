import type { EpochMs } from '../../../kit/units.ts';
import type { Rule } from '../rule.ts';
import type { Signal } from '../signal.ts';
import {
  inTrouble,
  type State,
  type Subject,
  subjectOfKey,
  UNCONFIRMED,
  watchKey,
} from './watch.ts';

/** What the engine asks about where a subject stands. */
export interface Surroundings {
  /** Rules that tell that a device no longer carries what hangs behind it. */
  readonly cutting: readonly string[];
  /** Devices this one hangs behind, nearest first. */
  readonly ancestorsOf: (subject: Subject) => readonly string[];
  /** Announced work on this subject's school. */
  readonly inMaintenance: (subject: Subject) => boolean;
}

/** One step as it goes on. */
interface Seen {
  /** At the beginning of the step: what was explained then must be seen again. */
  readonly before: State;
  readonly state: State;
  readonly signals: ReadonlyMap<string, readonly Signal[]>;
  readonly now: EpochMs;
}

/** `explained`: what it depends on is in trouble, or people are at work. `undecided`: that was not looked at since. */
export type Held = 'explained' | 'undecided' | undefined;

/**
 * Whether something else explains a subject that went wrong at `since`, or may yet: the order of looking never decides.
 * It holds back what begins, never what ends. Good for one step.
 */
export function holding(surroundings: Surroundings, seen: Seen) {
  const { before, state, now } = seen;
  const ofRule = looksByRule(seen);
  const about = (rule: string, subject: Subject, since: EpochMs): Held => {
    const key = watchKey(rule, subject);
    if (inTrouble(state.get(key), now) || inTrouble(before.get(key), now)) return 'explained';
    const lookedAt = ofRule(rule).lookedAt.get(key);
    // What nobody looks at can't be waited for.
    if (lookedAt === undefined || now - since > UNCONFIRMED) return undefined;
    return lookedAt < since ? 'undecided' : undefined;
  };
  return (rule: Rule, subject: Subject, since: EpochMs): Held => {
    if (surroundings.inMaintenance(subject)) return 'explained';
    const { school } = subject;
    const held = rule.parents.map((parent) => {
      const devices = ofRule(parent).devices.get(school) ?? [];
      return inAll([...devices].map((device) => about(parent, { school, device }, since)));
    });
    if (rule.hangs)
      for (const device of surroundings.ancestorsOf(subject))
        for (const cut of surroundings.cutting) held.push(about(cut, { school, device }, since));
    return held.find((one) => one === 'explained') ?? held.find((one) => one !== undefined);
  };
}

/** A school's lines explain only where none of them is right. */
function inAll(held: readonly Held[]): Held {
  if (held.length === 0 || held.includes(undefined)) return undefined;
  return held.includes('undecided') ? 'undecided' : 'explained';
}

interface Looks {
  /** When each subject was looked at this time. */
  readonly lookedAt: ReadonlyMap<string, EpochMs>;
  /** Of each school, those that were looked at or in trouble when the step began. */
  readonly devices: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Gathered for a rule when it is first asked about; nothing gets into trouble in a step without being looked at. */
function looksByRule({ before, signals, now }: Seen): (rule: string) => Looks {
  const gathered = new Map<string, Looks>();
  return (rule) => {
    const known =
      gathered.get(rule) ?? looksOf(rule, signals.get(rule) ?? [], troubled(before, rule, now));
    gathered.set(rule, known);
    return known;
  };
}

function looksOf(
  rule: string,
  signals: readonly Signal[],
  inTroubleBefore: readonly Subject[],
): Looks {
  const lookedAt = new Map<string, EpochMs>();
  const devices = new Map<string, Set<string>>();
  for (const { school, device } of [...signals, ...inTroubleBefore]) {
    const own = devices.get(school);
    if (own === undefined) devices.set(school, new Set([device]));
    else own.add(device);
  }
  for (const signal of signals) lookedAt.set(watchKey(rule, signal), signal.happenedAt);
  return { lookedAt, devices };
}

const troubled = (state: State, rule: string, now: EpochMs): readonly Subject[] =>
  [...state]
    .filter(([key, watch]) => key.startsWith(`${rule}\n`) && inTrouble(watch, now))
    .map(([key]) => subjectOfKey(key));
