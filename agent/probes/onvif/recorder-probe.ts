import type { Ms } from '../../../kit/units.ts';
import type { Pass, Probe } from '../probe.ts';
import { type CameraParts, credentialsOf, STEP_DEADLINE } from './camera-probe.ts';
import { recorderFacts } from './facts.ts';
import type { RecorderEntry } from './options.ts';
import { LoginBreaker } from './reading/login-breaker.ts';
import { readRecorder } from './reading/read-recorder.ts';
import { parseHost } from './soap/endpoint.ts';
import { sayRecorder } from './words.ts';

type RecorderParts = Pick<CameraParts, 'exchange' | 'clock' | 'random'>;

/** One recorder, pass after pass. */
export class RecorderProbe implements Probe {
  readonly id: string;
  readonly every: Ms;
  readonly deadline: Ms;
  readonly #entry: RecorderEntry;
  readonly #parts: RecorderParts;
  readonly #breaker: LoginBreaker;
  #port: number | undefined;

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
    const credentials = this.#breaker.mayLogIn() ? credentialsOf(this.#entry) : undefined;
    const reading = await readRecorder({
      ...this.#parts,
      signal,
      credentials,
      deadline: STEP_DEADLINE,
      host: parseHost(this.#entry.address),
      knownPort: this.#port,
      heldBack: credentials === undefined && this.#entry.user !== undefined,
    });
    this.#port = reading.port ?? this.#port;
    if (credentials !== undefined && (reading.auth === 'ok' || reading.auth === 'failed'))
      this.#breaker.record(reading.auth);
    const problem = sayRecorder(reading);
    return {
      facts: recorderFacts(this.id, reading, this.#parts.clock.now()),
      healthy: reading.reachable && reading.auth !== 'failed' && reading.summary !== undefined,
      ...(problem === undefined ? {} : { problem }),
    };
  }
}
