import type { Ms } from '../../../kit/units.ts';

/** What a pass over one far end gave: a round trip for each probe, undefined where it was lost. */
export interface Rounds {
  readonly trips: readonly (Ms | undefined)[];
  /** Why probes were lost, where the machine said so: refused, unresolved, … */
  readonly error?: string;
}

export interface LatencySummary {
  readonly sent: number;
  readonly lossRatio: number;
  /** Undefined when nothing was answered. */
  readonly answered?: {
    readonly meanS: number;
    readonly minS: number;
    readonly maxS: number;
    /** Mean difference of neighbouring round trips; undefined with fewer than two. */
    readonly jitterS?: number;
  };
}

export function summarize({ trips }: Pick<Rounds, 'trips'>): LatencySummary {
  const answered = trips.filter((trip) => trip !== undefined).map((trip) => trip / 1_000);
  const sent = trips.length;
  const lossRatio = sent === 0 ? 1 : (sent - answered.length) / sent;
  if (answered.length === 0) return { sent, lossRatio };
  const steps = answered.slice(1).map((trip, at) => Math.abs(trip - (answered[at] ?? trip)));
  return {
    sent,
    lossRatio,
    answered: {
      meanS: mean(answered),
      minS: Math.min(...answered),
      maxS: Math.max(...answered),
      ...(steps.length === 0 ? {} : { jitterS: mean(steps) }),
    },
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
