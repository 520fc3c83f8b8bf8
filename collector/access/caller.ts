import type { Sight } from '../report/views.ts';

export type Role = 'admin' | 'officer' | 'school' | 'agent';

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

/** The schools this caller reads: the one place where roles meet the unit tree. */
export function sightOf(
  caller: Pick<Caller, 'role' | 'unit'>,
  schoolsBelow: (unit: string) => ReadonlySet<string>,
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
