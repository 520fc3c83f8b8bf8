import { children, textAt } from '../soap/xml.ts';

/**
 * Names that accounts carry when a device leaves the factory. Names only: no password stands here, and
 * none is ever tried. Not `viewer`: that is what schools are told to call theirs.
 */
const FACTORY_NAMES: ReadonlySet<string> = new Set([
  // Zeecure's list of camera makers (2015) and cameradar's dictionary (2018), which agree on these.
  ...['admin', 'administrator', 'root', 'service', 'dinion', '666666', '888888'],
  // The dictionary alone.
  ...['admin1', 'supervisor', 'ubnt'],
  // The user levels of ONVIF Core, of which many makers make accounts; assumed.
  ...['operator', 'user', 'guest', 'default'],
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
