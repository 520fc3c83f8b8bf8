import type { EpochMs, Ms } from '../../kit/units.ts';
import type {
  IncidentMail,
  IncidentMember,
  IncidentPageView,
  IncidentView,
  TimelineEntry,
} from './incident-view.ts';

/** Incidents as JSON: stable, fields are only added. Stamps are ISO 8601 in UTC; what is not known is null, never left out. */

const iso = (at: EpochMs | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();
export const wholeSeconds = (span: Ms): number => Math.round(span / 1_000);

export const incidentJson = (incident: IncidentView) => ({
  id: incident.id,
  rule: incident.rule,
  school: incident.school ?? null,
  device: incident.device ?? null,
  severity: incident.severity,
  state: incident.state,
  openedAt: iso(incident.openedAt),
  resolvedAt: iso(incident.resolvedAt),
  cause: incident.cause,
  evidence: incident.evidence,
  title: incident.title,
  schoolName: incident.schoolName ?? null,
  deviceName: incident.deviceName ?? null,
  simulated: incident.simulated,
  group: incident.group ?? null,
  members: incident.members.map(memberJson),
  otherSchools: incident.otherSchools,
  tell: incident.tell,
  acknowledgedAt: iso(incident.acknowledgedAt),
  acknowledgedBy: incident.acknowledgedBy ?? null,
  assignedTo: incident.assignedTo ?? null,
  silentUntil: iso(incident.silentUntil),
  escalatedAt: iso(incident.escalatedAt),
});

const memberJson = (member: IncidentMember) => ({
  school: member.school ?? null,
  schoolName: member.schoolName ?? null,
  device: member.device ?? null,
  deviceName: member.deviceName ?? null,
  simulated: member.simulated,
  since: iso(member.since),
  leftAt: iso(member.leftAt),
});

export const incidentPageJson = (page: IncidentPageView) => ({
  ...incidentJson(page.incident),
  advice: page.advice ?? null,
  confidence: page.threshold?.confidence ?? null,
  lostS: wholeSeconds(page.lost),
  lostInSchoolHoursS: wholeSeconds(page.lostInSchoolHours),
  timeline: page.timeline.map(entryJson),
  mails: page.mails.map(mailJson),
});

const entryJson = (entry: TimelineEntry) => ({
  at: iso(entry.at),
  kind: entry.kind,
  who: entry.who ?? null,
  byMail: entry.byMail,
  members: entry.members,
  otherMembers: entry.others,
  to: entry.to ?? null,
  text: entry.text ?? null,
  until: iso(entry.until),
});

const mailJson = ({ at, ...mail }: IncidentMail) => ({ ...mail, at: iso(at) });
