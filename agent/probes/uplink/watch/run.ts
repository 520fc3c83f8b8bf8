import { type EpochMs, epochMs } from '../../../../kit/units.ts';
import type { Outage } from '../../../../wire/outage.ts';
import type { Cause } from './cause.ts';

/** An unbroken row of seconds in which one subject did not answer: an outage once it has lasted. */
export interface Run {
  readonly subject: string;
  readonly cause: Cause;
  readonly startedAt: EpochMs;
  readonly startUnsureS: number;
  readonly unseenS: number;
  /** The last second seen without an answer. */
  readonly badAt: EpochMs;
  /** Questions in vain: one each second, or one a look for those asked now and then. */
  readonly questions: number;
  readonly askedAt: EpochMs;
  /** It has lasted, and was told. */
  readonly confirmed: boolean;
}

/** Stops shorter than this are counted as down time and are no outage. */
export const SECONDS_OF_AN_OUTAGE = 3;
/** Of what is asked now and then: the second question in vain. */
export const LOOKS_OF_AN_OUTAGE = 2;

/** The whole second a moment is nearest to. */
export const secondOf = (now: EpochMs): EpochMs => epochMs(Math.round(now / 1_000) * 1_000);
export const second = (at: EpochMs, more: number): EpochMs => epochMs(at + more * 1_000);
export const secondsBetween = (from: EpochMs, to: EpochMs): number =>
  Math.round((to - from) / 1_000);

export function begin(
  subject: string,
  cause: Cause,
  { at, goodAt }: { readonly at: EpochMs; readonly goodAt: EpochMs | undefined },
): Run {
  const unsure = goodAt === undefined ? 0 : Math.max(0, secondsBetween(goodAt, at) - 1);
  const already = goodAt === undefined ? `${cause.why}; so at the first look` : cause.why;
  return {
    subject,
    cause: { ...cause, why: already },
    startedAt: at,
    startUnsureS: unsure,
    unseenS: 0,
    badAt: at,
    questions: 1,
    askedAt: at,
    confirmed: false,
  };
}

/** One more second of it; a question that was counted before is not counted again. */
export function goOn(run: Run, at: EpochMs, askedAt: EpochMs): Run {
  const unwatched = secondsBetween(run.badAt, at) - 1;
  return {
    ...run,
    badAt: at,
    askedAt,
    questions: run.questions + (askedAt > run.askedAt ? 1 : 0),
    unseenS: run.unseenS + (unwatched > GAP_S ? unwatched : 0),
  };
}

/** As it is told; `endedAt` undefined while it is open. */
export function outageOf(
  { subject, cause, startedAt, startUnsureS, unseenS }: Run,
  endedAt?: EpochMs,
  endUnsureS = 0,
): Outage {
  return {
    ...{ subject, kind: cause.kind, why: cause.why, startedAt, startUnsureS, unseenS },
    endedAt,
    endUnsureS,
  };
}

/** The first good second is its end; after a gap nobody knows more than that it was still so before. */
export function ended(run: Run, goodAt: EpochMs): Outage {
  const unwatched = secondsBetween(run.badAt, goodAt) - 1;
  return unwatched > GAP_S ? outageOf(run, second(run.badAt, 1), unwatched) : outageOf(run, goodAt);
}

/** A machine that was busy misses a second or two; more is a gap in what is known. */
export const GAP_S = 3;
