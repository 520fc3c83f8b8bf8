import type { Result } from '../../kit/result.ts';
import type { Ms } from '../../kit/units.ts';

/** What the router's port to the line has counted since it was started. */
export interface PortCount {
  /** ifHCInOctets: from the provider, whole frames. Source: RFC 2863. */
  readonly inOctets: bigint;
  /** ifHCOutOctets. */
  readonly outOctets: bigint;
  /** ifHCInUcastPkts and ifHCOutUcastPkts; undefined where the router does not count frames. */
  readonly inFrames: bigint | undefined;
  readonly outFrames: bigint | undefined;
  /** Of each frame what is no IP: 14 on Ethernet, 0 on PPP; undefined where the port's type doesn't tell. */
  readonly headerBytes: number | undefined;
  /** ifCounterDiscontinuityTime, in hundredths of a second; undefined where the router doesn't say. */
  readonly discontinuity: number | undefined;
  /** sysUpTime of the router's agent, in seconds. */
  readonly agentUptimeS: number | undefined;
  /** ifHighSpeed of the port. */
  readonly speedBps: number | undefined;
  /** Monotonic: halfway between question and answer. */
  readonly takenAt: Ms;
  /** From question to answer: how far off `takenAt` may be, on both sides together. */
  readonly took: Ms;
}

/**
 * The router's counters of one line, read whenever asked: one question at a time, answered or given up within about a second.
 * The problem is a phrase for the log and the fact. After `close` the next reading begins anew.
 */
export interface LineCounters {
  read(signal: AbortSignal): Promise<Result<PortCount>>;
  close(): void;
}
