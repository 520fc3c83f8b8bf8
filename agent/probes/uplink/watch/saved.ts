import * as z from 'zod';
import { fail, ok, type Result } from '../../../../kit/result.ts';
import { type EpochMs, epochMs } from '../../../../kit/units.ts';
import { OUTAGE_KINDS, type Outage } from '../../../../wire/outage.ts';
import { freshWatching, openRuns, type Watching } from './outage.ts';
import { second as after, outageOf, type Run, secondsBetween } from './run.ts';

/** What outlives the agent: the outages that are open, so that they end rightly whenever it is started again. */

const At = z.int().nonnegative().transform(epochMs);
const SavedRun = z.strictObject({
  subject: z.string().min(1).max(100),
  cause: z.strictObject({ kind: z.enum(OUTAGE_KINDS), why: z.string().max(300) }),
  startedAt: At,
  startUnsureS: z.number().nonnegative(),
  unseenS: z.number().nonnegative(),
  badAt: At,
  questions: z.int().nonnegative(),
  askedAt: At,
});
const Saved = z.strictObject({ open: z.array(SavedRun).max(200) });

/** Undefined where nothing is open. */
export function toSave(watching: Watching): string | undefined {
  const open = openRuns(watching).map(({ confirmed: _, ...run }) => run);
  return open.length === 0 ? undefined : JSON.stringify({ open });
}

export interface Restored {
  readonly watching: Watching;
  /** Of subjects that are not watched any more: when they ended nobody will know. */
  readonly gone: readonly Outage[];
}

export function restore(
  text: string,
  subjects: ReadonlySet<string>,
  now: EpochMs,
): Result<Restored> {
  const read = Saved.safeParse(parsed(text));
  if (!read.success) return fail('not a list of open outages');
  const runs = read.data.open
    .filter(({ startedAt, badAt }) => startedAt <= badAt)
    .map((run): Run => ({ ...run, confirmed: true }));
  // A stamp of the future is a clock's that was set back meanwhile.
  const isWatched = ({ subject, badAt }: Run) =>
    badAt < now && (subject === 'line' || subjects.has(subject));
  const others = runs.filter((run) => isWatched(run) && run.subject !== 'line');
  return ok({
    watching: {
      ...freshWatching,
      path: {
        ...freshWatching.path,
        run: runs.find((run) => isWatched(run) && run.subject === 'line'),
      },
      others: { ...freshWatching.others, runs: new Map(others.map((run) => [run.subject, run])) },
    },
    gone: runs.filter((run) => !isWatched(run)).map((run) => lost(run, now)),
  });
}

function lost(run: Run, now: EpochMs): Outage {
  const unsureS = Math.max(0, secondsBetween(run.badAt, now) - 1);
  return outageOf(run, after(run.badAt, 1), unsureS);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not even JSON: the schema says no to it.
    return undefined;
  }
}
