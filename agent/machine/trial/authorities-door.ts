import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/** Whom this system trusts: read when it is first asked for, and once. */
export function openSystemTrust(): () => SecureContext {
  let trust: SecureContext | undefined;
  return () => {
    trust ??= createSecureContext({ ca: getCACertificates('system') });
    return trust;
  };
}
