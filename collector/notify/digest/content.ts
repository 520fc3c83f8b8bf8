import type { Text } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';
import type { Severity } from '../../alert/rule.ts';
import type { Picture, SchoolPicture } from './picture.ts';
import type { Issue, Names, Reader } from './reader.ts';
import { coveredS, incidentsOf, inOrder, type ScopedIncident } from './scoped.ts';

/** What a digest of the day says to one reader. */
export interface DailyContent {
  readonly open: Lines;
  readonly over: Lines;
  /** How many of those in `open` are new. */
  readonly opened: number;
  readonly ready: readonly Named[];
  readonly noLonger: readonly Named[];
  readonly unknown: UnknownContent;
  readonly lost: readonly Lost[];
  /** Of a critical incident that opened in the time it tells of and is not over. */
  readonly urgent: boolean;
  /** What it is about is simulated, all of it or some. */
  readonly simulated: boolean;
}

export interface UnknownContent {
  readonly never: readonly Named[];
  readonly noAgent: readonly Named[];
  readonly criteria: number;
  /** Of so many schools. */
  readonly ofSchools: number;
}

/** Of a school or a device. */
export type Named = Pick<SchoolPicture, 'name' | 'simulated'>;

/** Incidents, those that are shown one by one and how many more there are. */
export interface Lines {
  readonly shown: readonly IncidentLine[];
  readonly more: number;
  readonly moreSchools: number;
}

export interface IncidentLine {
  readonly id: string;
  readonly title: Text;
  readonly severity: Severity;
  /** Undefined: it is the collector's own. */
  readonly schools: readonly Named[];
  /** Names of the first few; empty where schools as a whole are concerned. */
  readonly devices: readonly Named[];
  readonly deviceCount: number;
  readonly since: EpochMs;
  readonly overAt: EpochMs | undefined;
  readonly isNew: boolean;
  readonly acknowledged: boolean;
  readonly digestOnly: boolean;
}

/** How long schools were cut off, by what told of it. */
export interface Lost {
  readonly title: Text;
  readonly lengthS: number;
  readonly schools: number;
}

const MOST_LINES = 40;
const MOST_OPEN = 30;
export const FEW_NAMES = 3;

export interface Told {
  readonly picture: Picture;
  readonly names: Names;
  /** How schools stood when the reader's time began. */
  readonly before: ReadonlyMap<string, SchoolPicture['verdict']>;
}

export function dailyContent(
  { picture, names, before }: Told,
  reader: Reader,
  issue: Issue,
): DailyContent {
  const schools = schoolsOf(picture, reader);
  const all = incidentsOf(picture, reader.schools, reader.kind === 'all');
  const open = all.filter(({ overAt }) => overAt === undefined);
  const over = all.filter((one) => isOverSince(one, issue));
  const context = { picture, names, issue };
  const openLines = linesOf(open, Math.min(open.length, MOST_OPEN), context);
  const overLines = linesOf(over, MOST_LINES - openLines.shown.length, context);
  return {
    open: openLines,
    over: overLines,
    opened: open.filter((one) => isNew(one, issue)).length,
    ...changesOf(schools, before),
    unknown: unknownOf(schools),
    lost: lostBy([...open, ...over], names, issue),
    urgent: open.some((one) => one.severity === 'critical' && isNew(one, issue)),
    simulated: isSimulated(schools, [openLines, overLines]),
  };
}

/** Whether any of the schools is simulated, or a device that is named. */
export function isSimulated(
  schools: readonly SchoolPicture[],
  lines: readonly Pick<Lines, 'shown'>[],
): boolean {
  const devices = lines.flatMap(({ shown }) => shown.flatMap((line) => line.devices));
  return [...schools, ...devices].some(({ simulated }) => simulated);
}

/** Whether anything changed or is open; what is unknown for long is no news. */
export const isEmpty = ({ open, over, ready, noLonger }: DailyContent): boolean =>
  open.shown.length + over.shown.length + ready.length + noLonger.length === 0;

