import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { holes } from '../../test/json-holes.ts';
import {
  sampleIncidentPage,
  sampleIncidents,
  sampleMails,
  sampleRows,
  sampleSchool,
} from '../../test/web-sample.ts';
import { incidentJson, incidentPageJson } from './incident-json.ts';
import { mailJson, readinessJson, schoolJson } from './json.ts';

const now = epochMs(Date.parse('2026-11-23T01:02:03.004Z'));

describe('the JSON shapes', () => {
  it('never leave a key out: what is not known is null', () => {
    expect(holes(readinessJson(sampleRows(8), now))).toEqual([]);
    const { findings, devices, ...school } = schoolJson(sampleSchool(), now);
    expect(holes(school)).toEqual([]);
    expect(holes(devices)).toEqual([]);
    expect(holes(findings.map(({ remedy: _, source: __, ...rest }) => rest))).toEqual([]);
    for (const incident of sampleIncidents) expect(holes(incidentJson(incident))).toEqual([]);
    expect(holes(incidentPageJson(pageOf('i-4')))).toEqual([]);
    for (const mail of sampleMails) expect(holes(mailJson(mail))).toEqual([]);
  });

  it('give times as ISO 8601 in UTC', () => {
    expect(readinessJson([], now)).toEqual({
      generatedAt: '2026-11-23T01:02:03.004Z',
      schools: [],
    });
  });

  it('give of a mail who and what, and never its text', () => {
    for (const mail of sampleMails)
      expect(Object.keys(mailJson(mail)).sort()).toEqual([
        'at',
        'attempts',
        'createdAt',
        'error',
        'id',
        'incident',
        'mergedInto',
        'school',
        'schools',
        'state',
        'subject',
        'to',
      ]);
  });
});

function pageOf(id: string) {
  const page = sampleIncidentPage(id);
  if (page === undefined) throw new Error(`no sample incident ${id}`);
  return page;
}
