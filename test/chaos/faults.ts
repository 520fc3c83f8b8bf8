import { randomFrom } from '../fuzz/mutate.ts';

/** What can go wrong, with how often: of two kinds one with the double weight comes twice as often. */
const WEIGHTS = {
  'collector-killed': 7,
  'collector-killed-in-upkeep': 3,
  'collector-ended': 2,
  'collector-frozen': 3,
  'collector-disk-full': 3,
  'collector-clock': 4,
  'agent-killed': 5,
  'agent-ended': 2,
  'agent-disk-full': 2,
  'agent-clock': 3,
  'spool-damaged': 3,
  'token-revoked': 5,
  'answer-dropped': 12,
  'body-cut': 7,
  'answer-late': 6,
  'answered-503': 5,
  'answered-429': 5,
  'answered-garbage': 6,
  'half-open': 4,
  'sent-twice-at-once': 8,
  'sent-again-later': 6,
  poison: 9,
  herd: 3,
  'database-killed': 5,
  'database-frozen': 2,
  'database-answer-dropped': 5,
  'database-answers-503': 4,
  'database-answers-garbage': 3,
  'database-body-cut': 4,
  'database-poison': 5,
} as const;

export type FaultKind = keyof typeof WEIGHTS;
export const FAULT_KINDS = Object.keys(WEIGHTS).filter(isKind);

export interface Fault {
  readonly kind: FaultKind;
  /** 0–1: how long, how much, which one; what it means is the deed's. */
  readonly strength: number;
  readonly choice: number;
  /** Before the next fault, ms. */
  readonly pauseMs: number;
}

export interface Plan {
  readonly seed: number;
  readonly faults: number;
  readonly kinds: readonly FaultKind[];
}

const LONGEST_PAUSE_MS = 200;

export function isKind(name: string): name is FaultKind {
  return Object.hasOwn(WEIGHTS, name);
}

/** Which history the collector has. */
export type ArmKind = 'sqlite' | 'influx';

/** What CI runs: both arms meet every kind there is for them, and a collector's clock that stands a year back. */
export const CI_PLAN: Plan = { seed: 1_171, faults: 200, kinds: FAULT_KINDS };

/** One arm's part of a plan for several: as many faults as the others, of a seed of its own. */
export function shareOf({ seed, faults, kinds }: Plan, arms: readonly ArmKind[], at: number): Plan {
  return {
    seed: seed + at,
    faults: Math.ceil((faults - at) / arms.length),
    kinds: kinds.filter((kind) => arms[at] === 'influx' || !kind.startsWith('database-')),
  };
}

/** The same faults in the same order for the same seed. */
export function faultsOf({ seed, faults, kinds }: Plan): readonly Fault[] {
  const random = randomFrom(seed);
  const total = kinds.reduce((sum, kind) => sum + WEIGHTS[kind], 0);
  if (total === 0) throw new Error('no kind of fault is left to draw from');
  const draw = (): FaultKind => {
    let left = random() * total;
    const drawn = kinds.find((kind) => {
      left -= WEIGHTS[kind];
      return left < 0;
    });
    return drawn ?? kinds[0] ?? 'collector-killed';
  };
  return Array.from({ length: faults }, () => ({
    kind: draw(),
    strength: random(),
    choice: random(),
    pauseMs: Math.round(random() * LONGEST_PAUSE_MS),
  }));
}