export const schoolsOf = (picture: Picture, { schools }: Reader): readonly SchoolPicture[] =>
  [...schools].flatMap((id) => picture.schools.get(id) ?? []);

export const isNew = ({ openedAt }: ScopedIncident, { from }: Issue): boolean => openedAt > from;

export const isOverSince = ({ recoveredAt }: ScopedIncident, { from }: Issue): boolean =>
  recoveredAt !== undefined && recoveredAt > from;

export interface LineContext {
  readonly picture: Picture;
  readonly names: Names;
  readonly issue: Issue;
}

export function linesOf(
  incidents: readonly ScopedIncident[],
  most: number,
  context: LineContext,
): Lines {
  const sorted = inOrder(incidents);
  const rest = sorted.slice(most);
  return {
    shown: sorted.slice(0, most).map((incident) => lineOf(incident, context)),
    more: rest.length,
    moreSchools: new Set(rest.flatMap(({ members }) => members.map(({ school }) => school))).size,
  };
}

function lineOf(incident: ScopedIncident, { picture, names, issue }: LineContext): IncidentLine {
  const { members, rule, severity, since, overAt, acknowledged, id } = incident;
  const { title, wholeSchool } = names.rule(rule);
  const devices = wholeSchool ? [] : members.filter(({ device }) => device !== '');
  const schools = [...new Set(members.map(({ school }) => school))];
  return {
    ...{ id, severity, since, overAt, acknowledged },
    title,
    schools: schools.filter((school) => school !== '').map((school) => nameOf(picture, school)),
    devices: devices.slice(0, FEW_NAMES).map(({ school, device }) => names.device(school, device)),
    deviceCount: devices.length,
    isNew: isNew(incident, issue),
    digestOnly: incident.tell === 'digest',
  };
}

const nameOf = ({ schools }: Picture, id: string): Named =>
  schools.get(id) ?? { name: id, simulated: false };

function changesOf(schools: readonly SchoolPicture[], before: Told['before']) {
  const became = (from: (verdict: SchoolPicture['verdict']) => boolean, isReady: boolean) =>
    schools.filter(
      ({ id, verdict }) =>
        before.has(id) && from(before.get(id)) && (verdict === 'pass') === isReady,
    );
  return {
    ready: became((verdict) => verdict !== 'pass', true),
    noLonger: became((verdict) => verdict === 'pass', false),
  };
}

export function unknownOf(schools: readonly SchoolPicture[]): UnknownContent {
  const partly = schools.filter(({ unknownCriteria }) => unknownCriteria > 0);
  return {
    never: schools.filter(({ heard }) => heard === 'never'),
    noAgent: schools.filter(({ heard }) => heard === 'no_agent'),
    criteria: partly.reduce((sum, { unknownCriteria }) => sum + unknownCriteria, 0),
    ofSchools: partly.length,
  };
}

/** Only where schools as a whole are concerned; spans of one school that overlap count once. */
export function lostBy(
  incidents: readonly ScopedIncident[],
  names: Names,
  { from, to }: Issue,
): readonly Lost[] {
  return [...Map.groupBy(incidents, ({ rule }) => rule)].flatMap(([rule, own]) => {
    const { title, wholeSchool } = names.rule(rule);
    if (!wholeSchool) return [];
    const cut = own.flatMap(({ members }) => members);
    const lengths = [...Map.groupBy(cut, ({ school }) => school).values()]
      .map((members) =>
        coveredS(
          members.map(({ since, leftAt }) => ({ from: since, to: leftAt ?? to })),
          { from, to },
        ),
      )
      .filter((length) => length > 0);
    const lengthS = lengths.reduce((sum, length) => sum + length, 0);
    return lengthS === 0 ? [] : [{ title, lengthS, schools: lengths.length }];
  });
}
