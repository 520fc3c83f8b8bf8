import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type {
  IncidentMember,
  IncidentPageView,
  IncidentView,
  TimelineEntry,
} from '../report/incident-view.ts';
import type { Sight } from '../report/views.ts';
import type { School } from '../store/units.ts';
import type { EventDetail, IncidentEvent } from './events.ts';
import type { IncidentRow, MemberRow } from './rows.ts';

/** Of one rule, what an incident of it is called and what to do about it. */
export interface RuleSayings extends Pick<IncidentPageView, 'advice' | 'threshold'> {
  readonly title: Text;
}

/** What gives ids their names. */
export interface Namer {
  readonly school: (id: string) => School | undefined;
  readonly device: (school: string, id: string) => Pick<Device, 'name' | 'simulated'> | undefined;
  readonly rule: (id: string) => RuleSayings;
}

/** Everything of one incident, before anybody's sight is asked. */
export interface WholeIncident {
  readonly row: IncidentRow;
  readonly members: readonly MemberRow[];
}

/** What a reader with this sight is told; `incidentRows` gave only what may be seen at all. */
export function toView({ row, members }: WholeIncident, sight: Sight, namer: Namer): IncidentView {
  const seen = members.filter(({ school }) => sees(sight, school));
  const otherSchools = new Set(members.map(({ school }) => school)).size - schoolsOf(seen).size;
  const isWhole = otherSchools === 0;
  const { title } = namer.rule(row.rule);
  const school = row.school === undefined ? undefined : namer.school(row.school);
  const device =
    row.school === undefined || row.device === undefined
      ? undefined
      : namer.device(row.school, row.device);
  return {
    ...row,
    title,
    schoolName: school?.name ?? row.school,
    deviceName: device?.name,
    simulated: isSimulated(row, seen, namer),
    members: seen.map((member) => toMember(member, namer)),
    otherSchools,
    cause: isWhole ? row.cause : partOf(title, schoolsOf(seen).size),
    evidence: isWhole ? row.evidence : (seen[0]?.evidence ?? {}),
  };
}

export const sees = (sight: Sight, school: string): boolean =>
  sight === undefined || sight.has(school);

const schoolsOf = (members: readonly MemberRow[]) => new Set(members.map(({ school }) => school));

function isSimulated(row: IncidentRow, seen: readonly MemberRow[], namer: Namer): boolean {
  const places =
    row.school === undefined ? seen : [{ school: row.school, device: row.device ?? '' }];
  return places.some(
    ({ school, device }) =>
      namer.school(school)?.simulated === true || namer.device(school, device)?.simulated === true,
  );
}

function toMember({ school: id, device, since, leftAt }: MemberRow, namer: Namer): IncidentMember {
  const school = namer.school(id);
  const named = device === '' ? undefined : namer.device(id, device);
  return {
    school: id || undefined,
    schoolName: (school?.name ?? id) || undefined,
    unitName: school?.unit?.name,
    simulated: (school?.simulated ?? false) || (named?.simulated ?? false),
    device: device || undefined,
    deviceName: named?.name,
    since,
    leftAt,
  };
}

/** In place of the cause, which may name schools the reader has no business with. */
const partOf = ({ vi, en }: Text, schools: number): Text => ({
  vi: `${vi}: ${schools} trường trong phạm vi của bạn, cùng lúc với các trường khác.`,
  en: `${en}: ${schools} ${schools === 1 ? 'school' : 'schools'} in your charge, together with others.`,
});

export interface Seeing {
  readonly sight: Sight;
  /** The incident has members out of sight. */
  readonly isPart: boolean;
  readonly namer: Namer;
}

/** The story of an incident as far as this reader may know it. */
export function toTimeline(
  events: readonly IncidentEvent[],
  seeing: Seeing,
): readonly TimelineEntry[] {
  return events
    .filter(({ kind, detail }) => kind !== 'commented' || mayKnow(detail, seeing))
    .map((event) => toEntry(event, seeing));
}

function toEntry({ at, kind, who, detail }: IncidentEvent, seeing: Seeing): TimelineEntry {
  const { members = [], via, to, text, until } = detail;
  const isKnown = mayKnow(detail, seeing);
  const seen = members.filter(({ school }) => sees(seeing.sight, school));
  return {
    ...{ at, kind, text },
    who: who !== '' && isKnown ? who : undefined,
    byMail: via === 'mail',
    members: seen.map((member) => nameOf(member, seeing.namer)),
    others: members.length - seen.length,
    to: isKnown ? to : undefined,
    until: until as EpochMs | undefined,
  };
}

/** Whether who did it, and what was written, is of a place the reader sees: an office, or a school in sight. */
export function mayKnow({ unit }: EventDetail, { sight, isPart, namer }: Seeing): boolean {
  if (!isPart || unit === null) return true;
  if (unit === undefined) return false;
  return namer.school(unit) === undefined || sees(sight, unit);
}

function nameOf(
  { school, device }: { readonly school: string; readonly device: string },
  namer: Namer,
): string {
  const place = namer.school(school)?.name ?? school;
  if (device === '') return place;
  const name = namer.device(school, device)?.name ?? device;
  return school === '' ? name : `${name} (${place})`;
}
