import type { Clock } from '../../kit/clock.ts';
import { type EpochMs, type Ms, ms, seconds } from '../../kit/units.ts';

export const CHECKS = ['state', 'facts', 'writer', 'disk', 'history', 'stopping'] as const;
export type CheckName = (typeof CHECKS)[number];

/** What a look found wrong: `fail` turns callers away, `warn` is told and nothing more. */
export interface Trouble {
  readonly status: 'warn' | 'fail';
  /** Technical, short, lower case, no secret. */
  readonly output: string;
}

export interface Standing {
  readonly name: CheckName;
  readonly status: 'pass' | 'warn' | 'fail';
  readonly output: string | undefined;
  /** When this status was first seen; undefined while it passes. */
  readonly since: EpochMs | undefined;
}

export type Looks = Readonly<Record<CheckName, () => Trouble | undefined>>;

const KEPT = seconds(1);
/** Where looking is slow it is done less often: a locked database must not hold up everything else. */
const SHARE_OF_TIME = 10;

/** Whether the collector can do its work, and if not, why and since when. Looked at once a second at most, whoever asks. */
export class Readiness {
  readonly #looks: Looks;
  readonly #clock: Pick<Clock, 'now' | 'elapsed'>;
  #standing: readonly Standing[] = [];
  #until: Ms = ms(-1);

  constructor(looks: Looks, clock: Pick<Clock, 'now' | 'elapsed'>) {
    this.#looks = looks;
    this.#clock = clock;
  }

  standing(): readonly Standing[] {
    const began = this.#clock.elapsed();
    if (began < this.#until) return this.#standing;
    this.#standing = CHECKS.map((name) => this.#look(name));
    const ended = this.#clock.elapsed();
    this.#until = ms(ended + Math.max(KEPT, SHARE_OF_TIME * (ended - began)));
    return this.#standing;
  }

  /** The next who asks makes it look again. */
  lookAgain(): void {
    this.#until = ms(-1);
  }

  #look(name: CheckName): Standing {
    const trouble = this.#looks[name]();
    if (trouble === undefined) return { name, status: 'pass', output: undefined, since: undefined };
    const before = this.#standing.find((one) => one.name === name);
    const since = before?.status === trouble.status ? before.since : undefined;
    return { name, ...trouble, since: since ?? this.#clock.now() };
  }
}

export const worst = (standing: readonly Standing[]): Standing['status'] =>
  (['fail', 'warn'] as const).find((bad) => standing.some(({ status }) => status === bad)) ??
  'pass';
