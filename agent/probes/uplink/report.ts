import type { BandwidthTest, Direction } from './bandwidth.ts';
import { METHOD } from './bandwidth.ts';
import { type Rounds, summarize } from './rounds.ts';

/** One measurement as `hatang uplink measure --json` prints it; null is what was not measured. */
export interface LineReport {
  readonly server: string;
  readonly down: DirectionReport;
  readonly up: DirectionReport;
  readonly latency: {
    readonly idle_ms: number | null;
    readonly loaded_down_ms: null;
    readonly loaded_up_ms: null;
    readonly jitter_ms: number | null;
    readonly loss_ratio: number | null;
    readonly loss_ci: null;
  };
  readonly bottleneck: { readonly where: 'unknown'; readonly why: string };
  readonly seconds: number;
  readonly bytes: number;
}

interface DirectionReport {
  readonly available_bps: number | null;
  readonly capacity_bps: null;
  readonly method: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly error?: string;
}

export function lineReport(
  server: string,
  { idle, test, seconds }: { idle: Rounds; test: BandwidthTest; seconds: number },
): LineReport {
  const { answered, lossRatio } = summarize(idle);
  const inMs = (value: number | undefined) => (value === undefined ? null : round(value * 1_000));
  return {
    server,
    down: direction(test.down),
    up: direction(test.up),
    latency: {
      idle_ms: inMs(answered?.meanS),
      loaded_down_ms: null,
      loaded_up_ms: null,
      jitter_ms: inMs(answered?.jitterS),
      // Silence alone may be a far end without an echo: no loss is claimed for it.
      loss_ratio: answered === undefined ? null : lossRatio,
      loss_ci: null,
    },
    bottleneck: {
      where: 'unknown',
      why: 'this method does not watch the router, the processor and the far end',
    },
    seconds: round(seconds),
    bytes: test.down.bytes + test.up.bytes,
  };
}

function direction({ rate, bytes, seconds }: Direction): DirectionReport {
  return {
    available_bps: rate.ok ? Math.round(rate.value) : null,
    capacity_bps: null,
    method: METHOD,
    seconds: round(seconds),
    bytes,
    ...(rate.ok ? {} : { error: rate.problem }),
  };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** The same for people. */
export function sayLine({ server, down, up, latency }: LineReport): string {
  const rate = ({ available_bps, error }: DirectionReport): string =>
    available_bps === null ? `không đo được (${error})` : `${round(available_bps / 1e6)} Mbit/s`;
  const span = (value: number | null): string => (value === null ? '–' : `${value} ms`);
  return [
    `Điểm đo:    ${server}`,
    `Tải xuống:  ${rate(down)}`,
    `Tải lên:    ${rate(up)}`,
    `Độ trễ:     ${span(latency.idle_ms)}, độ rung ${span(latency.jitter_ms)}`,
    `Mất gói:    ${latency.loss_ratio === null ? '–' : `${round(latency.loss_ratio * 100)} %`}`,
    '',
  ].join('\n');
}
