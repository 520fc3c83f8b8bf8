/** Administrators, the system, and the account that the scheduled task runs under. Source: Windows, well-known SIDs. */
const ALLOWED = ['*S-1-5-32-544:F', '*S-1-5-18:F', '*S-1-5-19:R'];

/** What makes icacls leave a file to those, and to whoever set the machine up; not to the pupils who log in. */
export const windowsRights = (file: string, account: string | undefined): string[] => [
  file,
  '/inheritance:r',
  '/grant:r',
  ...ALLOWED,
  ...(account === undefined || account.endsWith('$') ? [] : [`${account}:F`]),
];
