import { type EpochMs, epochMs, hours, type Ms, minutes, ms, seconds } from '../../kit/units.ts';

interface Failures {
  readonly count: number;
  readonly until: EpochMs;
  readonly last: EpochMs;
}

const FORGOTTEN_AFTER = hours(1);

/** Slows down guessing: after a few failures each further one doubles the wait, up to a quarter of an hour. */
export class Throttle {
  readonly #failures = new Map<string, Failures>();
  readonly #free: number;
  static readonly MOST_KEYS = 10_000;

  /** `free` failures cost nothing: more where many people share a key. */
  constructor(free = 5) {
    this.#free = free;
  }

  get size(): number {
    return this.#failures.size;
  }

  /** How long this key must still wait; 0 when it may try. */
  wait(key: string, now: EpochMs): Ms {
    return ms(Math.max(0, (this.#failures.get(key)?.until ?? 0) - now));
  }

  failed(key: string, now: EpochMs): void {
    const known = this.#failures.get(key);
    const before = known === undefined || now - known.last > FORGOTTEN_AFTER ? 0 : known.count;
    const over = before + 1 - this.#free;
    const span = over < 0 ? 0 : Math.min(minutes(15), seconds(2) * 2 ** Math.min(over, 12));
    // Taken out first, so that the map stands in order of the last failure.
    this.#failures.delete(key);
    this.#failures.set(key, { count: before + 1, until: epochMs(now + span), last: now });
    this.#dropOldest();
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  #dropOldest(): void {
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > Throttle.MOST_KEYS && oldest.done === false)
      this.#failures.delete(oldest.value);
  }
}

/** What an address counts as: an IPv4 address as itself, an IPv6 address as its /64, which one customer has. */
export function peerKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 64);
  if (!plain.includes(':')) return plain;
  const [front = '', back = ''] = plain.split('::');
  const first = front === '' ? [] : front.split(':');
  const last = back === '' ? [] : back.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
