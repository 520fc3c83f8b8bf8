import type { Clock } from '../../../../kit/clock.ts';
import { type Bytes, type Ms, ms } from '../../../../kit/units.ts';
import { figuresOf, type StreamFigures } from './figures.ts';
import { FrameCounter } from './frame-counter.ts';
import { parseRtp } from './rtp.ts';
import { nalCodec, type VideoTrack } from './sdp.ts';
import type { PictureSize } from './sps.ts';

interface ObservationParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly window: Ms;
  readonly maxBytes: Bytes;
}

/** After the first picture, before the window opens. */
const SETTLE = ms(500);

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

  expect(track: VideoTrack, channel: number): void {
    this.#track = track;
    this.#channel = channel;
    this.#counter = new FrameCounter(nalCodec(track.codec), track.parameterSets);
  }

  frame(channel: number, payload: Uint8Array): void {
    const now = this.#parts.clock.elapsed();
    this.#bytes += payload.length;
    if (this.#bytes > this.#parts.maxBytes) {
      this.#endMs = Math.min(this.#endMs, now);
      this.stop('more bytes than the cap allows');
    }
    if (channel !== this.#channel || now >= this.#endMs || this.#over.signal.aborted) return;
    const packet = parseRtp(payload);
    if (packet === undefined || packet.payloadType !== this.#track?.payloadType) return;
    this.#counter?.accept(packet, now);
    if (this.#startMs === undefined && this.#counter?.frames.length === 1) this.#open(now);
    if (this.#startMs !== undefined && now >= this.#startMs)
      this.#payloadBytes += packet.payload.length;
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
    readonly size: PictureSize | undefined;
    readonly figures: StreamFigures | undefined;
  } {
    const counter = this.#counter;
    const startMs = this.#startMs;
    const size = counter?.size;
    if (counter === undefined || startMs === undefined) return { size, figures: undefined };
    const clockRate = this.#track?.clockRate ?? 0;
    const window = { startMs, endMs: this.#endMs, payloadBytes: this.#payloadBytes, clockRate };
    return { size, figures: figuresOf(counter.frames, window) };
  }
}
