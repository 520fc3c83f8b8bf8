import type { Clock } from '../../../../kit/clock.ts';
import { days, hours } from '../../../../kit/units.ts';
import { readProfiles, readProfiles2 } from '../answers/media.ts';
import { operations } from '../soap/operations.ts';
import type { DeviceSession } from '../soap/session.ts';
import type { Auth } from './reading.ts';

const EVERY = days(1);
/** An agent that is started over and over must not lock its cameras. */
const FIRST_AFTER = hours(1);

/**
 * Whether a camera takes any login at all: true where one that nobody could have is given the profiles, which a
 * question without a login was refused. Undefined where the answer says neither.
 */
export async function takesAnyLogin(session: DeviceSession): Promise<boolean | undefined> {
  const operation = session.has('media') ? operations.profiles : operations.profiles2;
  const outcome = await session.askAsNobody(operation);
  if (outcome.kind === 'refused') return false;
  if (outcome.kind !== 'answer') return undefined;
  const profiles = [...readProfiles(outcome.body), ...readProfiles2(outcome.body)];
  return profiles.length > 0 ? true : undefined;
}

interface Answered {
  readonly auth: Auth;
  readonly anyCredentials: boolean | undefined;
}

/** Asked once a day, first after an hour: every try is a failed login in the camera's own book. The answer stands between. */
export class InventedLogin {
  readonly #clock: Pick<Clock, 'elapsed'>;
  #dueAtMs: number;
  #takesAny: boolean | undefined;

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
    this.#dueAtMs = clock.elapsed() + FIRST_AFTER;
  }

  isDue(): boolean {
    return this.#clock.elapsed() >= this.#dueAtMs;
  }

  /** The reading with the kept answer where this pass did not ask. A login that is refused proves the opposite. */
  complete<Of extends Answered>(reading: Of): Of {
    if (reading.anyCredentials !== undefined) {
      this.#dueAtMs = this.#clock.elapsed() + EVERY;
      this.#takesAny = reading.anyCredentials;
    }
    if (reading.auth === 'failed') this.#takesAny = false;
    const anyCredentials = this.#takesAny;
    const isOpen = anyCredentials === true && reading.auth === 'ok';
    return { ...reading, anyCredentials, auth: isOpen ? 'any_credentials' : reading.auth };
  }
}
