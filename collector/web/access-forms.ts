import { oneLine } from '../../kit/one-line.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { PersonRole } from '../access/caller.ts';
import { isDay } from './audit-filter.ts';
import type { Words } from './page-request.ts';

export interface PersonWish {
  readonly name: string;
  readonly role: PersonRole;
  readonly unit: string | undefined;
}

/** What a filled form asks for; undefined where it can't be read. */
export function personForm({ name, role, unit }: Words): PersonWish | undefined {
  const isRead =
    name !== undefined &&
    name !== '' &&
    oneLine(name, 100) === name &&
    (role === 'admin' || role === 'officer' || role === 'school') &&
    (unit?.length ?? 0) <= 64;
  return isRead ? { name, role, unit } : undefined;
}

/** The same, with a last day. */
export function tokenForm(
  form: Words,
  endOf: (day: string) => EpochMs,
): (PersonWish & { readonly expiresAt: EpochMs | undefined }) | undefined {
  const wish = personForm(form);
  const until = form['until'];
  if (wish === undefined || (until !== undefined && !isDay(until))) return undefined;
  return { ...wish, expiresAt: until === undefined ? undefined : endOf(until) };
}
