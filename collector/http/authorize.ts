import type { Request } from 'express';
import type { Clock } from '../../kit/clock.ts';
import type { Caller, Role } from '../access/caller.ts';
import type { Identities } from '../access/identities.ts';
import { Problem } from './problem.ts';

export const SESSION_COOKIE = 'hatang_session';

export interface Authorizing {
  readonly identities: Identities;
  readonly clock: Clock;
}

/** Who calls: by `Authorization: Bearer` or `Token`, or by the page's session cookie. */
export function callerOf(request: Request, authorizing: Authorizing): Caller | undefined {
  const caller = identified(request, authorizing);
  // For the log: who asked, by name.
  if (caller !== undefined && request.res !== undefined) request.res.locals['caller'] = caller.name;
  return caller;
}

function identified(request: Request, { identities, clock }: Authorizing): Caller | undefined {
  const header = request.get('authorization');
  if (header !== undefined) {
    const token = /^(?:Bearer|Token) +(\S{1,512})$/i.exec(header)?.[1];
    return token === undefined ? undefined : identities.callerOfToken(token);
  }
  const session = sessionOf(request);
  return session === undefined ? undefined : identities.callerOfSession(session, clock.now());
}

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
  return caller;
}

export const READERS: readonly Role[] = ['admin', 'officer', 'school'];
