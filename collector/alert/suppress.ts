import { lazily } from '../../kit/lazily.ts';
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
  const lastSeen = lastLooks(seen);
  const about = (key: string, since: EpochMs): Held => {
    const { before, state, now } = seen;
    if (inTrouble(state.get(key), now) || inTrouble(before.get(key), now)) return 'explained';
    const patient = seen.now - since <= UNCONFIRMED;
    return patient && lastSeen(key) < since ? 'undecided' : undefined;
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

/** When each subject was last looked at, in trouble or not; never: as if just now, for nobody can wait for it. */
function lastLooks({ signals, now }: Seen) {
  const looks = lazily(
    () =>
      new Map(
        [...signals].flatMap(([rule, own]) =>
          own.map((signal): [string, EpochMs] => [watchKey(rule, signal), signal.happenedAt]),
        ),
      ),
  );
  return (key: string): EpochMs => looks().get(key) ?? now;
}

/** Every subject of a rule in a school that is looked at or in trouble: a parent explains only where all of them are. */
function parentKeys({ before, state, signals, now }: Seen) {
  const places = lazily(() => {
    const found = new Map<string, Set<string>>();
    const add = (key: string) => {
      const { rule, school } = subjectOfKey(key);
      const place = `${rule}\n${school}`;
      const keys = found.get(place);
      if (keys === undefined) found.set(place, new Set([key]));
      else keys.add(key);
    };
    for (const [rule, own] of signals) for (const signal of own) add(watchKey(rule, signal));
    for (const [key, watch] of [...before, ...state]) if (inTrouble(watch, now)) add(key);
    return found;
  });
  return (rule: string, school: string): readonly string[] => [
    ...(places().get(`${rule}\n${school}`) ?? []),
  ];
}
