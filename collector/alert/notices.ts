import { sayMoment } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Member, MemberSchool, Notice, NoticeWords } from '../notify/notice.ts';
import { saidGroup, saidSchools, saidUnseen } from './group-words.ts';
import type { StoredIncident, StoredMember } from './ledger.ts';
import { withLineCause } from './line-cause.ts';
import type { Rule } from './rule.ts';
import { countLabel, deviceLabel, nameLine, say, subjectName } from './wording.ts';

/** Where incidents happen, as the store knows it. */
export interface Scene {
  readonly school: (id: string) => (MemberSchool & { readonly simulated: boolean }) | undefined;
  readonly devices: (school: string) => readonly Device[];
  /** Its lines: few, and asked for of many schools at once. */
  readonly uplinks: (school: string) => readonly Device[];
  /** How many cameras and machines it has. */
  readonly unseen: (school: string) => Member['unseen'];
  /** Name of a ward. */
  readonly unit: (id: string) => string | undefined;
  readonly timeZone: string;
}

/** An incident as people are told of it. */
export function noticeOf(
  kind: Notice['kind'],
  { rule, incident }: { readonly rule: Rule; readonly incident: StoredIncident },
  scene: Scene,
  now: EpochMs,
): Notice {
  const members = incident.members.map((member) => memberOf(rule, member, scene));
  const group = incident.group && {
    ...incident.group,
    name: nameLine(groupName(incident.group, scene)),
  };
  return {
    kind,
    incident: incident.id,
    rule: rule.id,
    title: rule.words.title,
    severity: rule.severity,
    tell: incident.tell,
    duties: kind === 'escalated' ? (rule.escalate?.to ?? rule.duties) : rule.duties,
    group,
    members,
    openedAt: incident.openedAt,
    resolvedAt: incident.resolvedAt,
    at: now,
    silentUntil: incident.silentUntil,
    ...(rule.confidence === 'assumed' ? { assumed: true } : {}),
    words: (seen) => wordsOf({ rule, group, timeZone: scene.timeZone }, seen),
  };
}

function memberOf(rule: Rule, stored: StoredMember, scene: Scene): Member {
  const school = stored.school === '' ? undefined : scene.school(stored.school);
  const devices = devicesFor(rule, stored.school, scene);
  const known = devices.find(({ id }) => id === stored.device);
  // A school's only line is the school itself; of several lines it matters which.
  const named =
    rule.scope === 'device' || devices.filter(({ kind }) => kind === 'uplink').length > 1;
  return {
    school: school && {
      id: school.id,
      name: nameLine(school.name),
      unit: school.unit && { id: school.unit.id, name: nameLine(school.unit.name) },
    },
    device: named
      ? { id: stored.device, name: nameLine(nameOf(rule, stored, known)), kind: known?.kind }
      : undefined,
    simulated: school?.simulated === true || known?.simulated === true,
    since: stored.since,
    leftAt: stored.leftAt,
    evidence: stored.evidence,
    // Where only the line is down the agent still looks at the rest.
    unseen: rule.reads === 'receipts' ? scene.unseen(stored.school) : { cameras: 0, machines: 0 },
  };
}

const nameOf = ({ reads }: Rule, { device, evidence }: StoredMember, known: Device | undefined) =>
  known?.name ?? subjectName(reads, evidence) ?? device;

/** A silent agent is the school itself. */
function devicesFor({ scope, reads }: Rule, school: string, scene: Scene): readonly Device[] {
  if (scope === 'collector' || reads === 'receipts') return [];
  return scope === 'school' ? scene.uplinks(school) : scene.devices(school);
}

function wordsOf(
  { rule, group, timeZone }: { rule: Rule; group: Notice['group']; timeZone: string },
  members: readonly Member[],
): NoticeWords {
  const { words } = rule;
  const where = saidSchools(members);
  const subject = subjectOf(rule, members, where);
  const since = epochMs(Math.min(...members.map((member) => member.since)));
  const places = {
    school: rule.scope === 'school' ? subject : where,
    device: subject,
    since: inBoth((language) => sayMoment(since, { language, timeZone })),
    unseen: saidUnseen(members),
  };
  // Only of what is reached over the network does a common failure suggest a common reason.
  const suggests = group?.kind !== 'school' || rule.hangs;
  const shared = members.length > 1 && suggests ? saidGroup(group) : undefined;
  const headline = say(words.opened, places);
  const cause = withLineCause(say(words.cause, places), sharedEvidence(members));
  return {
    where,
    subject,
    headline: shared === undefined ? headline : inBoth((in_) => `${headline[in_]}, ${shared[in_]}`),
    over: say(words.resolved, places),
    cause: shared === undefined ? cause : inBoth((in_) => `${cause[in_]} ${sentence(shared[in_])}`),
    advice: words.advice,
  };
}

/** One device by its name, several by their number; a school that is cut off is what the incident is about. */
function subjectOf({ scope, words }: Rule, members: readonly Member[], where: Text): Text {
  const [first] = members;
  if (scope === 'device' && members.length > 1) return countLabel(words, members.length);
  if (first?.device === undefined || members.length > 1) return where;
  const device = deviceLabel(words.noun, first.device.name);
  return scope === 'device' ? device : inBoth((in_) => `${where[in_]} (${lower(device[in_])})`);
}

/** What the agent found out is told only where it is the same for all. */
function sharedEvidence(members: readonly Member[]): Member['evidence'] {
  const [first, ...others] = members;
  return first !== undefined && others.length === 0 ? first.evidence : {};
}

/** A ward by its name; everything else is called what it is. */
function groupName(group: NonNullable<StoredIncident['group']>, scene: Scene): string {
  return group.kind === 'ward' ? (scene.unit(group.name) ?? group.name) : group.name;
}

const lower = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
const inBoth = (say: (language: keyof Text) => string): Text => ({ vi: say('vi'), en: say('en') });
