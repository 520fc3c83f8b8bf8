import type { Clock } from '../../kit/clock.ts';
import type { EnrolmentCodeRequest } from '../../wire/enrolment.ts';
import type { Audit, Deed } from '../access/audit.ts';
import { type Actor, mayEnrol, sightOf } from '../access/caller.ts';
import type { Identities } from '../access/identities.ts';
import type { School, Units } from '../store/units.ts';
import { Problem } from './problem.ts';

export interface CodeMaking {
  readonly identities: Identities;
  readonly audit: Audit;
  readonly units: Units;
  readonly clock: Clock;
}

/** Makes the school where it is new, and a code for one agent of it; shared by the JSON interface and the page's form. */
export function makeCode(
  { identities, audit, units, clock }: CodeMaking,
  caller: Actor,
  wanted: EnrolmentCodeRequest,
) {
  const known = units.school(wanted.school);
  const unit = placeOf(units, caller, wanted, known);
  const now = clock.now();
  const { school, name, simulated } = wanted;
  units.putSchool({ id: school, name, simulated, unit }, now);
  const entry = { who: caller.name, subject: school, unit: school, address: caller.address };
  const change = changeOf(known, units.school(school));
  if (change !== undefined) audit.write({ ...entry, ...change }, now);
  audit.write({ ...entry, deed: 'enrolment_code_made' }, now);
  return identities.newEnrolmentCode(school, caller.name, now);
}

/** The unit to put the school into; undefined leaves it where it is. Throws where the caller may not. */
function placeOf(
  units: Units,
  caller: Actor,
  wanted: EnrolmentCodeRequest,
  known: School | undefined,
): string | undefined {
  const sight = sightOf(caller, (unit) => units.schoolsBelow(unit));
  if (!mayEnrol(caller, sight, { school: wanted.school, known: known !== undefined }))
    throw new Problem(403, `${caller.name} may not enrol agents for ${wanted.school}`);
  if (known === undefined && units.has(wanted.school))
    throw new Problem(409, `${wanted.school} is a unit that is not a school`);
  const unit = wanted.unit ?? (known === undefined ? caller.unit : undefined);
  if (unit === undefined) return undefined;
  if (!units.isGroup(unit)) throw new Problem(422, `there is no unit ${unit}`);
  if (caller.role === 'officer' && !units.groupsBelow(caller.unit ?? '').has(unit))
    throw new Problem(403, 'an officer adds schools to the own unit, or one below it');
  return unit;
}

function changeOf(
  before: School | undefined,
  after: School | undefined,
): { readonly deed: Deed; readonly detail?: string | undefined } | undefined {
  if (before === undefined) return { deed: 'school_added', detail: after?.name };
  if (before.unit?.id !== after?.unit?.id)
    return {
      deed: 'school_moved',
      detail: `${before.unit?.id ?? '–'} → ${after?.unit?.id ?? '–'}`,
    };
  return before.name === after?.name && before.simulated === after.simulated
    ? undefined
    : { deed: 'school_changed', detail: after?.name };
}
