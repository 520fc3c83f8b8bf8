import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import { isLineFault, lengthS, sayOutage } from '../../wire/outage.ts';
import type { SchoolView } from '../report/views.ts';
import { csvText } from './csv.ts';
import { exportWords } from './words/export.ts';
import { lineWords } from './words/line.ts';

type Lines = Pick<SchoolView, 'name' | 'simulated' | 'devices' | 'availability' | 'outages'>;

const OUTAGE_HEADS = [
  exportWords.school,
  exportWords.simulated,
  lineWords.line,
  lineWords.cause,
  lineWords.againstLine,
  lineWords.subject,
  lineWords.started,
  lineWords.ended,
  lineWords.lengthS,
  lineWords.startUnsureS,
  lineWords.endUnsureS,
  lineWords.unseenS,
  lineWords.seen,
] as const;

/** Every outage on record, newest first; an empty end is an outage that was open when last told of. */
export function outagesCsv(school: Lines, speech: Speech): string {
  const yes = (value: boolean) => sayMeasured(value, '1', speech);
  const rows = school.outages.map((outage) => [
    school.name,
    yes(school.simulated),
    lineName(school, outage.device),
    sayOutage(outage)[speech.language],
    yes(isLineFault(outage.kind)),
    outage.subject,
    iso(outage.startedAt),
    outage.endedAt === undefined ? '' : iso(outage.endedAt),
    lengthS(outage) ?? '',
    outage.startUnsureS,
    outage.endUnsureS,
    outage.unseenS,
    outage.why,
  ]);
  return csvText([heads(OUTAGE_HEADS, speech), ...rows]);
}

const MONTH_HEADS = [
  exportWords.school,
  exportWords.simulated,
  lineWords.line,
  lineWords.month,
  lineWords.always,
  lineWords.schoolHours,
  lineWords.upS,
  lineWords.downS,
  lineWords.unknownS,
  lineWords.schoolUpS,
  lineWords.schoolDownS,
  lineWords.count,
  lineWords.localS,
  lineWords.dnsS,
  lineWords.collectorS,
  lineWords.portalS,
] as const;

/** Shares as plain numbers from 0 to 1; an empty one is not known. */
export function availabilityCsv(school: Lines, speech: Speech): string {
  const rows = school.availability.map(({ device, month, always, schoolHours, ...view }) => [
    school.name,
    sayMeasured(school.simulated, '1', speech),
    lineName(school, device),
    month,
    always.availability ?? '',
    schoolHours.availability ?? '',
    always.upS,
    always.downS,
    view.unknownS,
    schoolHours.upS,
    schoolHours.downS,
    view.outages,
    view.beside.localS,
    view.beside.dnsS,
    view.beside.collectorS,
    view.beside.portalS,
  ]);
  return csvText([heads(MONTH_HEADS, speech), ...rows]);
}

const heads = (texts: readonly Text[], { language }: Speech): readonly string[] =>
  texts.map((text) => text[language]);

const lineName = ({ devices }: Lines, device: string): string =>
  devices.find(({ id }) => id === device)?.name ?? device;

const iso = (at: EpochMs): string => new Date(at).toISOString();
