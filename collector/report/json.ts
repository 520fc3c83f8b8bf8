import type { EpochMs } from '../../kit/units.ts';
import type { Finding, LevelSummary } from '../../standards/finding.ts';
import type { DeadLetter } from '../store/receipts.ts';
import { incidentJson } from './incident-json.ts';
import { labJson } from './labs-json.ts';
import { availabilityJson, outageJson } from './line-json.ts';
import { lostMonthJson } from './outage-report-json.ts';
import type { DeviceView, MailView, ReadinessRow, SchoolView, SearchView } from './views.ts';

/** The stable JSON shapes. Stamps are ISO 8601 in UTC; what is not known is null, never left out. */

const iso = (at: EpochMs | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

const levelJson = ({ pass, fail, unknown, notApplicable, verdict }: LevelSummary) => ({
  pass,
  fail,
  unknown,
  notApplicable,
  verdict,
});

const rowJson = (row: ReadinessRow) => ({
  id: row.id,
  name: row.name,
  unit: row.unit ?? null,
  simulated: row.simulated,
  lastSeen: iso(row.lastSeen),
  basic: levelJson(row.basic),
  advanced: levelJson(row.advanced),
});

export const readinessJson = (rows: readonly ReadinessRow[], now: EpochMs) => ({
  generatedAt: iso(now),
  schools: rows.map(rowJson),
});

export const schoolJson = (school: SchoolView, now: EpochMs) => ({
  generatedAt: iso(now),
  ...rowJson(school),
  agents: school.agents.map(({ id, lastReceivedAt }) => ({
    id,
    lastReceivedAt: iso(lastReceivedAt),
  })),
  findings: school.findings.map(findingJson),
  devices: school.devices.map(deviceJson),
  incidents: school.incidents.map(incidentJson),
  search: school.search === undefined ? null : searchJson(school.search),
  availability: school.availability.map(availabilityJson),
  outages: school.outages.map(outageJson),
  lost: school.lost.map(lostMonthJson),
  labs: school.labs.map(labJson),
});

const searchJson = ({ at, notConfigured, gone }: SearchView) => ({
  at: iso(at),
  notConfigured: notConfigured.map((found) => ({
    address: found.address,
    name: found.name ?? null,
    hardware: found.hardware ?? null,
    endpoint: found.endpoint ?? null,
    movedFrom: found.movedFrom ?? null,
    simulated: found.simulated,
  })),
  gone: gone.map(({ id }) => id),
});

const findingJson = (finding: Finding) => ({
  criterion: finding.criterion,
  level: finding.level,
  verdict: finding.verdict,
  device: finding.device ?? null,
  observed: finding.observed ?? null,
  says: finding.says ?? null,
  required: finding.required,
  unit: finding.unit,
  at: iso(finding.at),
  source: finding.source,
  confidence: finding.confidence,
  remedy: finding.remedy,
  name: finding.name,
  group: finding.group,
  mandatory: finding.mandatory,
  advisory: finding.advisory,
  standard: finding.standard,
  standardVersion: finding.standardVersion,
  textChecked: finding.textChecked,
  unknown: finding.unknown ?? null,
  mend: finding.mend ?? null,
  devices: finding.devices ?? null,
});

const deviceJson = (device: DeviceView) => ({
  id: device.id,
  kind: device.kind,
  name: device.name,
  room: device.room ?? null,
  zone: device.zone ?? null,
  address: device.address ?? null,
  simulated: device.simulated,
  up: device.up ?? null,
  state: device.state ?? null,
  at: iso(device.at),
  facts: device.facts.map(({ measurement, tags, fields, at }) => ({
    measurement,
    tags,
    fields,
    at: iso(at),
  })),
});

export const deadLetterJson = (letter: DeadLetter) => ({
  school: letter.school,
  agent: letter.agent,
  batch: letter.batch,
  line: letter.line,
  text: letter.text,
  reason: letter.reason,
  receivedAt: iso(letter.receivedAt),
});

export const mailJson = (mail: MailView) => ({
  id: mail.id,
  to: mail.to,
  subject: mail.subject,
  state: mail.state,
  at: iso(mail.at),
  createdAt: iso(mail.createdAt),
  incident: mail.incident ?? null,
  school: mail.schools.length === 1 ? (mail.schools[0] ?? null) : null,
  schools: mail.schools,
  attempts: mail.attempts,
  mergedInto: mail.mergedInto ?? null,
  error: mail.error ?? null,
});
