import type { Request } from 'express';
import type { Clock } from '../../kit/clock.ts';
import type { Actor, Caller, Role } from '../access/caller.ts';
import type { Identities } from '../access/identities.ts';
import type { Sessions } from '../access/sessions.ts';
import { isSameOrigin } from './origin.ts';
import { Problem } from './problem.ts';

export const SESSION_COOKIE = 'hatang_session';

export interface Authorizing {
  readonly identities: Identities;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/** Who calls: by `Authorization: Bearer` or `Token`, or by the page's session cookie. */
export function callerOf(request: Request, authorizing: Authorizing): Caller | undefined {
  const caller = identified(request, authorizing);
  // For the log: who asked, by name.
  if (caller !== undefined && request.res !== undefined) request.res.locals['caller'] = caller.name;
  return caller;
}

function identified(request: Request, authorizing: Authorizing): Caller | undefined {
  const { identities, sessions, clock } = authorizing;
  if (request.get('authorization') !== undefined) {
    const token = tokenOf(request);
    return token === undefined ? undefined : identities.callerOfToken(token, clock.now());
  }
  const session = sessionOf(request);
  if (session === undefined) return undefined;
  const caller = sessions.callerOf(session, clock.now());
  if (caller !== undefined && isByHand(request)) sessions.seen(session, clock.now());
  return caller;
}

export function tokenOf(request: Request): string | undefined {
  return /^(?:Bearer|Token) +(\S{1,512})$/i.exec(request.get('authorization') ?? '')?.[1];
}

/** A page that refreshes itself is nobody's doing: it keeps no session from growing idle. */
const isByHand = (request: Request): boolean =>
  (request.get('sec-fetch-mode') ?? 'navigate') === 'navigate';

export function sessionOf(request: Request): string | undefined {
  return cookieOf(request, SESSION_COOKIE);
}

export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name && value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The caller, if the role is one of these; else 401 or 403. */
export function require(
  request: Request,
  authorizing: Authorizing,
  roles: readonly Role[],
): Caller {
  const caller = callerOf(request, authorizing);
  if (caller === undefined)
    throw new Problem(401, 'a valid token is needed', {}, { 'WWW-Authenticate': 'Bearer' });
  if (!roles.includes(caller.role))
    throw new Problem(403, `the role ${caller.role} may not do this`);
  if (isForged(request))
    throw new Problem(403, 'a session changes things from the collector’s own pages alone');
  return caller;
}

/** The same, with the address the change is asked from. */
export function requireActor(
  request: Request,
  authorizing: Authorizing,
  roles: readonly Role[],
): Actor {
  return { ...require(request, authorizing, roles), address: request.ip ?? '' };
}

/** A cookie travels with what another site sends, a token does not. */
const isForged = (request: Request): boolean =>
  !['GET', 'HEAD'].includes(request.method) &&
  request.get('authorization') === undefined &&
  !isSameOrigin(request);

export const READERS: readonly Role[] = ['admin', 'officer', 'school'];
export const MANAGERS: readonly Role[] = ['admin', 'officer'];
