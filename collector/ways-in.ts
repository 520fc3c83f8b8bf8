import type { Clock } from '../kit/clock.ts';
import { Audit } from './access/audit.ts';
import { openDesks } from './access/desks.ts';
import { Sessions } from './access/sessions.ts';
import { Throttle } from './access/throttle.ts';
import { Users } from './access/users.ts';
import type { CollectorConfig } from './config.ts';
import type { Core } from './core.ts';
import { peopleOf } from './people.ts';
import { lastHeard } from './store/last-heard.ts';
import type { Stores } from './store/stores-door.ts';

/** A school's people share one address. */
const FAILURES_OF_AN_ADDRESS = 30;

interface AccessParts {
  readonly config: Pick<CollectorConfig, 'mail'>;
  readonly clock: Clock;
  readonly adminToken: string | undefined;
}

/** Who may come in, and where people, tokens and agents are looked after. */
export function accessOf(
  { config, clock, adminToken }: AccessParts,
  { stores, units, identities }: Pick<Core, 'units' | 'identities'> & { readonly stores: Stores },
) {
  identities.keepAdminToken(adminToken, clock.now());
  const { state: sql, facts } = stores;
  const [users, sessions, audit] = [new Users(sql), new Sessions(sql), new Audit(sql)];
  const people = peopleOf({ config, clock }, { sql, units });
  const desk = { ...people, sql, units, identities, users, sessions, audit, clock };
  return {
    ...{ identities, users, sessions, audit, people },
    desks: openDesks({ ...desk, lastHeard: () => lastHeard(facts) }),
    throttle: new Throttle({ sql, kind: 'name' }),
    peerThrottle: new Throttle({ sql, kind: 'address', free: FAILURES_OF_AN_ADDRESS }),
  };
}

/** A page that lets the first admin in; undefined once the admin has a password. */
export function firstWayIn(
  { clock }: { readonly clock: Clock },
  { users, sessions }: Pick<ReturnType<typeof accessOf>, 'users' | 'sessions'>,
  url: string,
): string | undefined {
  const admin = users.firstAdmin(clock.now());
  if (admin.hasPassword) return undefined;
  return `${url}/sign-in?code=${sessions.newCode(admin.id, clock.now()).code}`;
}
