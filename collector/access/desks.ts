import type { EpochMs } from '../../kit/units.ts';
import { MaintenanceDesk } from '../calendar/maintenance-desk.ts';
import type { Unit, Units } from '../store/units.ts';
import { AgentDesk } from './agent-desk.ts';
import type { AuditFilter, AuditLine } from './audit.ts';
import { type Actor, chargeOf } from './caller.ts';
import { ContactDesk, type ContactDeskParts } from './contact-desk.ts';
import type { DeskParts } from './desk.ts';
import { TokenDesk } from './token-desk.ts';
import { UserDesk } from './user-desk.ts';

export interface Desks {
  readonly users: UserDesk;
  readonly tokens: TokenDesk;
  readonly agents: AgentDesk;
  readonly maintenance: MaintenanceDesk;
  readonly contacts: ContactDesk;
  /** What the log says of what the caller looks after, newest first. */
  audit(by: Actor, filter: Omit<AuditFilter, 'charge'>): readonly AuditLine[];
  /** Units above schools that the caller may give people and tokens a place in, by name. */
  places(by: Actor): readonly Unit[];
}

type OfContacts =
  | 'contacts'
  | 'configured'
  | 'schoolsWithout'
  | 'official'
  | 'keepsOnly'
  | 'sendTest';

export function openDesks(
  parts: DeskParts &
    Pick<ContactDeskParts, OfContacts> & {
      readonly units: Pick<Units, 'groups' | 'chainTo' | 'has' | 'name'>;
      readonly lastHeard: () => (school: string, agent: string) => EpochMs | undefined;
    },
): Desks {
  const { units, audit } = parts;
  return {
    users: new UserDesk(parts),
    tokens: new TokenDesk(parts),
    agents: new AgentDesk(parts),
    maintenance: new MaintenanceDesk(parts),
    contacts: new ContactDesk(parts),
    audit: (by, filter) => audit.read({ ...filter, charge: chargeOf(by, units) }),
    places(by) {
      const charge = chargeOf(by, units);
      return units.groups().filter(({ id }) => charge === undefined || charge.has(id));
    },
  };
}
