import type { ClockAnswer } from '../answers/clock.ts';
import type { Identity, OfferedService } from '../answers/device.ts';
import type { SilenceReason } from '../soap/exchange.ts';
import type { CallOutcome } from '../soap/reply.ts';

/** A step that gave nothing, and why; never with credentials in it. */
export interface StepError {
  readonly step: string;
  readonly message: string;
}

/** What every ONVIF device says of itself, camera or recorder. */
export interface DeviceReading {
  readonly identity: Identity | undefined;
  readonly services: readonly OfferedService[];
  readonly scopes: readonly string[];
  readonly clock: ClockReading | undefined;
}

export interface ClockReading {
  readonly kind: ClockAnswer['kind'];
  /** Device clock minus the agent's; undefined unless the device states UTC. */
  readonly offsetS: number | undefined;
  /** Who sets it, as the device says. */
  readonly source: 'NTP' | 'Manual' | undefined;
}

/** Why a device could not be met at all. */
export type Unmet = SilenceReason | 'garbled';

/** `unknown`: it wanted a login and none was configured, or it never came to that. */
export type Auth = 'ok' | 'failed' | 'not_required' | 'any_credentials' | 'unknown';

/** Collects what went wrong on the way; a step that fails does not stop the next. */
export class Trouble {
  readonly errors: StepError[] = [];

  add(step: string, message: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a device says may hold them
    this.errors.push({ step, message: message.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim() });
  }

  /** The body of an answer; anything else is noted and gives undefined. */
  bodyOf(step: string, outcome: CallOutcome): unknown {
    if (outcome.kind === 'answer') return outcome.body;
    // The silence before it is noted.
    if (outcome.kind === 'not_asked') return undefined;
    if (outcome.kind !== 'refused') this.add(step, say(outcome));
    // Every step behind the same closed door would say the same.
    else if (!this.errors.some((error) => error.step === 'login'))
      this.add('login', `${step} ${say(outcome)}`);
    return undefined;
  }
}

/** What a device that was not met is told of by. */
export const unmetBy = (outcome: CallOutcome): Unmet =>
  outcome.kind === 'silent' ? outcome.reason : 'garbled';

/** An outcome in words, for logs and the error fields of facts. */
export function say(outcome: Exclude<CallOutcome, { kind: 'answer' }>): string {
  switch (outcome.kind) {
    case 'fault':
      return `fault ${outcome.codes.join('/')} ${outcome.reason}`;
    case 'refused':
      return 'wants a login, or refused the one it got';
    case 'silent':
      return `no answer: ${outcome.reason}`;
    case 'not_asked':
      return 'not asked';
    default:
      return outcome.detail;
  }
}
