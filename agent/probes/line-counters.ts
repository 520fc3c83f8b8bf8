import type { Result } from '../../kit/result.ts';
import type { Ms } from '../../kit/units.ts';

/** What the router's port to the line has counted since it was started. */
export interface PortCount {
  /** ifHCInOctets: from the provider, whole frames. Source: RFC 2863. */
  readonly inOctets: bigint;
  /** ifHCOutOctets. */
  readonly outOctets: bigint;
  /** ifCounterDiscontinuityTime, in hundredths of a second. */
  readonly discontinuity: number;
  /** sysUpTime of the router's agent, in seconds. */
  readonly agentUptimeS: number | undefined;
  /** ifHighSpeed of the port. */
  readonly speedBps: number | undefined;
  /** Monotonic: halfway between question and answer. */
  readonly takenAt: Ms;
}

/** The router's counters of one line, read whenever asked; the problem is a phrase for the log and the fact. */
export interface LineCounters {
  read(signal: AbortSignal): Promise<Result<PortCount>>;
  close(): void;
}
