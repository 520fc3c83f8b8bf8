import { type Challenge, chooseChallenge, parseChallenges } from './digest.ts';
import { parseEnvelope, type SoapAnswer } from './envelope.ts';
import type { HttpOutcome, SilenceReason } from './exchange.ts';

/**
 * What one call gave. `refused` means the device wants a login that it did not get, or not rightly;
 * `not_asked` that its service was silent before.
 */
export type CallOutcome =
  | SoapAnswer
  | { readonly kind: 'refused' }
  | { readonly kind: 'not_asked' }
  | { readonly kind: 'silent'; readonly reason: SilenceReason };

/** An outcome, and how the device wants to be logged in to where it said so. */
export interface Reply {
  readonly outcome: CallOutcome;
  readonly challenge: Challenge | undefined;
}

export function readReply(http: HttpOutcome, url: URL): Reply {
  if (http.kind !== 'answered') return { outcome: http, challenge: undefined };
  // A password may travel as it is only where nobody can read along.
  const isSecret = url.protocol === 'https:';
  const challenge = chooseChallenge(parseChallenges(http.challenges), isSecret);
  const answer = parseEnvelope(http.body);
  if (http.status === 401 || http.status === 403 || isRefusal(answer))
    return { outcome: { kind: 'refused' }, challenge };
  if (answer.kind === 'garbled' && http.status !== 200)
    return {
      outcome: { kind: 'garbled', detail: `HTTP status ${http.status} at ${url.pathname}` },
      challenge,
    };
  return { outcome: answer, challenge };
}

const REFUSALS = new Set(['NotAuthorized', 'FailedAuthentication', 'InvalidSecurity']);

const isRefusal = (answer: SoapAnswer): boolean =>
  answer.kind === 'fault' &&
  (answer.codes.some((code) => REFUSALS.has(code)) ||
    /not authori[sz]ed|authority failure|unauthori[sz]ed/i.test(answer.reason));

/** A fault that does not say that the operation is unknown may be about anything, a missing login too. */
export const isVague = (outcome: CallOutcome): boolean =>
  outcome.kind === 'fault' &&
  !outcome.codes.some((code) => /NotSupported|NotImplemented/i.test(code));
