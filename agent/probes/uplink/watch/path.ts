import type { EpochMs } from '../../../../kit/units.ts';
import type { Outage } from '../../../../wire/outage.ts';
import { causeOf, moreTelling, oneWay } from './cause.ts';
import type { Decided } from './reach.ts';
import {
  second as after,
  begin,
  ended,
  goOn,
  LOOKS_OF_AN_OUTAGE,
  outageOf,
  type Run,
  SECONDS_OF_AN_OUTAGE,
  secondsBetween,
} from './run.ts';
import type { Second } from './second.ts';

/**
 * The way out: own network, router, line. One outage at a time, of one cause, which is settled within its first seconds
 * (a router's death shows some seconds after the line's).
 */
export interface Path {
  readonly run: Run | undefined;
  /** Seconds in vain whose cause is not settled yet. */
  readonly held: readonly EpochMs[];
  /** Since when the router (or the network) of an outage of its own is back while the line still is not. */
  readonly backSince: EpochMs | undefined;
}

export const freshPath: Path = {
  ...{ run: undefined, held: [], backSince: undefined },
};

/** What the account of the line makes of a second. */
export type LineSecond = 'up' | 'down' | 'local';

export interface Settled {
  readonly at: EpochMs;
  readonly line: LineSecond;
}

export interface PathStep {
  readonly path: Path;
  readonly told: readonly Outage[];
  readonly settled: readonly Settled[];
}

/** Long enough for a neighbour's death to show and for a second look at it. */
const SETTLE_S = 15;
/** A router and a fibre terminal that had no power are up and dialled in after this; then the line is to blame itself. */
const RETURN_S = 300;

export function pathReached(path: Path, second: Second): PathStep {
  const { run, held } = path;
  const settled: Settled[] = [
    ...held.map((at) => ({ at, line: classOf(run) })),
    { at: second.at, line: 'up' },
  ];
  if (!run?.confirmed) return { path: freshPath, told: [], settled };
  const cause = run.cause.kind === 'line' ? (oneWay(second.farEnds) ?? run.cause) : run.cause;
  return { path: freshPath, told: [ended({ ...run, cause }, second.at)], settled };
}

export function pathSilent(path: Path, decided: Decided): PathStep {
  const { second, askedAt, wholeAt } = decided;
  const { at } = second;
  const now = causeOf(second);
  const before = path.run;
  const run = lasting(
    before === undefined ? begin('line', now, { at, goodAt: wholeAt }) : goOn(before, at, askedAt),
    decided,
  );
  if (secondsBetween(run.startedAt, at) < SETTLE_S) {
    const held = [...path.held, at];
    const refined = { ...run, cause: refine(run, now) };
    return { path: { ...path, run: refined, held }, told: news(before, refined), settled: [] };
  }
  const line = isLocal(now.kind) ? 'local' : classOf(run);
  const settled: Settled[] = [
    ...path.held.map((each) => ({ at: each, line: classOf(run) })),
    { at, line },
  ];
  const backSince = isLocal(run.cause.kind) && isBack(second) ? (path.backSince ?? at) : undefined;
  if (backSince !== undefined && secondsBetween(backSince, at) >= RETURN_S)
    return passOn(run, { second, backSince }, settled);
  return { path: { ...path, run, held: [], backSince }, told: news(before, run), settled };
}

/** The router's outage ended when it was back; what goes on since then is the line's. */
function passOn(
  run: Run,
  { second, backSince }: { readonly second: Second; readonly backSince: EpochMs },
  settled: readonly Settled[],
): PathStep {
  const why = `the router is back and still nothing answers; ${causeOf(second).why}`;
  const own: Run = {
    ...begin('line', { kind: 'line', why }, { at: backSince, goodAt: after(backSince, -1) }),
    ...{ badAt: second.at, askedAt: second.at, confirmed: true },
  };
  return {
    path: { ...freshPath, run: own },
    told: [outageOf(run, backSince), outageOf(own)],
    settled,
  };
}

function lasting(run: Run, { eachSecond }: Decided): Run {
  const enough = eachSecond ? SECONDS_OF_AN_OUTAGE : LOOKS_OF_AN_OUTAGE;
  return { ...run, confirmed: run.confirmed || run.questions >= enough };
}

function news(before: Run | undefined, run: Run): readonly Outage[] {
  const isNews = !before?.confirmed || before.cause.kind !== run.cause.kind;
  return run.confirmed && isNews ? [outageOf(run)] : [];
}

/** The word on the first look stays when the cause does. */
function refine({ cause }: Run, now: ReturnType<typeof causeOf>): Run['cause'] {
  const better = moreTelling(cause, now);
  return better.kind === cause.kind ? cause : better;
}

const isLocal = (kind: Outage['kind']): boolean => kind === 'local_network' || kind === 'router';

/** While the school's own network or router is off nobody can say how the line is. */
const classOf = (run: Run | undefined): LineSecond =>
  run !== undefined && isLocal(run.cause.kind) ? 'local' : 'down';

const isBack = ({ port, router }: Second): boolean =>
  router === true || (router === undefined && port === true);
