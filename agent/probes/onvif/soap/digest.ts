import { createHash } from 'node:crypto';

/** HTTP authentication (RFC 7235, 7616, 7617), as HTTP and RTSP both use it. Pure. */
export interface Challenge {
  /** Lower case: `digest`, `basic`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface Signed {
  readonly method: string;
  /** As it stands in the request line. */
  readonly uri: string;
  readonly body?: string;
  readonly cnonce: string;
  /** How often this nonce was used, from 1. */
  readonly count: number;
}

/** A map, so that no device names what every object has. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['md5', 'md5'],
  ['sha-256', 'sha256'],
  ['sha-512-256', 'sha512-256'],
]);
const MAX_HEADER_CHARS = 4_096;
/** A token, its `=`, and a quoted or bare value; or a scheme, which has no `=`. */
const PIECE = /([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

/** All challenges of all `WWW-Authenticate` lines, several in one line too. */
export function parseChallenges(lines: readonly string[]): readonly Challenge[] {
  const found: { scheme: string; params: Record<string, string> }[] = [];
  for (const line of lines) {
    for (const [, name = '', quoted, bare] of line.slice(0, MAX_HEADER_CHARS).matchAll(PIECE)) {
      const value = quoted?.replace(/\\(.)/g, '$1') ?? bare;
      if (value === undefined) found.push({ scheme: name.toLowerCase(), params: {} });
      else {
        const last = found.at(-1);
        if (last !== undefined) last.params[name.toLowerCase()] = value;
      }
    }
  }
  return found;
}

export const offersBasic = (lines: readonly string[]): boolean =>
  parseChallenges(lines).some(({ scheme }) => scheme === 'basic');

/** The strongest challenge we can answer; Basic only where the caller says the password may travel. */
export function chooseChallenge(
  challenges: readonly Challenge[],
  allowBasic: boolean,
): Challenge | undefined {
  return challenges
    .map((challenge) => ({ challenge, strength: strengthOf(challenge, allowBasic) }))
    .filter(({ strength }) => strength > 0)
    .sort((a, b) => b.strength - a.strength)[0]?.challenge;
}

function strengthOf(challenge: Challenge, allowBasic: boolean): number {
  if (challenge.scheme === 'basic') return allowBasic ? 1 : 0;
  if (challenge.scheme !== 'digest' || challenge.params['nonce'] === undefined) return 0;
  const hash = HASHES.get(hashName(challenge));
  if (hash === undefined || qopOf(challenge) === 'unknown') return 0;
  return hash === 'md5' ? 2 : 3;
}

/** The nonce grew old, the password was right: asking again with the new nonce is no failed login. */
export const isStale = (challenge: Challenge): boolean =>
  challenge.params['stale']?.toLowerCase() === 'true';

/** The `Authorization` value that answers a challenge chosen by `chooseChallenge`. */
export function authorization(
  challenge: Challenge,
  { user, password }: Credentials,
  signed: Signed,
): string {
  if (challenge.scheme === 'basic')
    return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  const { nonce = '', realm = '', opaque, algorithm } = challenge.params;
  const qop = qopOf(challenge);
  const count = signed.count.toString(16).padStart(8, '0');
  const parts = [
    `username="${escapeQuoted(user)}"`,
    `realm="${escapeQuoted(realm)}"`,
    `nonce="${escapeQuoted(nonce)}"`,
    `uri="${escapeQuoted(signed.uri)}"`,
    `response="${respond(challenge, { user, password }, signed)}"`,
  ];
  if (algorithm !== undefined) parts.push(`algorithm=${algorithm}`);
  if (qop !== undefined) parts.push(`qop=${qop}`, `nc=${count}`, `cnonce="${signed.cnonce}"`);
  if (opaque !== undefined) parts.push(`opaque="${escapeQuoted(opaque)}"`);
  return `Digest ${parts.join(', ')}`;
}

function respond(challenge: Challenge, { user, password }: Credentials, signed: Signed): string {
  const { nonce = '', realm = '' } = challenge.params;
  const hash = (text: string) =>
    createHash(HASHES.get(hashName(challenge)) ?? 'md5')
      .update(text, 'utf8')
      .digest('hex');
  const plain = hash(`${user}:${realm}:${password}`);
  const secret = isSession(challenge) ? hash(`${plain}:${nonce}:${signed.cnonce}`) : plain;
  const qop = qopOf(challenge);
  const asked = `${signed.method}:${signed.uri}`;
  const deed = hash(qop === 'auth-int' ? `${asked}:${hash(signed.body ?? '')}` : asked);
  if (qop === undefined) return hash(`${secret}:${nonce}:${deed}`);
  const count = signed.count.toString(16).padStart(8, '0');
  return hash(`${secret}:${nonce}:${count}:${signed.cnonce}:${qop}:${deed}`);
}

const isSession = ({ params }: Challenge): boolean =>
  params['algorithm']?.toLowerCase().endsWith('-sess') === true;

const hashName = ({ params }: Challenge): string =>
  (params['algorithm'] ?? 'MD5').toLowerCase().replace(/-sess$/, '');

function qopOf({ params }: Challenge): 'auth' | 'auth-int' | 'unknown' | undefined {
  if (params['qop'] === undefined || params['qop'].trim() === '') return undefined;
  const offered = params['qop'].toLowerCase().split(/[\s,]+/);
  if (offered.includes('auth')) return 'auth';
  return offered.includes('auth-int') ? 'auth-int' : 'unknown';
}

/** A quoted value cannot hold a line break: a header of ours must stay one line. */
const escapeQuoted = (text: string): string =>
  text.replace(/[\r\n]/g, '').replace(/["\\]/g, '\\$&');
