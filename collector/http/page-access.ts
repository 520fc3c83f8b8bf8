import type { Clock } from '../../kit/clock.ts';
import { fail, ok } from '../../kit/result.ts';
import type { Identities } from '../access/identities.ts';
import type { Throttle } from '../access/throttle.ts';
import type { Users } from '../access/users.ts';
import type { Units } from '../store/units.ts';
import type { PageAccess, SignIn } from '../web/page-parts.ts';
import { SESSION_COOKIE } from './authorize.ts';
import { makeCode } from './enrol.ts';
import { Problem } from './problem.ts';

export interface PageAccessParts {
  readonly identities: Identities;
  readonly users: Users;
  readonly units: Units;
  readonly throttle: Throttle;
  readonly clock: Clock;
  /** True where the public address is https: the cookie then never travels in the clear. */
  readonly secureCookie: boolean;
}

/** What the pages' forms do: signing in and out, passwords, enrolment codes. */
export function pageAccess(parts: PageAccessParts): PageAccess {
  const { identities, users, throttle, clock } = parts;
  return {
    async signIn(signIn) {
      const key = `sign-in ${signIn.peer}`;
      if (throttle.wait(key, clock.now()) > 0) return fail('locked');
      const user = await userOf(parts, signIn);
      if (user === undefined) {
        throttle.failed(key, clock.now());
        return fail('wrong');
      }
      throttle.succeeded(key);
      const { token, expiresAt } = identities.openSession(user, clock.now());
      const lifeS = Math.floor((expiresAt - clock.now()) / 1_000);
      return ok({ setCookie: cookie(parts, token, lifeS) });
    },
    signOut(session) {
      if (session !== undefined) identities.closeSession(session);
      return { setCookie: cookie(parts, '', 0) };
    },
    async setPassword({ name }, { current, next }) {
      const user = await users.mayChange(name, current);
      if (user === undefined) return fail('wrong_current');
      if (!(await users.setPassword(user, next))) return fail('too_short');
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

/** By name and password, by a sign-in code, or by an admin's API token in the code's place. */
async function userOf(
  { identities, users, clock }: PageAccessParts,
  signIn: SignIn,
): Promise<number | undefined> {
  switch (signIn.way) {
    case 'password':
      return await users.byPassword(signIn.name, signIn.password);
    case 'code':
      return identities.callerOfToken(signIn.code)?.role === 'admin'
        ? users.firstAdmin(clock.now()).id
        : identities.useSignInCode(signIn.code, clock.now());
  }
}

function cookie({ secureCookie }: PageAccessParts, value: string, lifeS: number): string {
  const secure = secureCookie ? '; Secure' : '';
  return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${lifeS}; SameSite=Lax; HttpOnly${secure}`;
}
