import type { Result } from '../../kit/result.ts';
import type { EnrolmentCodeRequest } from '../../wire/enrolment.ts';
import type { HealthView } from '../health/health-view.ts';
import type { Views } from '../report/views.ts';
import type { ConfigPages } from './agent-config-routes.ts';
import type { DeadLetterView } from './dead-letters-page.ts';
import type { EnrolmentCode } from './enrolment-page.ts';
import type { Caller } from './page-request.ts';

/** Where a sign-in comes from, so that guessing can be slowed down. */
export type SignIn = { readonly peer: string } & (
  | { readonly way: 'password'; readonly name: string; readonly password: string }
  | { readonly way: 'code'; readonly code: string }
);

/** The value of a Set-Cookie header that begins or ends a session. */
interface SessionCookie {
  readonly setCookie: string;
}

export interface PageAccess {
  signIn(signIn: SignIn): Promise<Result<SessionCookie, 'wrong' | 'locked'>>;
  signOut(session: string | undefined): SessionCookie;
  setPassword(
    caller: Caller,
    passwords: {
      readonly current: string;
      readonly next: string;
      /** Of the caller: the one that outlives the change. */
      readonly session: string | undefined;
    },
  ): Promise<Result<undefined, 'wrong_current' | 'too_short' | 'locked'>>;
  enrol(
    request: EnrolmentCodeRequest,
    caller: Caller,
  ): Result<EnrolmentCode, 'not_allowed' | 'unknown_unit'>;
}

/** What the pages take from the collector. */
export interface PageParts extends ConfigPages {
  readonly views: Views;
  readonly access: PageAccess;
  readonly deadLetters: (limit: number) => readonly DeadLetterView[];
  /** How the collector itself is. */
  readonly health: () => HealthView;
  /** The address agents reach the collector at, as the commands on the enrolment page say it. */
  readonly collectorUrl: () => string;
}
