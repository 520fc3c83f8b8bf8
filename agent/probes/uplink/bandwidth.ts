import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Bps, bps, type Ms } from '../../../kit/units.ts';
import { type Arrivals, type FarEndState, SAMPLE_MS } from '../../../wire/arrivals.ts';
import type { Estimate } from './estimate.ts';

/** How a rate was taken; `tcp4` are four TCP streams. */
export type Method = Estimate['method'];

/** One direction of a test: a rate, or why there is none; the bytes are spent either way. */
export interface Direction {
  readonly rate: Result<Bps>;
  readonly method: Method | undefined;
  /** IP-layer, as far as they were counted. */
  readonly bytes: number;
  readonly seconds: number;
  /** When the streams were open, by the clock's `elapsed`. */
  readonly from: Ms;
  readonly to: Ms;
  /** How busy each end was meanwhile, 0 to 1. */
  readonly agentBusy: number;
  readonly farEnd?: Pick<FarEndState, 'busy' | 'tests' | 'congestion'>;
}

export interface BandwidthTest {
  readonly down: Direction;
  readonly up: Direction;
}

/** Above it a processor is all used, and its rate is not the line's. */
export const BUSY = 0.95;

const LATE = 3;
const FEWEST_MOMENTS = 3;

/**
 * Whether an end that looks every 20 ms was mostly late: it was kept from its processor, by other programs or by a limit on its
 * own time, which the processors' load doesn't show.
 */
export function heldUp(moments: readonly number[]): boolean {
  const gaps = moments.slice(1).map((at, before) => at - (moments[before] ?? at));
  const late = gaps.filter((gap) => gap > LATE * SAMPLE_MS).length;
  return gaps.length >= FEWEST_MOMENTS && late * 2 > gaps.length;
}

/** Less than this is an answer of a far end that hangs, not of a line. */
const LEAST_BYTES = 64 * 1024;
const SHORTEST_S = 0.02;

/** What a test came to in all. */
export interface Spent {
  readonly bytes: number;
  /** Since the first answer. */
  readonly seconds: number;
  /** An end was too busy to look at the line steadily. */
  readonly starved: boolean;
}

/**
 * What a test gives when it ends, settled or not. A starved end gets its packets in heaps, and a slope over heaps may be above
 * what the line carries: then the mean over everything stands, which is not.
 */
export function rateOf(last: Estimate | undefined, spent: Spent): Result<Bps> {
  const { bytes, seconds, starved } = spent;
  if (last !== undefined && last.bytes >= LEAST_BYTES) {
    const mean = (last.bytes * 8_000) / last.span;
    return ok(bps(Math.round(starved ? Math.min(last.rate, mean) : last.rate)));
  }
  if (bytes < LEAST_BYTES || seconds < SHORTEST_S)
    return fail(`too little arrived: ${bytes} bytes in ${seconds.toFixed(1)} s`);
  return ok(bps(Math.round((bytes * 8) / seconds)));
}

/** What this end knows of an upload, to hold the far end's count against. */
export interface Sent {
  readonly bytes: number;
  /** What the own port sent meanwhile, every program's; undefined where it can't be read. */
  readonly portBytes: number | undefined;
  /** Between the first line and the last, by the own clock. */
  readonly spanMs: number;
}

const CLOCK_SLACK_MS = 250;
const CLOCK_SLACK = 0.1;
/** Acknowledgements, a late first line. */
const PORT_SLACK_BYTES = 512 * 1024;
const PORT_SLACK = 0.1;

/** The far end's lines, without its port's count where that is more than left this end: others use that port too, or it lies. */
export function believable<Line extends Arrivals>(
  states: readonly Line[],
  { portBytes }: Pick<Sent, 'portBytes'>,
): readonly Arrivals[] {
  const counted = (states.at(-1)?.port?.bytes ?? 0) - (states[0]?.port?.bytes ?? 0);
  const most = (portBytes ?? Number.POSITIVE_INFINITY) * (1 + PORT_SLACK) + PORT_SLACK_BYTES;
  return counted <= most ? states : states.map(({ atMs, bytes }) => ({ atMs, bytes }));
}

/** Why a far end's count can't be true; undefined where nothing speaks against it. */
export function disproof(states: readonly Arrivals[], sent: Sent): string | undefined {
  const [first, last] = [states[0], states.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const backwards = states.some((state, at) => {
    const before = states[at - 1] ?? state;
    return state.atMs < before.atMs || state.bytes < before.bytes;
  });
  if (backwards) return 'far end counts backwards';
  if (last.bytes > sent.bytes) return `far end counted ${last.bytes} bytes of ${sent.bytes} sent`;
  const spanMs = last.atMs - first.atMs;
  if (Math.abs(spanMs - sent.spanMs) > CLOCK_SLACK_MS + CLOCK_SLACK * sent.spanMs)
    return `far end counted ${(spanMs / 1_000).toFixed(2)} s of ${(sent.spanMs / 1_000).toFixed(2)} s`;
  return undefined;
}
