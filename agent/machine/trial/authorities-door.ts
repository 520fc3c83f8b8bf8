import { getCACertificates } from 'node:tls';

/** Whom this system trusts, and whom Node does. */
export const systemAuthorities = (): readonly string[] => [
  ...getCACertificates('system'),
  ...getCACertificates('bundled'),
];
