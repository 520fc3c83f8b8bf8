import type { Clock } from '../../kit/clock.ts';
import { oneLine } from '../../kit/one-line.ts';
import { fail, ok } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Audit } from '../access/audit.ts';
import type { Actor } from '../access/caller.ts';
import type { Identities } from '../access/identities.ts';
import { fingerprint } from '../access/secrets-door.ts';
import type { Sessions } from '../access/sessions.ts';
import { peerKey, type Throttle } from '../access/throttle.ts';
import type { Users } from '../access/users.ts';
import type { Units } from '../store/units.ts';
import type { PageAccess, Passwords, SignIn } from '../web/page-parts.ts';
import { SESSION_COOKIE } from './authorize.ts';
import { makeCode } from './make-code.ts';
import { Problem } from './problem.ts';

export interface PageAccessParts {
  readonly identities: Identities;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly users: Users;
  readonly units: Units;
  /** Counts failures of a name at an address. */
  readonly throttle: Throttle;
  /** Counts failures of an address, which a whole school may share. */
  readonly peerThrottle: Throttle;
  readonly clock: Clock;
}

/** What the pages' forms do: signing in and out, passwords, sessions, enrolment codes. */
export function pageAccess(parts: PageAccessParts): PageAccess {
  const { sessions, audit, clock } = parts;
  return {
    async signIn(signIn) {
      const address = signIn.peer;
      const found = await whoComes(parts, signIn);
      if (typeof found === 'string') {
        // Not while locked: whoever hammers on must not fill the log.
        if (found === 'wrong')
          audit.write({ who: '', deed: 'sign_in_refused', address }, clock.now());
        return fail(found);
      }
      const opening = { ...found, address, browser: oneLine(signIn.browser, 200) };
      const { token, expiresAt } = sessions.open(opening, clock.now());
      const { name = '', unit } = sessions.callerOf(token, clock.now()) ?? {};
      audit.write({ who: name, deed: 'signed_in', subject: name, unit, address }, clock.now());
      return ok({ setCookie: cookie(token, Math.floor((expiresAt - clock.now()) / 1_000)) });
    },
    signOut(by, session) {
      if (session !== undefined) {
        sessions.close(session);
        const { name, unit, address } = by;
        audit.write({ who: name, deed: 'signed_out', subject: name, unit, address }, clock.now());
      }
      return { setCookie: cookie('', 0) };
    },
    setPassword: (by, passwords) => setPassword(parts, by, passwords),
    sessions: ({ user }, session) =>
      user === undefined ? [] : sessions.of(user, session, clock.now()),
    endSession({ user, name, unit, address }, id) {
      if (user === undefined || !sessions.end(user, id)) return;
      audit.write({ who: name, deed: 'session_ended', subject: name, unit, address }, clock.now());
    },
    enrol(wanted, by) {
      try {
        const made = makeCode(parts, by, wanted);
        const name = parts.units.school(wanted.school)?.name ?? wanted.school;
        return ok({ school: wanted.school, name, ...made });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return fail(error.status === 422 ? 'unknown_unit' : 'not_allowed');
      }
    },
  };
}

async function setPassword(
  { users, sessions, audit, throttle, clock }: PageAccessParts,
  { name, user, unit, address }: Actor,
  { current, next, session }: Passwords,
): ReturnType<PageAccess['setPassword']> {
  if (user === undefined || session === undefined) return fail('wrong_current');
  const key = `password ${user}`;
  if (throttle.wait(key, clock.now()) > 0) return fail('locked');
  throttle.failed(key, clock.now());
  if (!(await users.mayChange(user, current))) return fail('wrong_current');
  throttle.succeeded(key);
  if (!(await users.setPassword(user, next))) return fail('too_short');
  sessions.endWaysIn(user, session, clock.now());
  audit.write({ who: name, deed: 'password_set', subject: name, unit, address }, clock.now());
  return ok(undefined);
}

type Refusal = 'wrong' | 'locked';

function whoComes(
  parts: PageAccessParts,
  signIn: SignIn,
): Promise<Coming | Refusal> | Coming | Refusal {
  return signIn.way === 'code' ? byCode(parts, signIn) : byPassword(parts, signIn);
}

/** A person, and the admin token that opens the session where it was one. */
interface Coming {
  readonly user: number;
  readonly token?: number | undefined;
}

/**
 * By a sign-in code, or an admin's API token in its place. Neither can be guessed, so that a right one opens
 * the door even where somebody behind the same address has been trying.
 */
function byCode(
  { identities, sessions, users, clock, peerThrottle }: PageAccessParts,
  { code, peer }: SignIn & { readonly way: 'code' },
): Coming | Refusal {
  const now = clock.now();
  if (identities.callerOfToken(code, now)?.role === 'admin')
    return { user: users.firstAdmin(now).id, token: identities.idOfToken(code) };
  const user = sessions.useCode(code, now);
  return user === undefined ? refused(peerThrottle, peerKey(peer), now) : { user };
}

/** The failure is counted before the password is looked at: guesses sent at once count one by one. */
async function byPassword(
  { users, clock, throttle, peerThrottle }: PageAccessParts,
  { name, password, peer }: SignIn & { readonly way: 'password' },
): Promise<Coming | Refusal> {
  const now = clock.now();
  const address = peerKey(peer);
  const key = fingerprint(`sign-in ${address} ${name.toLowerCase()}`);
  if (peerThrottle.wait(address, now) > 0 || throttle.wait(key, now) > 0) return 'locked';
  throttle.failed(key, now);
  const user = await users.byPassword(name, password);
  if (user === undefined) return refused(peerThrottle, address, now);
  throttle.succeeded(key);
  return { user };
}

function refused(peers: Throttle, address: string, now: EpochMs): Refusal {
  if (peers.wait(address, now) > 0) return 'locked';
  peers.failed(address, now);
  return 'wrong';
}

/** Where the page came over https it is also made Secure, as every cookie is: see pages.ts. */
const cookie = (value: string, lifeS: number): string =>
  `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${lifeS}; SameSite=Lax; HttpOnly`;
