import { type Bps, bps, type Ms, ms } from '../../../kit/units.ts';
import type { Arrivals } from '../../../wire/arrivals.ts';

/**
 * From what arrived until when, to the rate of the line: bits of IP packets a second (RFC 5136's IP-layer rate).
 *
 *   bytes │                 ╱ slope of the last half and of the last quarter
 *         │              ╱     agree within 2 %: settled
 *         │ ___________╱
 *         └─ramp──┼─────┼──▶ time since the first bytes
 */
export interface Estimate {
  readonly rate: Bps;
  readonly method: 'tcp4_kernel' | 'tcp4_app';
  /** IP-layer bytes that arrived. */
  readonly bytes: number;
  /** Since the first bytes. */
  readonly span: Ms;
  /** The slopes agree, and enough time has passed to believe them. */
  readonly settled: boolean;
}

const ETHERNET_HEADER = 14;
const MTU = 1_500;
/** IPv4 and TCP with time stamps. */
const TCP_HEADERS = 52;
const SEGMENT = MTU - TCP_HEADERS;

/** An answer of headers alone is not the load yet. */
const FIRST_BYTES = 20_000;

/**
 * What the kernel's counter needs at least, and the application's: that one is read in bursts while lost packets are waited
 * for. Chosen on shaped lines of 20 Mbit/s to 1 Gbit/s, RTT 10 to 100 ms, loss 0 to 1 %.
 */
const RULES = {
  tcp4_kernel: { shortest: ms(660), agreement: 0.02 },
  tcp4_app: { shortest: ms(2_000), agreement: 0.03 },
} as const;

/** A line may let its first 20 MB pass at a higher rate: after so many bytes they are over, if a second or so holds them. */
const BURST_BYTES = 40e6;
const BURST_SPAN = ms(1_100);
/** Twenty megabytes at any rate above the contract's take no longer than this to show themselves, but on slow lines. */
const BEYOND_SPAN = ms(2_500);
const BEYOND = 1.1;

function burstSpan(rate: Bps): number {
  const span = (BURST_BYTES * 8_000) / rate;
  return span <= BURST_SPAN ? span : 0;
}

const isBeyond = (rate: Bps, line: Bps | undefined): boolean =>
  line !== undefined && rate > BEYOND * line;

/** Of what the port counted, at least once in the last half, the test itself must have taken all but this. */
const OTHER_TRAFFIC = 0.2;

interface Point {
  readonly at: number;
  readonly bytes: number;
}

/** What is known besides what arrives. */
export interface Known {
  /** What the port carried before the test. */
  readonly background?: Bps | undefined;
  /** What the line carries by its contract, or did in a test before. */
  readonly line?: Bps | undefined;
}

/** Undefined while too little has arrived to tell anything. */
export function estimate(arrivals: readonly Arrivals[], known: Known = {}): Estimate | undefined {
  const began = arrivals.findIndex((now) => now.bytes - (arrivals[0]?.bytes ?? 0) >= FIRST_BYTES);
  const since = arrivals.slice(Math.max(0, began - 1));
  if (began < 0 || since.length < 5) return undefined;
  const app = points(since, appBytes);
  const kernel = since.every(({ port }) => port !== undefined)
    ? lessBackground(points(since, kernelBytes), known.background)
    : undefined;
  const isOwn = kernel !== undefined && mostlyOwn(kernel, app);
  return regress(isOwn ? kernel : app, isOwn ? 'tcp4_kernel' : 'tcp4_app', known.line);
}

function regress(
  all: readonly Point[],
  method: Estimate['method'],
  line: Bps | undefined,
): Estimate | undefined {
  const span = (all.at(-1)?.at ?? 0) - (all[0]?.at ?? 0);
  const tail = (share: number): Point[] => all.filter(({ at }) => at >= span * (1 - share));
  const [half, quarter] = [slope(tail(0.5)), slope(tail(0.25))];
  if (half === undefined || quarter === undefined || half <= 0) return undefined;
  const { shortest, agreement } = RULES[method];
  const rate = bps(half * 8_000);
  const enough = Math.max(shortest, burstSpan(rate), isBeyond(rate, line) ? BEYOND_SPAN : 0);
  return {
    rate,
    method,
    bytes: all.at(-1)?.bytes ?? 0,
    span: ms(span),
    settled: span >= enough && Math.abs(half - quarter) <= agreement * half,
  };
}

const points = (
  arrivals: readonly Arrivals[],
  bytesSince: (start: Arrivals, now: Arrivals) => number,
): readonly Point[] =>
  arrivals.map((now) => {
    const start = arrivals[0] ?? now;
    return { at: now.atMs - start.atMs, bytes: bytesSince(start, now) };
  });

const appBytes = (start: Arrivals, now: Arrivals): number =>
  ((now.bytes - start.bytes) * MTU) / SEGMENT;

/** Ports that join packets before they count them are told by frames longer than any packet. */
function kernelBytes(start: Arrivals, now: Arrivals): number {
  const bytes = (now.port?.bytes ?? 0) - (start.port?.bytes ?? 0);
  const frames = (now.port?.frames ?? 0) - (start.port?.frames ?? 0);
  if (bytes <= frames * (MTU + ETHERNET_HEADER)) return bytes - frames * ETHERNET_HEADER;
  const payload = bytes - frames * (ETHERNET_HEADER + TCP_HEADERS);
  return payload + (payload / SEGMENT) * TCP_HEADERS;
}

const lessBackground = (all: readonly Point[], background: Bps | undefined): readonly Point[] =>
  all.map(({ at, bytes }) => ({ at, bytes: bytes - ((background ?? 0) * at) / 8_000 }));

/** What waits for a lost packet is counted by the port first and read later: the least difference is what others took. */
function mostlyOwn(kernel: readonly Point[], app: readonly Point[]): boolean {
  const half = (kernel.at(-1)?.at ?? 0) / 2;
  const others = kernel.flatMap(({ at, bytes }, index) =>
    at < half || bytes <= 0 ? [] : [1 - (app[index]?.bytes ?? 0) / bytes],
  );
  return Math.min(...others) <= OTHER_TRAFFIC;
}

/** Least squares, because ports count joined packets of 64 KiB at once and single intervals jump. */
function slope(all: readonly Point[]): number | undefined {
  if (all.length < 3) return undefined;
  const mean = (pick: (point: Point) => number) =>
    all.reduce((sum, point) => sum + pick(point), 0) / all.length;
  const [at, bytes] = [mean((point) => point.at), mean((point) => point.bytes)];
  const spread = all.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  const common = all.reduce((sum, point) => sum + (point.at - at) * (point.bytes - bytes), 0);
  return spread === 0 ? undefined : common / spread;
}
