import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ms } from '../../kit/units.ts';

export interface Place {
  readonly address: string;
  readonly port: number;
}

interface Asked extends Place {
  readonly cookie: string;
  readonly at: Ms;
}

const KEPT_MS = 10_000;
const MOST = 1_000;

/** Who asked for filler, and proved by the cookie that the address is his own. */
export class FillAsked {
  readonly #secret: Uint8Array;
  readonly #asked = new Map<string, Asked>();

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** The cookie for this place; it is sent there, and nowhere else. */
  cookieFor(id: string, { address, port }: Place, now: Ms): string {
    const cookie = createHmac('sha256', this.#secret)
      .update(`${id}|${address}|${port}`)
      .digest('hex')
      .slice(0, 16);
    const oldest = this.#asked.keys().next();
    if (this.#asked.size >= MOST && oldest.done === false) this.#asked.delete(oldest.value);
    this.#asked.set(id, { address, port, cookie, at: now });
    return cookie;
  }

  /** The place that read its cookie; each serves once. */
  redeem(id: string, cookie: string, now: Ms): Place | undefined {
    const asked = this.#asked.get(id);
    if (asked === undefined || now - asked.at > KEPT_MS) return undefined;
    const [given, right] = [Buffer.from(cookie), Buffer.from(asked.cookie)];
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    this.#asked.delete(id);
    return { address: asked.address, port: asked.port };
  }
}
