import type { Clock } from '../../../../kit/clock.ts';
import { hours } from '../../../../kit/units.ts';
import type { Settable } from '../answers/encoder-options.ts';
import type { CameraOrder, CameraReading } from './read-camera.ts';
import type { Posture } from './read-posture.ts';

const EVERY = hours(1);

interface Kept {
  readonly serial: string | undefined;
  readonly posture: Posture | undefined;
  readonly main: { readonly profile: string; readonly settable: Settable | undefined } | undefined;
}

/** What hardly ever changes is asked once an hour, and stands in every pass between. */
export class SettledAnswers {
  readonly #clock: Pick<Clock, 'elapsed'>;
  #askedAtMs: number | undefined;
  #kept: Kept | undefined;

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  /** What this pass asks. It counts as asked from now, so that a pass cut short by it is not repeated. */
  due(): CameraOrder['settled'] {
    const now = this.#clock.elapsed();
    if (this.#askedAtMs !== undefined && now - this.#askedAtMs < EVERY) return 'nothing';
    this.#askedAtMs = now;
    return 'main_stream';
  }

  /** The reading with the kept answers where this pass did not ask. */
  complete(reading: CameraReading): CameraReading {
    if (!reading.reachable) {
      // Nothing was asked after all; and who comes back may be another camera.
      this.#askedAtMs = undefined;
      return reading;
    }
    const [main, ...others] = reading.streams;
    const serial = reading.identity?.serial;
    if (reading.posture !== undefined) {
      this.#kept = { serial, posture: reading.posture, main };
      return reading;
    }
    const kept = this.#kept;
    if (kept === undefined || this.#isAnother(serial)) return reading;
    const settable = kept.main?.profile === main?.profile ? kept.main?.settable : undefined;
    const streams = main === undefined ? [] : [{ ...main, settable }, ...others];
    return { ...reading, posture: kept.posture, streams };
  }

  #isAnother(serial: string | undefined): boolean {
    const known = this.#kept?.serial;
    if (serial === undefined || known === undefined || serial === known) return false;
    this.#kept = undefined;
    this.#askedAtMs = undefined;
    return true;
  }
}
