import type { EpochMs, Ms } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';

/** A simulated school: who it is, what it has, and how well it is kept. */
export interface School {
  readonly id: string;
  readonly name: string;
  readonly unit: string | undefined;
  /** Its place in the city, from 0: with the seed, the root of all its chances. */
  readonly index: number;
  readonly seed: number;
  readonly cameras: number;
  readonly machines: number;
  /** How often each camera and each machine is looked at. */
  readonly every: Ms;
  /** All other cadences of an agent, divided by this. */
  readonly speed: number;
  readonly startedAt: EpochMs;
}

/** A look at one thing: of which school, which of its kind, and how manieth look since 1970. */
export interface Turn {
  readonly school: School;
  readonly number: number;
  readonly turn: number;
}

/** One look that every agent makes again and again: what it finds depends on the turn alone. */
export interface Look {
  readonly id: string;
  readonly every: Ms;
  readonly number: number;
  facts(turn: Turn, at: EpochMs): readonly Fact[];
}

export const AGENT = 'may-chu';
