import { type EpochMs, epochMs, type Ms } from '../../../../kit/units.ts';
import type { Outage, OutageKind } from '../../../../wire/outage.ts';
import { downAlone, freshOthers, type Others, stepOthers } from './others.ts';
import {
  freshPath,
  type LineSecond,
  type Path,
  type PathStep,
  pathReached,
  pathSilent,
} from './path.ts';
import { type Before, type Decided, decide, wholeAtOf } from './reach.ts';
import { second as after, GAP_S, type Run, secondsBetween } from './run.ts';
import type { Second } from './second.ts';

/**
 * Seconds in, outages and counted seconds out. Pure.
 *
 *   second → reach (was the line whole?) → path (network, router, line) or others (dns, centre, portal) → told, counted
 *
 * Invariants: of one subject never two outages at once; while the path is down nothing else begins or ends; every second
 * that was seen is counted once, in order; a second that nobody saw is counted by nobody.
 */
export interface Watching {
  readonly pending: readonly Second[];
  readonly path: Path;
  readonly others: Others;
  /** When the newest question was asked that was answered. */
  readonly wholeAt: EpochMs | undefined;
  /** The first second after the last one in vain. */
  readonly lineBackAt: EpochMs | undefined;
  readonly lastAt: EpochMs | undefined;
}

export const freshWatching: Watching = {
  ...{ pending: [], path: freshPath, others: freshOthers },
  ...{ wholeAt: undefined, lineBackAt: undefined, lastAt: undefined },
};

/** One second for the account: the line, and what else did not answer while it was up. */
export interface Counted {
  readonly at: EpochMs;
  readonly line: LineSecond;
  readonly bad: ReadonlySet<OutageKind>;
}

export interface Step {
  readonly watching: Watching;
  /** Outages that began, were refined or ended. */
  readonly told: readonly Outage[];
  readonly counted: readonly Counted[];
}

export function observe(before: Watching, second: Second): Step {
  const whole = afterGap(before, second.at);
  const { decided, pending } = decide(whole.watching.pending, second, beforeOf(whole.watching));
  let watching: Watching = {
    ...whole.watching,
    pending,
    wholeAt: wholeAtOf(second.farEnds, whole.watching.wholeAt),
    lastAt: second.at,
  };
  const told: Outage[] = [];
  const counted: Counted[] = [...whole.counted];
  for (const each of decided) {
    const step = one(watching, each);
    watching = step.watching;
    told.push(...step.told);
    counted.push(...step.counted);
  }
  return { watching, told, counted };
}

export const beforeOf = ({ others, wholeAt }: Watching): Before => ({
  down: downAlone(others),
  wholeAt,
});

/** What is not settled at the end is settled as it stands. */
export const settleAll = (watching: Watching): readonly Counted[] =>
  watching.path.held.map((at) => ({
    at,
    line: isLocal(watching.path.run) ? 'local' : 'down',
    bad: NONE,
  }));

/** After the wall clock was set back by `span`: what is open began as long ago as before. Settle what is held first. */
export function setBack({ path, others }: Watching, span: Ms): Watching {
  const moved = (run: Run): Run => ({
    ...run,
    startedAt: epochMs(run.startedAt - span),
    badAt: epochMs(run.badAt - span),
    askedAt: epochMs(run.askedAt - span),
  });
  const runs = [...others.runs].filter(([, run]) => run.confirmed);
  return {
    ...freshWatching,
    path: { ...freshPath, run: path.run?.confirmed ? moved(path.run) : undefined },
    others: {
      ...freshOthers,
      runs: new Map(runs.map(([subject, run]) => [subject, moved(run)])),
    },
  };
}

/** The outages that are open and were told. */
export const openRuns = ({ path, others }: Watching): readonly Run[] =>
  [path.run, ...others.runs.values()].flatMap((run) => (run?.confirmed ? [run] : []));

function one(watching: Watching, decided: Decided): Step {
  const { second } = decided;
  if (!decided.reached) {
    const step = pathSilent(watching.path, decided);
    const lineBackAt = after(second.at, 1);
    return withPath({ ...watching, lineBackAt }, step, NONE);
  }
  const step = pathReached(watching.path, second);
  const beside = stepOthers(watching.others, second, watching.lineBackAt);
  const next = withPath({ ...watching, others: beside.others }, step, beside.bad);
  return { ...next, told: [...next.told, ...beside.told] };
}

const NONE: ReadonlySet<OutageKind> = new Set();

/** What others did not answer belongs to the last of the settled seconds: the one at hand. */
function withPath(watching: Watching, step: PathStep, bad: ReadonlySet<OutageKind>): Step {
  const counted = step.settled.map(({ at, line }) => ({
    ...{ at, line },
    bad: line === 'up' ? bad : NONE,
  }));
  return { watching: { ...watching, path: step.path }, told: step.told, counted };
}

/** Before a gap: what was held is settled, what was not confirmed is forgotten, what was open stays open. */
function afterGap(watching: Watching, at: EpochMs): Pick<Step, 'watching' | 'counted'> {
  const { lastAt, path, others } = watching;
  if (lastAt === undefined || secondsBetween(lastAt, at) - 1 <= GAP_S)
    return { watching, counted: [] };
  const run = path.run?.confirmed ? path.run : undefined;
  const runs = new Map([...others.runs].filter(([, each]) => each.confirmed));
  return {
    watching: {
      ...watching,
      pending: [],
      path: { ...freshPath, run },
      others: { ...others, runs },
    },
    counted: settleAll(watching),
  };
}

const isLocal = (run: Run | undefined): boolean =>
  run?.cause.kind === 'local_network' || run?.cause.kind === 'router';
