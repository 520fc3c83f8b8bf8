import type { Ms } from '../../../kit/units.ts';
import type { PortCount } from '../line-counters.ts';

export type LineDirection = 'down' | 'up';

/** Why counters say nothing between two readings. */
export type CountsBroken = 'reset' | 'wrapped';

/** Octets of one direction; what comes in from the provider is the download. */
export const octetsOf = (count: PortCount, direction: LineDirection): bigint =>
  direction === 'down' ? count.inOctets : count.outOctets;

const framesOf = (count: PortCount, direction: LineDirection): bigint | undefined =>
  direction === 'down' ? count.inFrames : count.outFrames;

/** sysUpTime's hundredths wrap after 497 days: a small one after a huge one is no restart. Source: RFC 3418. */
const UPTIME_WRAPS_S = 2 ** 32 / 100;
const NEAR_WRAP_S = 3_600;

/** Faster than any port of a school where the router does not say how fast its own is. */
const FASTEST_BPS = 100e9;

/** What broke the counting of one direction between two readings; undefined where it went on. */
export function brokenBetween(
  earlier: PortCount,
  later: PortCount,
  direction: LineDirection,
): CountsBroken | undefined {
  if (earlier.discontinuity !== later.discontinuity || startedAnew(earlier, later)) return 'reset';
  const [before, after] = [octetsOf(earlier, direction), octetsOf(later, direction)];
  if (after >= before) return undefined;
  return wrapExplains(before, after, mostOctets(earlier, later)) ? 'wrapped' : 'reset';
}

function startedAnew(
  { agentUptimeS: before }: PortCount,
  { agentUptimeS: after }: PortCount,
): boolean {
  if (before === undefined || after === undefined || after >= before) return false;
  return !(before > UPTIME_WRAPS_S - NEAR_WRAP_S && after < NEAR_WRAP_S);
}

/** A 64-bit counter that is kept in 32 bits inside wraps there. */
const WRAPS = [2n ** 32n, 2n ** 64n] as const;

const wrapExplains = (before: bigint, after: bigint, most: bigint): boolean =>
  WRAPS.some((wrap) => before < wrap && wrap - before + after <= most);

/** What the port could have carried meanwhile, and half a second's worth for counters that lag. */
function mostOctets(earlier: PortCount, later: PortCount): bigint {
  const speed = later.speedBps ?? FASTEST_BPS;
  const span = later.takenAt - earlier.takenAt + 500;
  return BigInt(Math.ceil((speed * span) / 8_000));
}

/** What a direction had carried since the first reading, at one moment that may be off by `off` on each side. */
export interface Point {
  readonly at: Ms;
  readonly off: number;
  readonly bytes: number;
}

/** `ip`: without the frames' headers. `frame`: with them, where the router counts no frames. */
export type Layer = 'ip' | 'frame';

export interface Counted {
  readonly layer: Layer;
  /** Bytes at that layer since the first reading. */
  readonly bytesOf: (count: PortCount) => number;
}

/** At the layer of what is available to a test, wherever the router lets it be known. */
export function countedFrom(counts: readonly PortCount[], direction: LineDirection): Counted {
  const [first] = counts;
  if (first === undefined) return { layer: 'frame', bytesOf: () => 0 };
  const octets = octetsOf(first, direction);
  const raw = (count: PortCount): number => Number(octetsOf(count, direction) - octets);
  const frames = framesOf(first, direction);
  const header = first.headerBytes;
  // Some routers have the counters of frames and leave them at 0, as Linux does on loopback.
  const last = counts.at(-1);
  const moved = last !== undefined && framesOf(last, direction) !== frames;
  if (header === 0) return { layer: 'ip', bytesOf: raw };
  if (frames === undefined || header === undefined || !moved)
    return { layer: 'frame', bytesOf: raw };
  return {
    layer: 'ip',
    bytesOf: (count) =>
      raw(count) - header * Number((framesOf(count, direction) ?? frames) - frames),
  };
}
