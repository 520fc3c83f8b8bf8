import type { EpochMs } from '../../kit/units.ts';
import type { Rule } from './rule.ts';
import type { Signal } from './signal.ts';
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
 * It holds back what begins, never what ends.
 */
export function holding(surroundings: Surroundings, seen: Seen) {
  const parents = parentKeys(seen);
  const about = (key: string, since: EpochMs): Held => {
    const { before, state, now } = seen;
    if (inTrouble(state.get(key), now) || inTrouble(before.get(key), now)) return 'explained';
    const patient = seen.now - since <= UNCONFIRMED;
    return patient && lastSeen(seen, key) < since ? 'undecided' : undefined;
  };
  return (rule: Rule, subject: Subject, since: EpochMs): Held => {
    if (surroundings.inMaintenance(subject)) return 'explained';
    const held = rule.parents.map((parent) =>
      inAll(parents(parent, subject.school).map((key) => about(key, since))),
    );
    if (rule.hangs)
      for (const device of surroundings.ancestorsOf(subject))
        for (const cut of surroundings.cutting)
          held.push(about(watchKey(cut, { school: subject.school, device }), since));
    return held.find((one) => one === 'explained') ?? held.find((one) => one !== undefined);
  };
}

/** A school's lines explain only where none of them is right. */
function inAll(held: readonly Held[]): Held {
  if (held.length === 0 || held.includes(undefined)) return undefined;
  return held.includes('undecided') ? 'undecided' : 'explained';
}

/** When the subject was last looked at, in trouble or not; never: as if just now, for nobody can wait for it. */
function lastSeen({ signals, now }: Seen, key: string): EpochMs {
  const { rule, school, device } = subjectOfKey(key);
  const own = signals.get(rule)?.find((one) => one.school === school && one.device === device);
  return own?.happenedAt ?? now;
}

/** Every subject of a parent rule in a school that is looked at or in trouble: it explains only where all of them are. */
function parentKeys({ before, state, signals, now }: Seen) {
  const found = new Map<string, readonly string[]>();
  return (rule: string, school: string): readonly string[] => {
    const place = `${rule}\n${school}\n`;
    const kept = found.get(place);
    if (kept !== undefined) return kept;
    const keys = new Set(
      (signals.get(rule) ?? [])
        .filter((signal) => signal.school === school)
        .map((signal) => watchKey(rule, signal)),
    );
    for (const watches of [before, state])
      for (const [key, watch] of watches)
        if (key.startsWith(place) && inTrouble(watch, now)) keys.add(key);
    const all = [...keys];
    found.set(place, all);
    return all;
  };
}
