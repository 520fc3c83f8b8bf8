import { createHash } from 'node:crypto';
import type { EpochMs } from '../../../../kit/units.ts';
import type { Credentials } from './digest.ts';
import { escapeXml } from './envelope.ts';

const NAMES = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const PASSWORD_TYPE = `${NAMES}-username-token-profile-1.0#PasswordDigest`;
const NONCE_TYPE = `${NAMES}-soap-message-security-1.0#Base64Binary`;

/** When and with which nonce a token is made: `at` is the camera's own time, or it is refused. */
export interface TokenMoment {
  readonly at: EpochMs;
  readonly nonce: Uint8Array;
}

/** The WS-UsernameToken header (digest form): Base64(SHA-1(nonce + created + password)). */
export function usernameToken({ user, password }: Credentials, { at, nonce }: TokenMoment): string {
  // Whole seconds: some devices refuse a fraction.
  const created = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return (
    `<w:Security xmlns:w="${NAMES}-wssecurity-secext-1.0.xsd" s:mustUnderstand="1">` +
    `<w:UsernameToken><w:Username>${escapeXml(user)}</w:Username>` +
    `<w:Password Type="${PASSWORD_TYPE}">${digest}</w:Password>` +
    `<w:Nonce EncodingType="${NONCE_TYPE}">${Buffer.from(nonce).toString('base64')}</w:Nonce>` +
    `<u:Created xmlns:u="${NAMES}-wssecurity-utility-1.0.xsd">${created}</u:Created>` +
    '</w:UsernameToken></w:Security>'
  );
}
