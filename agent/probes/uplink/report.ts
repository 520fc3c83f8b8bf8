import { lossBounds, summarize } from '../../dial/rounds.ts';
import type { Direction } from './bandwidth.ts';
import type { Capacities } from './bandwidth-turn.ts';
import { type Bottleneck, bottleneckOf, type Evidence } from './bottleneck.ts';
import type { LineMeasurement } from './line.ts';

/** One measurement as `hatang uplink measure --json` prints it; null is what was not measured. */
export interface LineReport {
  readonly server: string;
  readonly down: DirectionReport;
  readonly up: DirectionReport;
  readonly latency: {
    readonly idle_ms: number | null;
    readonly loaded_down_ms: number | null;
    readonly loaded_up_ms: number | null;
    readonly jitter_ms: number | null;
    readonly loss_ratio: number | null;
    /** 95 %: between which shares the true loss lies. */
    readonly loss_ci: readonly [number, number] | null;
    readonly method: LineMeasurement['latencyMethod'] | null;
    /** False: the loaded figures come from the test's own streams, which may hide a long queue. */
    readonly queues_filled: boolean;
  };
  readonly bottleneck: { readonly where: Bottleneck['where']; readonly why: string };
  readonly seconds: number;
  readonly bytes: number;
}

interface DirectionReport {
  readonly available_bps: number | null;
  readonly capacity_bps: number | null;
  readonly method: string | null;
  readonly seconds: number;
  readonly bytes: number;
  /** Why there is no capacity, where a router was asked. */
  readonly capacity_problem?: string;
  readonly error?: string;
}

interface Reported {
  readonly line: LineMeasurement;
  readonly capacity?: Capacities | undefined;
  readonly contract?: Evidence['contract'];
}

export function lineReport(server: string, { line, capacity, contract }: Reported): LineReport {
  const { answered, lossRatio, sent } = summarize(line.idle);
  const lost = line.idle.trips.filter((trip) => trip === undefined).length;
  // Silence alone may be a far end without an echo: no loss is claimed for it.
  const bounds = answered === undefined ? undefined : lossBounds(sent, lost);
  const { where, why } = bottleneckOf({ ...line, contract });
  return {
    server,
    down: direction(line.down, capacity?.down),
    up: direction(line.up, capacity?.up),
    latency: {
      idle_ms: inMs(answered && answered.meanS * 1_000),
      loaded_down_ms: inMs(line.loadedDown),
      loaded_up_ms: inMs(line.loadedUp),
      jitter_ms: inMs(answered?.jitterS && answered.jitterS * 1_000),
      loss_ratio: answered === undefined ? null : lossRatio,
      loss_ci: bounds === undefined ? null : [round(bounds[0]), round(bounds[1])],
      method: line.latencyMethod,
      queues_filled: line.filled,
    },
    bottleneck: { where, why: why.en },
    seconds: round(line.seconds),
    bytes: line.bytes,
  };
}

function direction(
  { rate, method, bytes, seconds }: Direction,
  capacity: Capacities['down'] | undefined,
): DirectionReport {
  return {
    available_bps: rate.ok ? Math.round(rate.value) : null,
    capacity_bps: capacity?.ok === true ? Math.round(capacity.value.rate) : null,
    method: method ?? null,
    seconds: round(seconds),
    bytes,
    ...(capacity?.ok === false ? { capacity_problem: capacity.problem } : {}),
    ...(rate.ok ? {} : { error: rate.problem }),
  };
}

/** Nothing could be measured, and why. */
export function unmeasured(server: string, error: string): LineReport {
  const none = {
    available_bps: null,
    capacity_bps: null,
    method: null,
    seconds: 0,
    bytes: 0,
    error,
  };
  return {
    server,
    down: none,
    up: none,
    latency: {
      idle_ms: null,
      loaded_down_ms: null,
      loaded_up_ms: null,
      jitter_ms: null,
      loss_ratio: null,
      loss_ci: null,
      method: null,
      queues_filled: false,
    },
    bottleneck: { where: 'unknown', why: error },
    seconds: 0,
    bytes: 0,
  };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
const inMs = (value: number | undefined): number | null =>
  value === undefined ? null : round(value);
