import { type Ms, seconds } from '../../../kit/units.ts';
import type { Blame } from './blame.ts';

/** What became of lines sent to the database, as far as the next deed differs. */
export type WriteOutcome =
  | { readonly kind: 'stored' }
  /** Some lines or all are no good; the good ones may be stored already. */
  | { readonly kind: 'refused'; readonly reason: string; readonly blame: Blame | undefined }
  /** No line is to blame: there were too many. */
  | { readonly kind: 'too_large'; readonly reason: string }
  /** Nobody can write here until a person mends something. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly missing?: 'database' }
  /** The same lines may go through later. */
  | { readonly kind: 'busy'; readonly reason: string; readonly retryAfter: Ms | undefined };

export interface Answer {
  readonly status: number;
  readonly message: string;
  /** The header, as sent: seconds, or a date which is passed over. */
  readonly retryAfter: string | undefined;
}

/** Written in part (201, by InfluxDB 3 before 2024-09), unreadable, of another type, or outside the retention. */
const REFUSED: ReadonlySet<number> = new Set([201, 400, 422]);
const BUSY: ReadonlySet<number> = new Set([408, 425, 429]);
const TOO_LARGE = 413;
/** A 200 comes from something in between, as a portal or a proxy: believing it would lose lines. */
const STORED = 204;

/** An answer as people and logs are told it. */
export const said = ({ status, message }: Pick<Answer, 'status' | 'message'>): string =>
  `${status}: ${message.trim().slice(0, 500)}`;

export function outcomeOf({ status, message, retryAfter }: Answer): WriteOutcome {
  const reason = said({ status, message });
  if (REFUSED.has(status)) return { kind: 'refused', reason, blame: undefined };
  if (status === TOO_LARGE) return { kind: 'too_large', reason };
  if (status === STORED) return { kind: 'stored' };
  if (BUSY.has(status) || status >= 500)
    return { kind: 'busy', reason, retryAfter: secondsOf(retryAfter) };
  if (status === 404 && message.includes('database not found'))
    return { kind: 'stopped', reason, missing: 'database' };
  return { kind: 'stopped', reason };
}

const secondsOf = (header: string | undefined): Ms | undefined =>
  header !== undefined && /^\d{1,5}$/.test(header) ? seconds(Number(header)) : undefined;
