import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP password storage cheat sheet: argon2id with 19 MiB, two passes, one lane. */
const ARGON = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const argon2id = promisify(argon2);

/** Letters and digits nobody mistakes for one another (Crockford's base 32). */
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 256 random bits, for a token or a session. */
export const newToken = (): string => `ht_${randomBytes(32).toString('base64url')}`;

/** 256 random bits, for a lease. */
export const newLease = (): string => `hl_${randomBytes(32).toString('base64url')}`;

/** 60 random bits as `XXXX-XXXX-XXXX`, for a code that a person types once. */
export function newCode(): string {
  const letters = [...randomBytes(12)].map((byte) => CODE_ALPHABET[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** What a typed code means: case, blanks and dashes don't count, O is 0, I and L are 1. */
export const plainCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

/** Secrets of 60 bits and more are kept as this; passwords never are. */
export const fingerprint = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex');

/** One form for what keyboards compose in two: `ế` is one letter, or three. */
const composed = (password: string): string => password.normalize('NFC');

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await argon2id('argon2id', { message: composed(password), nonce, ...ARGON });
  return `argon2id$${nonce.toString('base64url')}$${tag.toString('base64url')}`;
}

export async function passwordMatches(password: string, kept: string): Promise<boolean> {
  const [kind, nonce, tag] = kept.split('$');
  if (kind !== 'argon2id' || nonce === undefined || tag === undefined) return false;
  const expected = Buffer.from(tag, 'base64url');
  const given = await argon2id('argon2id', {
    message: composed(password),
    nonce: Buffer.from(nonce, 'base64url'),
    ...ARGON,
  });
  return expected.length === given.length && timingSafeEqual(expected, given);
}
