import type { Clock } from '../../kit/clock.ts';
import { fail, ok } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Identities } from '../access/identities.ts';
import { fingerprint } from '../access/secrets-door.ts';
import { peerKey, type Throttle } from '../access/throttle.ts';
import type { Users } from '../access/users.ts';
import type { Units } from '../store/units.ts';
import type { PageAccess, SignIn } from '../web/page-parts.ts';
import { SESSION_COOKIE } from './authorize.ts';
import { makeCode } from './make-code.ts';
import { Problem } from './problem.ts';

export interface PageAccessParts {
  readonly identities: Identities;
  readonly users: Users;
  readonly units: Units;
  /** Counts failures of a name at an address. */
  readonly throttle: Throttle;
  /** Counts failures of an address, which a whole school may share. */
  readonly peerThrottle: Throttle;
  readonly clock: Clock;
  /** True where the public address is https: the cookie then never travels in the clear. */
  readonly secureCookie: boolean;
}

/** What the pages' forms do: signing in and out, passwords, enrolment codes. */
export function pageAccess(parts: PageAccessParts): PageAccess {
  const { identities, users, throttle, clock } = parts;
  return {
    async signIn(signIn) {
      const user = await userOf(parts, signIn);
      if (typeof user === 'string') {
        // Not while locked: whoever hammers on must not fill the log.
        if (user === 'wrong')
          identities.audit('', 'sign-in refused', signIn.peer.slice(0, 64), clock.now());
        return fail(user);
      }
      const { token, expiresAt } = identities.openSession(user, clock.now());
      const lifeS = Math.floor((expiresAt - clock.now()) / 1_000);
      return ok({ setCookie: cookie(parts, token, lifeS) });
    },
    signOut(session) {
      if (session !== undefined) identities.closeSession(session, clock.now());
      return { setCookie: cookie(parts, '', 0) };
    },
    async setPassword({ name, user }, { current, next, session }) {
      if (user === undefined || session === undefined) return fail('wrong_current');
      const key = `password ${user}`;
      if (throttle.wait(key, clock.now()) > 0) return fail('locked');
      throttle.failed(key, clock.now());
      if (!(await users.mayChange(user, current))) return fail('wrong_current');
      throttle.succeeded(key);
      if (!(await users.setPassword(user, next))) return fail('too_short');
      identities.endOtherWaysIn(user, session, clock.now());
      identities.audit(name, 'password set', name, clock.now());
      return ok(undefined);
    },
    enrol(wanted, caller) {
      try {
        const made = makeCode(parts, { ...caller, unit: caller.unit }, wanted);
        const name = parts.units.school(wanted.school)?.name ?? wanted.school;
        return ok({ school: wanted.school, name, ...made });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return fail(error.status === 422 ? 'unknown_unit' : 'not_allowed');
      }
    },
  };
}

type Refusal = 'wrong' | 'locked';

function userOf(
  parts: PageAccessParts,
  signIn: SignIn,
): Promise<number | Refusal> | number | Refusal {
  return signIn.way === 'code' ? byCode(parts, signIn) : byPassword(parts, signIn);
}

/**
 * By a sign-in code, or an admin's API token in its place. Neither can be guessed, so that a right one opens
 * the door even where somebody behind the same address has been trying.
 */
function byCode(
  { identities, users, clock, peerThrottle }: PageAccessParts,
  { code, peer }: SignIn & { readonly way: 'code' },
): number | Refusal {
  const now = clock.now();
  const user =
    identities.callerOfToken(code)?.role === 'admin'
      ? users.firstAdmin(now).id
      : identities.useSignInCode(code, now);
  if (user !== undefined) return user;
  return refused(peerThrottle, peerKey(peer), now);
}

/** The failure is counted before the password is looked at: guesses sent at once count one by one. */
async function byPassword(
  { users, clock, throttle, peerThrottle }: PageAccessParts,
  { name, password, peer }: SignIn & { readonly way: 'password' },
): Promise<number | Refusal> {
  const now = clock.now();
  const address = peerKey(peer);
  const key = fingerprint(`sign-in ${address} ${name.toLowerCase()}`);
  if (peerThrottle.wait(address, now) > 0 || throttle.wait(key, now) > 0) return 'locked';
  throttle.failed(key, now);
  const user = await users.byPassword(name, password);
  if (user === undefined) return refused(peerThrottle, address, now);
  throttle.succeeded(key);
  return user;
}

function refused(peers: Throttle, address: string, now: EpochMs): Refusal {
  if (peers.wait(address, now) > 0) return 'locked';
  peers.failed(address, now);
  return 'wrong';
}

function cookie({ secureCookie }: PageAccessParts, value: string, lifeS: number): string {
  const secure = secureCookie ? '; Secure' : '';
  return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${lifeS}; SameSite=Lax; HttpOnly${secure}`;
}
