import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Bps, bps } from '../../../kit/units.ts';

/** Why the rate is what it is; the plain test until leases and kernel counters come. */
export const METHOD = 'http4';

/** One direction of a test: a rate, or why there is none; the bytes are spent either way. */
export interface Direction {
  readonly rate: Result<Bps>;
  readonly bytes: number;
  readonly seconds: number;
}

export interface BandwidthTest {
  readonly down: Direction;
  readonly up: Direction;
}

/** Less than this is an answer of a far end that hangs, not of a line. */
const LEAST_BYTES = 64 * 1024;
const SHORTEST_WINDOW_S = 0.02;

/** The rate of what arrived here over the window from the first byte to the last. */
export function downRate(bytes: number, seconds: number): Result<Bps> {
  if (bytes < LEAST_BYTES) return fail(`too little arrived: ${bytes} bytes in ${say(seconds)} s`);
  if (seconds < SHORTEST_WINDOW_S) return fail(`window of ${say(seconds)} s is too short`);
  return ok(bps((bytes * 8) / seconds));
}

/** What the far end counted of one stream, beside what this end knows of it. */
export interface UploadStream {
  readonly countedBytes: number;
  readonly countedSeconds: number;
  readonly sentBytes: number;
  /** From the first byte written to the answer. */
  readonly tookSeconds: number;
}

/** The far end's figure, unless it can't be true beside what was sent from here. */
export function upRate(streams: readonly UploadStream[]): Result<Bps> {
  for (const { countedBytes, sentBytes, countedSeconds, tookSeconds } of streams) {
    if (countedBytes > sentBytes)
      return fail(`far end counted ${countedBytes} bytes of ${sentBytes} sent`);
    const difference = tookSeconds - countedSeconds;
    if (countedSeconds > tookSeconds + 0.5 || difference > Math.max(1, tookSeconds / 2))
      return fail(`far end counted ${say(countedSeconds)} s of ${say(tookSeconds)} s`);
  }
  const bytes = streams.reduce((sum, { countedBytes }) => sum + countedBytes, 0);
  const seconds = Math.max(0, ...streams.map(({ countedSeconds }) => countedSeconds));
  return downRate(bytes, seconds);
}

const say = (seconds: number): string => seconds.toFixed(2);
