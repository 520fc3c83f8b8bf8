import * as z from 'zod';
import { type EpochMs, type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import { Receipt } from '../../wire/batch.ts';
import type { Answer } from './http-door.ts';

/** What an answer means for the batch that was sent. */
export type Decision =
  /** It is stored; the named lines are not and never will be. */
  | { readonly kind: 'settle'; readonly refused: Receipt['refused'] }
  /** The collector will never take it. */
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'token_refused'; readonly problem: string }
  /** The collector asks for patience and says how long. */
  | { readonly kind: 'wait'; readonly after: Ms; readonly problem: string }
  | { readonly kind: 'retry'; readonly problem: string };

const RETRY_AFTER = { unsaid: seconds(10), least: seconds(1), most: minutes(10) } as const;

/**
 * Only an answer that is surely the collector's own may end a batch: 204, or a problem in its own form.
 * A captive portal's 200 or a proxy's 400 is a line that does not reach the collector.
 */
export function decide(answer: Answer): Decision {
  if (answer.kind === 'unreached') return { kind: 'retry', problem: answer.reason };
  const { status } = answer;
  const problem = `${status} ${detailOf(answer.body)}`.trim();
  if (status === 204) return { kind: 'settle', refused: [] };
  if (status === 401 || status === 403) return { kind: 'token_refused', problem };
  if (status === 429 || status === 503) return { kind: 'wait', after: patience(answer), problem };
  if (status === 413) return { kind: 'refuse', reason: problem };
  if (
    (status === 400 || status === 422) &&
    /^application\/(problem\+)?json/.test(answer.contentType)
  ) {
    const receipt = receiptOf(answer.body);
    return receipt === undefined
      ? { kind: 'refuse', reason: problem }
      : { kind: 'settle', refused: receipt.refused };
  }
  return { kind: 'retry', problem };
}

/** A problem that carries a receipt says that the good lines are stored. */
const PartialReceipt = Receipt.pick({ stored: true, refused: true });

function receiptOf(body: string): z.infer<typeof PartialReceipt> | undefined {
  return PartialReceipt.safeParse(fromJson(body)).data;
}

const Problem = z.object({ title: z.string().optional(), detail: z.string().optional() });

function detailOf(body: string): string {
  const { data } = Problem.safeParse(fromJson(body));
  return (data?.detail ?? data?.title ?? '').slice(0, 200);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An answer in another form says nothing more than its status.
    return undefined;
  }
}

/** Retry-After in seconds, or as a date, read against the answer's own clock. Source: RFC 9110 §10.2.3. */
function patience({ retryAfter, date }: Extract<Answer, { kind: 'answered' }>): Ms {
  if (retryAfter === undefined) return RETRY_AFTER.unsaid;
  const span = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - Date.parse(date ?? '');
  if (Number.isNaN(span)) return RETRY_AFTER.unsaid;
  return ms(Math.min(RETRY_AFTER.most, Math.max(RETRY_AFTER.least, span)));
}

const BACK_OFF = { first: seconds(1), cap: minutes(1), least: ms(500) } as const;

/**
 * How long to stay away after so many failures in a row: doubled up to the cap, and drawn from the
 * whole span, so that the schools of a city do not come back at one moment.
 */
export function backOff(failures: number, random: () => number): Ms {
  const span = Math.min(BACK_OFF.cap, BACK_OFF.first * 2 ** Math.min(failures - 1, 16));
  return ms(Math.max(BACK_OFF.least, span * random()));
}

/** Own clock minus the collector's, in seconds; a Date header is cut to whole seconds, hence the half. */
export function clockOffset(
  date: string | undefined,
  sent: EpochMs,
  answered: EpochMs,
): number | undefined {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return undefined;
  return ((sent + answered) / 2 - (theirs + 500)) / 1_000;
}
