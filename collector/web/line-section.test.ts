import { describe, expect, it } from 'vitest';
import { NOW, sampleSchool } from '../../test/web-sample.ts';
import { availabilityCsv, outagesCsv } from './line-csv.ts';
import { lineSection } from './line-section.ts';
import { sayLength, sayShareDown } from './say-line.ts';

const speech = { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' } as const;
const context = (language: 'vi' | 'en') => ({
  ...{ query: {}, caller: undefined, csrfToken: '', now: NOW, version: 'test' },
  speech: { ...speech, language },
});
const text = (language: 'vi' | 'en', changes: object = {}) =>
  String(lineSection({ ...sampleSchool(), ...changes }, context(language)));

describe('the line on a school’s page', () => {
  it('says each month’s availability round the clock and in school hours, in words first', () => {
    const page = text('vi');
    expect(page).toContain('<th scope="row">11/2026</th>');
    expect(page).toContain('99,498 %');
    expect(page).toContain('99,978 %');
    expect(page).toContain('chưa rõ');
    expect(page).toContain('Đường truyền mất kết nối');
    expect(page).toContain('Bộ định tuyến của trường không trả lời');
    expect(page).toContain('Chỉ một hệ thống: csdl');
    expect(page).toContain('chưa kết thúc');
  });

  it('speaks English throughout', () => {
    const page = text('en');
    expect(page).toContain('99.498 %');
    expect(page).toContain('The line was down');
    expect(page).not.toMatch(/Đường truyền|Không rõ|chưa/);
  });

  it('is left out where no line is followed by the second', () => {
    expect(lineSection({ ...sampleSchool(), availability: [], outages: [] }, context('vi'))).toBe(
      false,
    );
  });

  it('shows a far end’s name as text, whatever is in it', () => {
    const [outage] = sampleSchool().outages;
    const page = text('vi', { outages: [{ ...outage, subject: 'service:<b>x' }] });
    expect(page).toContain('&lt;b&gt;x');
  });
});

describe('the line as tables for a spreadsheet', () => {
  it('has a row an outage, to the second, and says which count against the line', () => {
    const [head, portal, line, router] = outagesCsv(sampleSchool(), speech).split('\r\n');
    expect(head).toContain('Nguyên nhân');
    expect(portal).toContain('không,service:csdl');
    expect(portal).toContain(',,,59,0,0,silent');
    expect(line).toContain('có,line');
    expect(line).toMatch(/,10797,0,0,0,the router answers$/);
    expect(router).toContain('không,line');
  });

  it('has a row a month, with shares as plain numbers and nothing where nothing is known', () => {
    const [, november, october] = availabilityCsv(sampleSchool(), speech).split('\r\n');
    expect(november).toContain(',2026-11,0.9949');
    expect(october).toContain(',2026-10,,,0,0');
  });
});

it('never rounds a share up to a limit it misses', () => {
  expect(sayShareDown(0.994999999, speech)).toBe('99,499 %');
  expect(sayShareDown(0.995, speech)).toBe('99,5 %');
  expect(sayShareDown(1, speech)).toBe('100 %');
});

it.each([
  [5, '5 giây'],
  [3_600, '1 giờ'],
  [3_723, '1 giờ 2 phút 3 giây'],
  [90_000, '1 ngày 1 giờ'],
])('says %d s as %s', (length, said) => {
  expect(sayLength(length, speech)).toBe(said);
});
