import { type Ms, ms } from '../../kit/units.ts';

export type PingMethod = 'udp_echo' | 'tcp_connect';

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

/** Of the later half: the earlier one is still filling the line. */
export function medianOfLastHalf({ trips }: Pick<Rounds, 'trips'>): Ms | undefined {
  const answered = trips.slice(Math.floor(trips.length / 2)).filter((trip) => trip !== undefined);
  const sorted = answered.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function longestOf({ trips }: Pick<Rounds, 'trips'>): Ms | undefined {
  const answered = trips.filter((trip) => trip !== undefined);
  return answered.length === 0 ? undefined : ms(Math.max(...answered));
}

/** 97.5 % quantile of the normal distribution: two-sided 95 %. */
const Z = 1.96;

/**
 * Between which bounds the true share of lost probes lies, with 95 % certainty; undefined when none were sent.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 */
export function lossBounds(sent: number, lost: number): readonly [number, number] | undefined {
  if (sent === 0) return undefined;
  const share = lost / sent;
  const spread = Z ** 2 / sent;
  const middle = share + spread / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / sent + spread / (4 * sent));
  const bound = (value: number): number => Math.min(1, Math.max(0, value / (1 + spread)));
  return [bound(middle - half), bound(middle + half)];
}
