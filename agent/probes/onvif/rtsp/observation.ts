import type { Clock } from '../../../../kit/clock.ts';
import { type Bytes, type Ms, ms } from '../../../../kit/units.ts';
import { figuresOf, type StreamFigures } from './figures.ts';
import { FrameCounter } from './frame-counter.ts';
import { type RtpHead, readRtpHead } from './rtp.ts';
import type { VideoTrack } from './sdp.ts';
import type { PictureSize } from './sps.ts';

interface ObservationParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly window: Ms;
  readonly maxBytes: Bytes;
}

/** After the first picture, before the window opens. */
const SETTLE = ms(500);
export const OVER_THE_CAP = 'more bytes than the cap allows';

/**
 * The window over one stream. It opens soon after the first picture (which may take a window's length)
 * and ends by time, by the byte cap, when the connection closes or when the pass is over.
 */
export class Observation {
  readonly #parts: ObservationParts;
  readonly #over = new AbortController();
  readonly #begun = new AbortController();
  #counter: FrameCounter | undefined;
  #track: VideoTrack | undefined;
  #channel = 0;
  #bytes = 0;
  #payloadBytes = 0;
  #startMs: number | undefined;
  #endMs = Number.POSITIVE_INFINITY;
  #ended: string | undefined;

  constructor(parts: ObservationParts) {
    this.#parts = parts;
  }

  /** Why the window ended before its time. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** A picture came. */
  get hasBegun(): boolean {
    return this.#startMs !== undefined;
  }

  expect(track: VideoTrack, channel: number): void {
    this.#track = track;
    this.#channel = channel;
    this.#counter = new FrameCounter(track.codec, track.parameterSets);
  }

  /** Counts what came against the cap; false once that is used up: the window is then over. */
  mayTake(bytes: number): boolean {
    this.#bytes += bytes;
    if (this.#bytes <= this.#parts.maxBytes) return true;
    this.#endMs = Math.min(this.#endMs, this.#parts.clock.elapsed());
    this.stop(OVER_THE_CAP);
    return false;
  }

  frame(channel: number, payload: Uint8Array): void {
    if (channel !== this.#channel || this.#ended !== undefined) return;
    const head = readRtpHead(payload);
    if (head === undefined || head.payloadType !== this.#track?.payloadType) return;
    const now = this.#parts.clock.elapsed();
    if (now >= this.#endMs) return;
    this.#count(head, payload, now);
    if (this.#startMs === undefined && this.#counter?.frames.length === 1) this.#open(now);
    if (this.#startMs !== undefined && now >= this.#startMs)
      this.#payloadBytes += head.end - head.start;
  }

  /** Most packets are more of a picture that was counted: they are looked at no further. */
  #count({ stamp, start, end }: RtpHead, packet: Uint8Array, now: number): void {
    const counter = this.#counter;
    if (counter === undefined || counter.hasCounted(stamp)) return;
    counter.accept({ stamp, payload: packet.subarray(start, end) }, now);
  }

  #open(now: number): void {
    this.#startMs = now + SETTLE;
    this.#endMs = this.#startMs + this.#parts.window;
    this.#begun.abort();
  }

  /** Pictures after this are not counted; silence up to the window's end still is. */
  stop(why = 'the camera closed the connection'): void {
    this.#ended ??= why;
    this.#over.abort();
  }

  /** Resolves when the window is over. */
  async watch(): Promise<void> {
    const { clock, signal, window } = this.#parts;
    const stops = [this.#over.signal, signal];
    await clock.sleep(window, AbortSignal.any([...stops, this.#begun.signal]));
    if (this.#startMs === undefined) return;
    const left = this.#startMs + window - clock.elapsed();
    await clock.sleep(ms(Math.max(0, left)), AbortSignal.any(stops));
    if (signal.aborted) this.#endMs = Math.min(this.#endMs, clock.elapsed());
  }

  /** Runs the goodbye for at most `patience`. */
  async goodbye(patience: Ms, deed: () => Promise<unknown>): Promise<void> {
    const done = new AbortController();
    const said = deed().then(() => done.abort());
    await Promise.race([said, this.#parts.clock.sleep(patience, done.signal)]);
  }

  result(): {
    readonly codec: string | undefined;
    readonly size: PictureSize | undefined;
    readonly figures: StreamFigures | undefined;
  } {
    const counter = this.#counter;
    const startMs = this.#startMs;
    const seen = { codec: counter?.codec, size: counter?.size };
    if (counter === undefined || startMs === undefined) return { ...seen, figures: undefined };
    const clockRate = this.#track?.clockRate ?? 0;
    const window = { startMs, endMs: this.#endMs, payloadBytes: this.#payloadBytes, clockRate };
    return { ...seen, figures: figuresOf(counter.frames, window) };
  }
}
