import { children, textAt } from '../soap/xml.ts';

/**
 * Names accounts carry when a device leaves the factory: of its makers' manuals, as the owner may read
 * them. Names only: no password stands here, and none is ever tried.
 * Sources: Hikvision, Uniview, Reolink, TP-Link VIGI (admin); Dahua, KBVision (admin, 888888, 666666,
 * default); Axis (root); Vivotek (root, operator, viewer); Bosch (service, user, live); Hanwha (admin, user);
 * Ubiquiti (ubnt); Panasonic (admin1); Sony, Xiongmai, V380 (admin, user, guest); Arecont, ACTi (admin).
 */
const FACTORY_NAMES: ReadonlySet<string> = new Set([
  '666666',
  '888888',
  'admin',
  'admin1',
  'administrator',
  'default',
  'guest',
  'live',
  'operator',
  'root',
  'service',
  'supervisor',
  'system',
  'ubnt',
  'user',
  'viewer',
]);
const MAX_ACCOUNTS = 256;

/** The names of a device's accounts; undefined when the answer is none. */
export function readAccounts(body: unknown): readonly string[] | undefined {
  const users = children(body, 'GetUsersResponse', 'User').slice(0, MAX_ACCOUNTS);
  const names = users.flatMap((user) => textAt(user, 'Username') ?? []);
  // A device has an account: a list without one is a list that is kept back.
  return names.length === 0 ? undefined : names;
}

/** Whether nobody ever made an account of their own; a list of names is never empty. */
export const areFactoryNames = (names: readonly string[]): boolean =>
  names.every((name) => FACTORY_NAMES.has(name.trim().toLowerCase()));
