import type { Clock } from '../../kit/clock.ts';
import { fail, ok, type Result } from '../../kit/result.ts';
import type { Sql } from '../store/sql.ts';
import type { Audit } from './audit.ts';
import { type Actor, chargeOf, mayManage, type PersonRole, type Tree } from './caller.ts';
import type { Identities } from './identities.ts';
import type { Refusal } from './refusal.ts';
import type { Sessions } from './sessions.ts';
import type { Place, Users } from './users.ts';

/** What a desk works with: there a caller asks for a change, and right, deed and log entry are one transaction. */
export interface DeskParts {
  readonly sql: Sql;
  readonly units: Tree & {
    isGroup(unit: string): boolean;
    school(id: string): object | undefined;
  };
  readonly users: Users;
  readonly sessions: Sessions;
  readonly identities: Identities;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Whether a role can have its place there: an officer a group of schools, a school a school, an admin none. */
function fits({ units }: DeskParts, { role, unit }: Place): boolean {
  switch (role) {
    case 'admin':
      return unit === undefined;
    case 'officer':
      return unit !== undefined && units.isGroup(unit);
    case 'school':
      return unit !== undefined && units.school(unit) !== undefined;
  }
}

/** A place this caller may give, or why not. */
export function givable(
  parts: DeskParts,
  by: Actor,
  wanted: { readonly role: PersonRole; readonly unit?: string | undefined },
): Result<Place, Refusal> {
  const place = { role: wanted.role, unit: wanted.unit };
  // Asked first: whoever may not give the place learns nothing of the tree.
  if (!mayManage(chargeOf(by, parts.units), place)) return fail('not_allowed');
  return fits(parts, place) ? ok(place) : fail('wrong_unit');
}

export const sayPlace = ({ role, unit }: Place): string =>
  unit === undefined ? role : `${role} ${unit}`;
