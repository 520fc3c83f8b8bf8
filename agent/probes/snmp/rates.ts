import type { Counters } from './reading.ts';

/** What an interface carried between two passes. */
export interface TrafficRate {
  readonly inBps: number;
  readonly outBps: number;
}

export interface Sample {
  readonly counters: Counters;
  /** sysUpTime: a smaller one than before means the agent on the device was started anew. */
  readonly agentUptimeS: number | undefined;
  readonly speedBps: number | undefined;
}

/** Counters of one pass are read over several questions, so a full line may seem a little over its speed. */
const OVER_SPEED = 1.2;
const SHORTEST_MS = 500;

/**
 * The rate between two passes; undefined where it can't be known: a counter that went back or was reset, an agent that was
 * started anew, a span too short, or more than the port can carry.
 */
export function rateBetween(earlier: Sample, later: Sample): TrafficRate | undefined {
  const span = later.counters.takenAt - earlier.counters.takenAt;
  if (span < SHORTEST_MS || !continuous(earlier, later)) return undefined;
  const inOctets = later.counters.inOctets - earlier.counters.inOctets;
  const outOctets = later.counters.outOctets - earlier.counters.outOctets;
  // 64 bits take 4,600 years to wrap at 1 Gbit/s: a smaller count is a reset.
  if (inOctets < 0n || outOctets < 0n) return undefined;
  const rate = { inBps: bitsPerSecond(inOctets, span), outBps: bitsPerSecond(outOctets, span) };
  const most = (later.speedBps ?? Number.POSITIVE_INFINITY) * OVER_SPEED;
  return rate.inBps > most || rate.outBps > most ? undefined : rate;
}

function continuous(earlier: Sample, later: Sample): boolean {
  if (earlier.counters.discontinuity !== later.counters.discontinuity) return false;
  const [before, after] = [earlier.agentUptimeS, later.agentUptimeS];
  return before === undefined || after === undefined || after >= before;
}

const bitsPerSecond = (octets: bigint, spanMs: number): number => (Number(octets) * 8_000) / spanMs;
