import { createHash, randomBytes } from 'node:crypto';

export type DigestAlgorithm = 'MD5' | 'SHA-256';
/** `stale`: right password over a nonce that has run out; the client may try again at once. */
export type LoginVerdict = 'ok' | 'wrong' | 'stale' | 'missing';

export interface Account {
  readonly user: string;
  readonly password: string;
}

export interface DigestOptions extends Account {
  readonly realm: string;
  readonly algorithms: readonly DigestAlgorithm[];
  /** Without qop the older scheme of RFC 2069 is spoken, as most cameras' RTSP does. */
  readonly qop: 'auth' | 'none';
  readonly nonceLifeMs: number;
}

const NONCES_KEPT = 1_000;
const HASH = { MD5: 'md5', 'SHA-256': 'sha256' } as const;

/** The server's side of HTTP Digest (RFC 7616), for HTTP and RTSP alike. */
export class DigestGuard {
  readonly #options: DigestOptions;
  readonly #nonces = new Map<string, number>();

  constructor(options: DigestOptions) {
    this.#options = options;
  }

  /** One challenge an algorithm, each for a header line of its own. */
  challenges(stale: boolean): string[] {
    const { realm, algorithms, qop } = this.#options;
    return algorithms.map((algorithm) => {
      const parts = [`realm="${realm}"`, `nonce="${this.#mint()}"`];
      if (qop === 'auth') parts.push('qop="auth"', `algorithm=${algorithm}`);
      if (stale) parts.push('stale=true');
      return `Digest ${parts.join(', ')}`;
    });
  }

  check(method: string, authorization: string): LoginVerdict {
    const fields = digestFields(authorization);
    const algorithm = fields.get('algorithm')?.toUpperCase() === 'SHA-256' ? 'SHA-256' : 'MD5';
    const isOffered = this.#options.algorithms.includes(algorithm);
    if (!isOffered || fields.get('username') !== this.#options.user) return 'wrong';
    if (fields.get('response')?.toLowerCase() !== this.#expected(algorithm, method, fields)) {
      return 'wrong';
    }
    const mintedAt = this.#nonces.get(fields.get('nonce') ?? '');
    const isFresh = mintedAt !== undefined && Date.now() - mintedAt < this.#options.nonceLifeMs;
    return isFresh ? 'ok' : 'stale';
  }

  #expected(algorithm: DigestAlgorithm, method: string, fields: Map<string, string>): string {
    const hash = (text: string) => createHash(HASH[algorithm]).update(text).digest('hex');
    const of = (name: string) => fields.get(name) ?? '';
    const { user, realm, password } = this.#options;
    const secret = hash(`${user}:${realm}:${password}`);
    const request = hash(`${method}:${of('uri')}`);
    return fields.has('qop')
      ? hash([secret, of('nonce'), of('nc'), of('cnonce'), of('qop'), request].join(':'))
      : hash([secret, of('nonce'), request].join(':'));
  }

  #mint(): string {
    const nonce = randomBytes(16).toString('hex');
    this.#nonces.set(nonce, Date.now());
    const oldest = this.#nonces.keys().next();
    if (this.#nonces.size > NONCES_KEPT && oldest.done !== true) this.#nonces.delete(oldest.value);
    return nonce;
  }
}

function digestFields(authorization: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name, quoted, plain] of authorization.matchAll(
    /([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi,
  )) {
    fields.set((name ?? '').toLowerCase(), quoted ?? plain ?? '');
  }
  return fields;
}
