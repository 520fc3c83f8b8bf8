import { type Ms, seconds } from '../../../kit/units.ts';

/** What became of lines sent to the database, as far as the next deed differs. */
export type WriteOutcome =
  | { readonly kind: 'stored' }
  /** Some lines or all are no good; the good ones may be stored already. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nobody can write here until a person mends something. */
  | { readonly kind: 'stopped'; readonly reason: string }
  /** The same lines may go through later. */
  | { readonly kind: 'busy'; readonly reason: string; readonly retryAfter: Ms | undefined };

export interface Answer {
  readonly status: number;
  readonly message: string;
  /** The header, as sent: seconds, or a date which is passed over. */
  readonly retryAfter: string | undefined;
}

/** Written in part (201, by InfluxDB 3), unreadable, too large, or outside the retention. */
const REFUSED: ReadonlySet<number> = new Set([201, 400, 413, 422]);
const BUSY: ReadonlySet<number> = new Set([408, 425, 429]);

export function outcomeOf({ status, message, retryAfter }: Answer): WriteOutcome {
  const reason = `${status}: ${message.trim().slice(0, 500)}`;
  if (REFUSED.has(status)) return { kind: 'refused', reason };
  if (status >= 200 && status < 300) return { kind: 'stored' };
  if (BUSY.has(status) || status >= 500)
    return { kind: 'busy', reason, retryAfter: secondsOf(retryAfter) };
  return { kind: 'stopped', reason };
}

const secondsOf = (header: string | undefined): Ms | undefined =>
  header !== undefined && /^\d{1,5}$/.test(header) ? seconds(Number(header)) : undefined;
