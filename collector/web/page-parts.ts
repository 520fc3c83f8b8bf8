import type { Result } from '../../kit/result.ts';
import type { EnrolmentCodeRequest } from '../../wire/enrolment.ts';
import type { Actor } from '../access/caller.ts';
import type { Desks } from '../access/desks.ts';
import type { SessionLine } from '../access/sessions.ts';
import type { HealthView } from '../health/health-view.ts';
import type { IncidentDesk } from '../incident/incident-desk.ts';
import type { Views } from '../report/views.ts';
import type { ConfigPages } from './agent-config-routes.ts';
import type { DeadLetterView } from './dead-letters-page.ts';
import type { EnrolmentCode } from './enrolment-page.ts';

/** Where a sign-in comes from: so that guessing can be slowed down, and people know their sessions. */
export type SignIn = { readonly peer: string; readonly browser: string } & (
  | { readonly way: 'password'; readonly name: string; readonly password: string }
  | { readonly way: 'code'; readonly code: string }
);

export interface Passwords {
  readonly current: string;
  readonly next: string;
  /** Of the caller: the one that outlives the change. */
  readonly session: string | undefined;
}

/** The value of a Set-Cookie header that begins or ends a session. */
interface SessionCookie {
  readonly setCookie: string;
}

export interface PageAccess {
  signIn(signIn: SignIn): Promise<Result<SessionCookie, 'wrong' | 'locked'>>;
  signOut(by: Actor, session: string | undefined): SessionCookie;
  setPassword(
    by: Actor,
    passwords: Passwords,
  ): Promise<Result<undefined, 'wrong_current' | 'too_short' | 'locked'>>;
  /** The caller's own. */
  sessions(by: Actor, session: string | undefined): readonly SessionLine[];
  endSession(by: Actor, id: number): void;
  enrol(
    request: EnrolmentCodeRequest,
    by: Actor,
  ): Result<EnrolmentCode, 'not_allowed' | 'unknown_unit'>;
}

/** What the pages take from the collector. */
export interface PageParts extends ConfigPages {
  readonly views: Views;
  readonly access: PageAccess;
  /** Where people, tokens and agents are looked after; each asks what the caller may. */
  readonly desks: Desks;
  /** Where people say what they do about incidents. */
  readonly incidentDesk: IncidentDesk;
  readonly deadLetters: (limit: number) => readonly DeadLetterView[];
  /** How the collector itself is. */
  readonly health: () => HealthView;
  /** The address agents reach the collector at, as the commands on the enrolment page say it. */
  readonly collectorUrl: () => string;
}
