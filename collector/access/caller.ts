import type { Sight } from '../report/views.ts';

export type Role = 'admin' | 'officer' | 'school' | 'agent';
/** Roles of people, and of tokens that programs read by. */
export type PersonRole = Exclude<Role, 'agent'>;

/** Who stands behind a request, by token or by session. */
export interface Caller {
  readonly role: Role;
  /** For the audit log and the page head; never a secret. */
  readonly name: string;
  /** The unit an officer or a school reads; the school an agent writes. */
  readonly unit: string | undefined;
  readonly agent: string | undefined;
  /** Set where the caller is a person signed in by the page. */
  readonly user: number | undefined;
}

/** A caller who changes something, and from where. */
export interface Actor extends Pick<Caller, 'role' | 'name' | 'unit' | 'user'> {
  readonly address: string;
}

/** What rights ask of the unit tree. */
export interface Tree {
  schoolsBelow(unit: string): ReadonlySet<string>;
  groupsBelow(unit: string): ReadonlySet<string>;
}

/** The schools this caller reads: here, and below, is where roles meet the unit tree. */
export function sightOf(
  caller: Pick<Caller, 'role' | 'unit'>,
  schoolsBelow: Tree['schoolsBelow'],
): Sight {
  switch (caller.role) {
    case 'admin':
      return undefined;
    case 'officer':
    case 'school':
      return caller.unit === undefined ? new Set() : schoolsBelow(caller.unit);
    case 'agent':
      return new Set();
  }
}

/** The units, schools and others, whose people, tokens, agents and log the caller looks after; undefined: all. */
export function chargeOf(caller: Pick<Caller, 'role' | 'unit'>, tree: Tree): Sight {
  if (caller.role === 'admin') return undefined;
  if (caller.role !== 'officer' || caller.unit === undefined) return new Set();
  return new Set([...tree.groupsBelow(caller.unit), ...tree.schoolsBelow(caller.unit)]);
}

/** Whether who has this charge may give the place, or take it away: an officer never one above the own unit. */
export function mayManage(
  charge: Sight,
  place: { readonly role: Role; readonly unit: string | undefined },
): boolean {
  if (charge === undefined) return true;
  return place.role !== 'admin' && place.unit !== undefined && charge.has(place.unit);
}

/** Whether the caller may make enrolment codes for this school, or for a new one below this unit. */
export function mayEnrol(
  caller: Pick<Caller, 'role' | 'unit'>,
  sight: Sight,
  place: { school: string; known: boolean },
): boolean {
  if (caller.role === 'admin') return true;
  if (caller.role !== 'officer' || caller.unit === undefined) return false;
  return !place.known || sight === undefined || sight.has(place.school);
}
