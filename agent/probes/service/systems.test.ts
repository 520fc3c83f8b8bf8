import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { silentLog } from '../../../kit/log.ts';
import { type EpochMs, epochMs } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { ServiceOptions } from './options.ts';
import { serviceProbes } from './probe.ts';
import { siteOf } from './site.ts';
import { isOver, listOf, systemsOf } from './systems.ts';
import { openYearLists, readYearLists } from './year-list-door.ts';
import { YearList, yearListJsonSchema } from './year-list-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'hatang-lists-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (text: string): EpochMs => epochMs(Date.parse(text));
const system = {
  id: 'a',
  name: { vi: 'A', en: 'A' },
  url: 'https://a.example/',
  source: { document: 'test', clause: '1' },
  confidence: 'quoted',
};
const year = (from: number, ...systems: object[]) =>
  YearList.parse({
    school_year: `${from}-${from + 1}`,
    valid_from: `${from}-08-01`,
    valid_to: `${from + 1}-07-31`,
    systems: systems.length > 0 ? systems : [system],
  });
const HERE = { line: 'line', level: undefined };

describe('the lists that come with the program', () => {
  it('hold the systems of 772/GDĐT for this school year, with the site of District 5 as dead', async () => {
    const list = listOf(await openYearLists(), at('2026-11-25T00:00:00Z'));
    expect(list).toMatchObject({ school_year: '2026-2027' });
    expect(list?.systems.map(({ url }) => new URL(url).hostname).sort()).toEqual([
      'chuyentruong.hcm.edu.vn',
      'csdl.moet.gov.vn',
      'elearning.moet.edu.vn',
      'giaoduc.itrithuc.vn',
      'hcm.edu.vn',
      'httt.hcm.edu.vn',
      'moet.gov.vn',
      'phocapgiaoduc.hcm.edu.vn',
      'quan5.hochiminhcity.gov.vn',
      'temis.csdl.edu.vn',
      'thituyensinh.vn',
    ]);
    const dead = list?.systems.filter(({ status }) => status === 'dead');
    expect(dead?.map(({ id, reason }) => [id, reason !== undefined])).toEqual([['quan5', true]]);
  });

  it('config/schema/services.json is current: else run npm run schemas', () => {
    const file = new URL('../../../config/schema/services.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(yearListJsonSchema()));
  });
});

describe('the list of a school year', () => {
  const lists = [year(2027), year(2026)];

  it.each([
    ['2026-07-31T16:59:59Z', undefined, false],
    ['2026-07-31T17:00:00Z', '2026-2027', false],
    ['2027-07-31T16:59:59Z', '2026-2027', false],
    ['2027-07-31T17:00:00Z', '2027-2028', false],
    ['2028-07-31T17:00:00Z', '2027-2028', true],
  ])('at %s in Viet Nam is %s', (moment, expected, over) => {
    const list = listOf(lists, at(moment));
    expect(list?.school_year).toBe(expected);
    expect(list !== undefined && isOver(list, at(moment))).toBe(over);
  });

  const yaml = (changes: object) =>
    JSON.stringify({ ...year(2026), systems: [{ ...system, ...changes }] });
  it.each([
    [yaml({ status: 'dead' }), 'systems.0.reason: a dead system says why, and no other does'],
    [yaml({ url: 'https://u:p@a/' }), 'systems.0.url: expected an address without credentials'],
    [yaml({ levels: [] }), 'systems.0.levels: Too small'],
    [yaml({}).replace('2027-07-31', '2026-07-01'), 'valid_to: ends before it begins'],
    [
      JSON.stringify({ ...year(2026), systems: [system, system] }),
      'systems: two systems have one id',
    ],
  ])('with a mistake names it', (text, problem) => {
    writeFileSync(join(folder, 'list.yaml'), text);
    expect(() => readYearLists(folder)).toThrow(problem);
  });
});

describe('the systems a school asks', () => {
  const list = year(
    2026,
    system,
    { ...system, id: 'b', url: 'https://b.example/', levels: ['upper_secondary'] },
    { ...system, id: 'c', status: 'dead', reason: { vi: 'hết', en: 'gone' } },
  );
  const asked = (section: object, school: Partial<Parameters<typeof systemsOf>[2]> = {}) =>
    systemsOf(ServiceOptions.parse(section), list, { ...HERE, ...school }).map(
      ({ id, url, httpUrl, device }) => `${id} ${url} ${httpUrl} ${device}`,
    );
  const a = 'a https://a.example/ http://a.example/ line';
  const b = 'b https://b.example/ http://b.example/ line';

  it('are those of its level, and no dead one', () => {
    expect(asked({})).toEqual([a]);
    expect(asked({ school_level: 'thpt' })).toEqual([a, b]);
    expect(asked({ school_level: 'lower_secondary' })).toEqual([a]);
    expect(asked({}, { level: 'upper_secondary' })).toEqual([a, b]);
    expect(asked({ school_level: 'thcs' }, { level: 'upper_secondary' })).toEqual([a]);
  });

  it('are reached through the school’s line', () => {
    expect(asked({}, { line: 'vnpt' })).toEqual([a.replace('line', 'vnpt')]);
  });

  it('may be left out or stand at another address by the config', () => {
    expect(asked({ except: ['a'] })).toEqual([]);
    expect(asked({ list: [{ name: 'a', url: 'https://other.example:8443/' }] })).toEqual([
      'a https://other.example:8443/ undefined line',
    ]);
    expect(asked({ list: [{ name: 'a', url: 'http://other.example/' }] })).toEqual([
      'a http://other.example/ http://other.example/ line',
    ]);
  });

  it('have the portal among them, under the name the criteria read', () => {
    expect(asked({ portal: 'https://truong.hcm.edu.vn/' })).toEqual([
      'portal https://truong.hcm.edu.vn/ http://truong.hcm.edu.vn/ line',
      a,
    ]);
  });
});

describe('the service section', () => {
  const probeIds = async (services: object, declarations = {}) => {
    const clock = new ManualClock();
    const parts = { clock, log: silentLog, random: () => 0 };
    const config = { services: ServiceOptions.parse(services), declarations };
    return (await serviceProbes(config, parts)).probes.map(({ id }) => id);
  };

  it('reads its sample', () => {
    const sample = parse(readFileSync(new URL('./sample.yaml', import.meta.url), 'utf8'));
    expect(ServiceOptions.parse(sample.services)).toMatchObject({
      ...{ every: 300_000, deadline: 15_000, shipped: true, school_level: 'lower_secondary' },
      list: [{ name: 'quan-ly-truong', device: 'line' }],
    });
  });

  it('asks nothing that is not configured: the year’s list only where it is wanted', async () => {
    expect(await probeIds({})).toEqual([]);
    const all = await probeIds({ shipped: true }, { school_level: 'upper_secondary' });
    expect(all).toContain('line:service:csdl');
    expect(all).toContain('line:service:chuyentruong');
    expect(all).not.toContain('line:service:quan5');
    expect(await probeIds({ shipped: true })).not.toContain('line:service:chuyentruong');
  });

  it.each(['https://user:pw@host/', 'ftp://host/', 'host'])('refuses the address %s', (url) => {
    expect(ServiceOptions.safeParse({ list: [{ name: 'a', url }] }).success).toBe(false);
    expect(ServiceOptions.safeParse({ portal: url }).success).toBe(false);
  });

  it('refuses a portal that is named twice and a level nobody knows', () => {
    const url = 'https://a.example/';
    const twice = ServiceOptions.safeParse({ portal: url, list: [{ name: 'portal', url }] });
    expect(twice.error?.issues).toMatchObject([
      { path: ['portal'], message: 'the list names a portal too' },
    ]);
    expect(ServiceOptions.safeParse({ school_level: 'lop-9' }).error?.issues).toMatchObject([
      { path: ['school_level'], message: expect.stringMatching(/^expected one of mn, th, thcs/) },
    ]);
  });
});

it.each([
  ['c1.hcm.edu.vn', 'hcm.edu.vn'],
  ['truong.edu.vn', 'truong.edu.vn'],
  ['www.truong.vn', 'truong.vn'],
  ['www.example.com', 'example.com'],
  ['localhost', 'localhost'],
  ['10.0.0.1', '10.0.0.1'],
  ['[::1]', '[::1]'],
])('the site of %s is %s', (host, site) => {
  expect(siteOf(host)).toBe(site);
});
