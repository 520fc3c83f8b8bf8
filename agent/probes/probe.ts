import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import type { Text } from '../../kit/text.ts';
import type { Ms } from '../../kit/units.ts';
import type { DeviceKind } from '../../wire/device-kinds.ts';
import type { Fact } from '../../wire/fact.ts';

/** What one pass over one target gave. Facts are there even when nothing answered: `up=false` is a fact. */
export interface Pass {
  readonly facts: readonly Fact[];
  /** False asks the schedule to look again soon, so that a fault is confirmed within two cycles. */
  readonly healthy: boolean;
  /** A look put off asks to be made after this, when that is sooner than its turn. */
  readonly again?: Ms;
  /** Why, and what to look at, for the people at the school: no credentials in it. */
  readonly problem?: Text;
}

/** One device or one purpose on a device, probed at its own cadence. */
export interface Probe {
  /** Unique in the agent: `cam-01`, `line:ping`, `line:bandwidth`. */
  readonly id: string;
  readonly every: Ms;
  readonly deadline: Ms;
  /** Must settle soon after `signal` aborts; may throw, which the pass turns into a logged problem. */
  measure(signal: AbortSignal): Promise<Pass>;
}

/** Something followed without a pause, such as a heartbeat; `run` ends soon after `signal` aborts. */
export interface Watch {
  readonly id: string;
  run(tell: (facts: readonly Fact[]) => void, signal: AbortSignal): Promise<void>;
}

/** A configured device, as told to the collector in the `device` measurement. */
export interface ConfiguredDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly name: string;
  readonly room?: string;
  readonly zone?: string;
  readonly address?: string;
  /** Id of the device it is reached through. */
  readonly behind?: string | undefined;
  readonly every: Ms;
}

/** What a probe is given; it takes the two or three it needs. */
export interface ProbeParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** A section of the config turned into devices and probes: what each probe folder exports. */
export interface ProbeSet {
  readonly devices: readonly ConfiguredDevice[];
  readonly probes: readonly Probe[];
  readonly watches?: readonly Watch[];
}
