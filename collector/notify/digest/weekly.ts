import { VERDICTS, type Verdict } from '../../../standards/finding.ts';
import { isLineFault } from '../../../wire/outage.ts';
import {
  isNew,
  isOverSince,
  isSimulated,
  type LineContext,
  type Lines,
  type Lost,
  linesOf,
  lostBy,
  schoolsOf,
  type Told,
  type UnknownContent,
  unknownOf,
} from './content.ts';
import { type LineFigures, together } from './line-week.ts';
import type { Issue, Reader } from './reader.ts';
import { incidentsOf } from './scoped.ts';

/** What the digest of a week says to one leader. */
export interface WeeklyContent {
  readonly schools: number;
  /** Of the lines that were followed by the second. */
  readonly lines: LineFigures;
  /** Of so many schools. */
  readonly measuredSchools: number;
  readonly lost: readonly Lost[];
  readonly opened: number;
  readonly over: number;
  /** The few that are open longest. */
  readonly open: Lines;
  readonly openAll: number;
  readonly readiness: ReadinessFigures;
  /** A week ago; undefined where nothing was noted then. */
  readonly readinessBefore: ReadinessFigures | undefined;
  readonly unknown: UnknownContent;
  readonly simulated: boolean;
}

/** How many schools were judged how; `unknown` also those that nobody judged yet. */
export type ReadinessFigures = Readonly<Record<Verdict, number>>;

const LONGEST_OPEN = 10;

export interface ToldWeek extends Told {
  readonly lines: ReadonlyMap<string, LineFigures>;
  /** Whether readiness was noted at the week's beginning. */
  readonly knowsBefore: boolean;
}

export function weeklyContent(told: ToldWeek, reader: Reader, issue: Issue): WeeklyContent {
  const { picture, names, lines, before } = told;
  const schools = schoolsOf(picture, reader);
  const all = incidentsOf(picture, reader.schools, reader.kind === 'all');
  const open = all.filter(({ overAt }) => overAt === undefined);
  const over = all.filter((one) => isOverSince(one, issue));
  const context: LineContext = { picture, names, issue };
  const longest = linesOf(open, LONGEST_OPEN, context);
  const measured = schools.flatMap(({ id }) => lines.get(id) ?? []).filter(isMeasured);
  return {
    schools: schools.length,
    lines: together(schools.flatMap(({ id }) => lines.get(id) ?? [])),
    measuredSchools: measured.length,
    lost: lostBy([...open, ...over], names, issue),
    opened: all.filter((one) => isNew(one, issue)).length,
    over: over.length,
    open: longest,
    openAll: open.length,
    readiness: figures(schools.map(({ verdict }) => verdict)),
    readinessBefore: told.knowsBefore
      ? figures(schools.flatMap(({ id }) => (before.has(id) ? [before.get(id)] : [])))
      : undefined,
    unknown: unknownOf(schools),
    simulated: isSimulated(schools, [longest]),
  };
}

/** A week without incidents, of which nothing was measured either. */
export const isEmptyWeek = ({ opened, over, openAll, measuredSchools }: WeeklyContent): boolean =>
  opened + over + openAll + measuredSchools === 0;

const isMeasured = ({ upS, downS }: LineFigures): boolean => upS + downS > 0;

/** Of what counts against the lines; undefined where nothing is known. */
export function availability({ upS, downS }: LineFigures): number | undefined {
  return upS + downS > 0 ? upS / (upS + downS) : undefined;
}

/** Causes that count against the line first, each by how long it lasted. */
export const byLength = ({ outages }: LineFigures) =>
  [...outages].sort(
    ([one, a], [other, b]) =>
      Number(isLineFault(other)) - Number(isLineFault(one)) || b.lengthS - a.lengthS,
  );

function figures(verdicts: readonly (Verdict | undefined)[]): ReadinessFigures {
  const count = (asked: Verdict) =>
    verdicts.filter((verdict) => (verdict ?? 'unknown') === asked).length;
  const counts = VERDICTS.map((verdict) => [verdict, count(verdict)] as const);
  return { ...NONE, ...Object.fromEntries(counts) };
}

const NONE: ReadinessFigures = { pass: 0, fail: 0, unknown: 0, not_applicable: 0 };
