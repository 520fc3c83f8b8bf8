/**
 * What the agent remembers of the versions the centre sent it.
 *
 *     offered → on trial → good
 *        │         └→ rolled back: the good one again, or the local file alone
 *        └→ refused
 *
 * A version that was refused or rolled back is not tried again by the same program.
 */
import * as z from 'zod';
import { ConfigReport, ConfigVersion, NO_VERSION } from '../../wire/agent-config.ts';

const Version = z.strictObject({ version: ConfigVersion, settings: z.json() });
/** A version with its settings as they were written. */
export type Version = z.infer<typeof Version>;

export const Kept = z.strictObject({
  /** The agent's own version: another one may live with what this one could not. */
  program: z.string().max(100),
  good: Version.optional(),
  trial: Version.extend({
    /** How many processes have begun with it. */
    starts: z.int().nonnegative(),
  }).optional(),
  /** What it will not try again, as it was reported. */
  refused: z.array(ConfigReport).max(100),
  /** Not yet known to the collector. */
  reports: z.array(ConfigReport).max(100),
});
export type Kept = z.infer<typeof Kept>;

const MOST_REMEMBERED = 16;
/** A version with which so many processes ended before it was found good is what ends them. */
const MOST_STARTS = 3;
const LONGEST_PROBLEM = 500;

export const nothingKept = (program: string): Kept => ({ program, refused: [], reports: [] });

/** What a new process begins with: another program forgets what the one before would not take. */
export function begun(kept: Kept, program: string): Kept {
  const known = kept.program === program ? kept : { ...kept, program, refused: [] };
  if (known.trial === undefined) return known;
  const starts = known.trial.starts + 1;
  return starts > MOST_STARTS
    ? rolledBack(known, `the agent ended ${MOST_STARTS} times before a fact got through`)
    : { ...known, trial: { ...known.trial, starts } };
}

export const running = ({ trial, good }: Kept): Version | undefined => trial ?? good;
export const runningVersion = (kept: Kept): string => running(kept)?.version ?? NO_VERSION;

export const onTrial = (kept: Kept, { version, settings }: Version): Kept => ({
  ...kept,
  trial: { version, settings, starts: 1 },
});

/** The trial is over, and it stays. */
export function proven(kept: Kept): Kept {
  const { trial, ...rest } = kept;
  if (trial === undefined) return kept;
  const { version, settings } = trial;
  return reporting({ ...rest, good: { version, settings } }, { version, outcome: 'applied' });
}

/** Back to the good one; where that is what fails, to the local file alone. */
export function rolledBack(kept: Kept, problem: string): Kept {
  const failed = running(kept);
  if (failed === undefined) return kept;
  const report: ConfigReport = {
    version: failed.version,
    outcome: 'rolled_back',
    problem: problem.slice(0, LONGEST_PROBLEM),
  };
  return reporting(refusing(withoutRunning(kept), report), report);
}

/** Back to the good one, without blame: nothing was learnt about the one on trial. */
export function withoutRunning(kept: Kept): Kept {
  const { trial, good, ...rest } = kept;
  if (trial === undefined) return rest;
  return good === undefined ? rest : { ...rest, good };
}

export function refusedOffer(kept: Kept, version: string, problem: string): Kept {
  const report: ConfigReport = {
    version,
    outcome: 'refused',
    problem: problem.slice(0, LONGEST_PROBLEM),
  };
  return reporting(refusing(kept, report), report);
}

/** The report that was made when this version was not taken. */
export const refusalOf = ({ refused }: Kept, version: string): ConfigReport | undefined =>
  refused.find((report) => report.version === version);

const newestFirst = (report: ConfigReport, others: readonly ConfigReport[]): ConfigReport[] =>
  [report, ...others.filter(({ version }) => version !== report.version)].slice(0, MOST_REMEMBERED);

const refusing = (kept: Kept, report: ConfigReport): Kept => ({
  ...kept,
  refused: newestFirst(report, kept.refused),
});

/** To be told to the collector, in place of what was to be told of the same version. */
export const reporting = (kept: Kept, report: ConfigReport): Kept => ({
  ...kept,
  reports: newestFirst(report, kept.reports),
});

export const told = (kept: Kept, report: ConfigReport): Kept => ({
  ...kept,
  reports: kept.reports.filter((other) => other !== report),
});
