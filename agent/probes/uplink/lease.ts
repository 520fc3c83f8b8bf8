import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Ms, ms, seconds } from '../../../kit/units.ts';
import { LeaseGranted, LeaseWait } from '../../../wire/lease.ts';

/** Why there is no lease. */
export type LeaseProblem =
  | { readonly why: 'unreached'; readonly detail: string }
  | { readonly why: 'token' | 'forbidden' | 'no_leases' | 'too_many' | 'garbled' | 'stopped' }
  | { readonly why: 'refused'; readonly status: number }
  | { readonly why: 'patience'; readonly waitedS: number };

/** What one question brought. */
export type Heard =
  | { readonly kind: 'granted'; readonly granted: LeaseGranted }
  | { readonly kind: 'wait'; readonly retryAfterS: number }
  | { readonly kind: 'busy'; readonly retryAfterS: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'problem'; readonly problem: LeaseProblem };

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

const problem = (of: LeaseProblem): Heard => ({ kind: 'problem', problem: of });
const BUSY_S = 30;

export function hear({ status, retryAfter, body }: Answer): Heard {
  switch (status) {
    case 201: {
      const granted = LeaseGranted.safeParse(json(body));
      return granted.success
        ? { kind: 'granted', granted: granted.data }
        : problem({ why: 'garbled' });
    }
    case 202: {
      const wait = LeaseWait.safeParse(json(body));
      return wait.success
        ? { kind: 'wait', retryAfterS: wait.data.retryAfterS }
        : problem({ why: 'garbled' });
    }
    case 204:
      return { kind: 'done' };
    case 401:
      return problem({ why: 'token' });
    case 403:
      return problem({ why: 'forbidden' });
    case 404:
    case 405:
      return problem({ why: 'no_leases' });
    case 429:
      return problem({ why: 'too_many' });
    case 502:
    case 503:
    case 504:
      return {
        kind: 'busy',
        retryAfterS: /^\d{1,4}$/.test(retryAfter ?? '') ? Number(retryAfter) : BUSY_S,
      };
    default:
      return problem({ why: 'refused', status });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON fits no schema either: one answer for both.
    return undefined;
  }
}

/** Told once and the same to all, everybody would come back together. */
const JITTER = 0.25;
const SOONEST = seconds(0.5);
const LATEST = seconds(600);
const SILENT_S = 5;
/** Where thousands ask at one moment, the first question may be lost. */
const FIRST_TRIES = 3;

export interface Asked {
  /** Questions before this one. */
  readonly before: number;
  /** Told to wait by an earlier one: there is a place to come back to. */
  readonly hasPlace: boolean;
}

/** How long to wait before the next question, or why there is none. */
export function waitAfter(
  heard: Heard,
  { before, hasPlace }: Asked,
  random: () => number,
): Result<Ms, LeaseProblem> {
  const after = (span: number): Result<Ms, LeaseProblem> => {
    const told = Math.min(LATEST, Math.max(SOONEST, seconds(span)));
    return ok(ms(told * (1 + JITTER * random())));
  };
  switch (heard.kind) {
    case 'wait':
    case 'busy':
      return after(heard.retryAfterS);
    case 'problem':
      if (hasPlace && heard.problem.why === 'unreached') return after(SILENT_S);
      if (isLost(heard.problem) && before + 1 < FIRST_TRIES) return after(SILENT_S * 2 ** before);
      return fail(heard.problem);
    default:
      return fail({ why: 'garbled' });
  }
}

/** Somebody may be there: nothing said otherwise. */
const isLost = (problem: LeaseProblem): boolean =>
  problem.why === 'unreached' && LOST.has(problem.detail);

const LOST: ReadonlySet<string> = new Set(['timeout', 'far end stopped half-way']);
