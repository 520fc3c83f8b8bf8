import { type Ms, minutes, ms } from '../../../kit/units.ts';
import type { Pass, Probe } from '../probe.ts';
import { type CameraParts, credentialsOf, STEP_DEADLINE } from './camera-probe.ts';
import type { RecorderEntry } from './options.ts';
import { LoginBreaker } from './reading/login-breaker.ts';
import { type RecorderReading, readRecorder } from './reading/read-recorder.ts';
import { KEPT_FOR, type RecordingDetail } from './reading/read-recordings.ts';
import { type Channel, channelsOf } from './recorder-channels.ts';
import { countStopped, isReadable, recorderFacts } from './recorder-facts.ts';
import { sayRecorder } from './recorder-words.ts';
import { parseHost } from './soap/endpoint.ts';

type RecorderParts = Pick<CameraParts, 'exchange' | 'clock' | 'random'>;

/** A question a channel, and what a channel keeps changes by the hour. */
const DETAIL_EVERY = minutes(10);
/** Of the pass's deadline; the rest is for what is asked before, and for the last answer. */
const DETAIL_SHARE = 0.4;

/** What the last round over the channels left. */
interface Known {
  readonly atMs: number;
  readonly detail: RecordingDetail | undefined;
  readonly channels: readonly Channel[] | undefined;
  readonly count: number | undefined;
}

/** One recorder, pass after pass. */
export class RecorderProbe implements Probe {
  readonly id: string;
  readonly every: Ms;
  readonly deadline: Ms;
  readonly #entry: RecorderEntry;
  readonly #parts: RecorderParts;
  readonly #breaker: LoginBreaker;
  #port: number | undefined;
  #known: Known | undefined;

  constructor(
    entry: RecorderEntry,
    cadence: { readonly every: Ms; readonly deadline: Ms },
    parts: RecorderParts,
  ) {
    this.id = entry.id;
    this.every = cadence.every;
    this.deadline = cadence.deadline;
    this.#entry = entry;
    this.#parts = parts;
    this.#breaker = new LoginBreaker(parts.clock);
  }

  async measure(signal: AbortSignal): Promise<Pass> {
    const isDue = this.#isDetailDue();
    const reading = await this.#read(isDue, signal);
    const isFresh = isDue && isReadable(reading) && this.#remember(reading);
    const channels = this.#known?.channels;
    const count = reading.channels ?? (isReadable(reading) ? this.#known?.count : undefined);
    const seen = { ...reading, channels: count };
    const problem = sayRecorder(seen, channels);
    const at = this.#parts.clock.now();
    return {
      facts: recorderFacts({ device: this.id, at, reading: seen, channels, isFresh }),
      healthy:
        isReadable(reading) &&
        this.#tellsWhatItKeeps(reading) &&
        (countStopped(seen, channels) ?? 0) === 0,
      ...(problem === undefined ? {} : { problem }),
    };
  }

  #isDetailDue(): boolean {
    const now = this.#parts.clock.elapsed();
    return this.#known === undefined || now - this.#known.atMs >= DETAIL_EVERY;
  }

  async #read(isDue: boolean, signal: AbortSignal): Promise<RecorderReading> {
    const credentials = this.#breaker.mayLogIn() ? credentialsOf(this.#entry) : undefined;
    const budget = ms(this.deadline * DETAIL_SHARE);
    const reading = await readRecorder({
      ...this.#parts,
      signal,
      credentials,
      deadline: STEP_DEADLINE,
      host: parseHost(this.#entry.address),
      knownPort: this.#port,
      heldBack: credentials === undefined && this.#entry.user !== undefined,
      detail: isDue ? { known: this.#known?.detail, budget } : undefined,
    });
    this.#port = reading.port ?? this.#port;
    if (credentials !== undefined && (reading.auth === 'ok' || reading.auth === 'failed'))
      this.#breaker.record(reading.auth);
    return reading;
  }

  /** Whether there was something new: a list that once could not be had is asked for again. */
  #remember({ recordings, channels: count }: RecorderReading): boolean {
    const { detail } = recordings;
    const atMs = this.#parts.clock.elapsed();
    if (detail === undefined && this.#known?.detail !== undefined)
      if (atMs - this.#known.atMs < KEPT_FOR) return false;
    const channels = detail && channelsOf(recordings);
    this.#known = { atMs, detail, channels, count };
    return true;
  }

  #tellsWhatItKeeps({ recordings }: RecorderReading): boolean {
    return recordings.summary !== undefined || (this.#known?.detail?.information.size ?? 0) > 0;
  }
}
