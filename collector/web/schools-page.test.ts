import { describe, expect, it } from 'vitest';
import { epochMs, minutes, ms } from '../../kit/units.ts';
import { NOW, sampleAdmin, sampleRows, summaryOf } from '../../test/web-sample.ts';
import type { PageContext } from './page-request.ts';
import { filterQuery, isSilent, schoolsFilter } from './schools-filter.ts';
import { schoolsPage } from './schools-page.ts';

const context: PageContext = {
  query: {},
  caller: sampleAdmin,
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'token',
  now: NOW,
  version: '0.1.0',
};
const page = (count: number, query: Readonly<Record<string, string>> = {}) =>
  schoolsPage({ rows: sampleRows(count), uncovered: 0 }, schoolsFilter(query), {
    ...context,
    query,
  }).text;
const rowsOf = (text: string) => text.match(/<tr><th scope="row">.*<\/tr>/g) ?? [];
const namesOf = (text: string) =>
  rowsOf(text).map((row) => /<a href="[^"]+">([^<]+)</.exec(row)?.[1] ?? row);

describe('the page of all schools', () => {
  it('escapes a hostile name wherever it stands', () => {
    const [row] = sampleRows(1);
    if (row === undefined) throw new Error('one sample row');
    const name = '"><script>alert(1)</script>';
    const hostile = { ...row, name, unit: { id: '"x', name } };
    const text = schoolsPage(
      { rows: [hostile], uncovered: 0 },
      schoolsFilter({ name: '"><i>' }),
      context,
    ).text;
    const all = schoolsPage({ rows: [hostile], uncovered: 0 }, schoolsFilter({}), context).text;
    expect(text + all).not.toContain('<script>alert');
    expect(text).not.toContain('"><i>');
    expect(all).toContain('&quot;&gt;&lt;script&gt;alert(1)');
  });

  it('says how many schools nobody hears of, where there are any', () => {
    const draw = (uncovered: number) =>
      schoolsPage({ rows: sampleRows(3), uncovered }, schoolsFilter({}), context).text;
    expect(draw(1_200)).toContain('1.200 trường chưa có ai nhận thư báo sự cố');
    expect(draw(0)).not.toContain('/contacts#uncovered');
  });

  it('sorts by the Vietnamese alphabet, never by result', () => {
    const [row] = sampleRows(1);
    if (row === undefined) throw new Error('one sample row');
    const names = ['Đống Đa', 'Dân Lập', 'Ânh', 'Ba', 'Anh', 'Trường 10', 'Trường 9'];
    const rows = names.map((name, at) => ({ ...row, id: `s-${at}`, name }));
    const text = schoolsPage({ rows, uncovered: 0 }, schoolsFilter({}), context).text;
    expect(namesOf(text)).toEqual([
      'Anh',
      'Ânh',
      'Ba',
      'Dân Lập',
      'Đống Đa',
      'Trường 9',
      'Trường 10',
    ]);
  });

  it('says every verdict in a word beside its count of those that apply', () => {
    const [row] = sampleRows(1);
    if (row === undefined) throw new Error('one sample row');
    const groups = {
      line: summaryOf(12, 0, 2),
      lab: summaryOf(3, 1, 0),
      camera: summaryOf(5, 0, 0),
      security: summaryOf(0, 0, 0),
      organisation: summaryOf(1, 0, 0),
    };
    const text = schoolsPage(
      { rows: [{ ...row, groups }], uncovered: 0 },
      schoolsFilter({}),
      context,
    ).text;
    expect(text).toContain('class="v u">Không xác định <b>12/14</b>');
    expect(text).toContain('class="v f">Chưa đạt <b>3/4</b>');
    expect(text).toContain('class="v p">Đạt <b>5/5</b>');
    expect(text).toContain('class="v n">Không áp dụng</td>');
  });

  it('marks a simulated school', () => {
    const row = rowsOf(page(1))[0];
    expect(row).toContain('mô phỏng');
    expect(rowsOf(page(2)).filter((one) => one.includes('mô phỏng'))).toHaveLength(1);
  });

  it('filters by unit, by verdict and by the verdict of a group, and finds names without marks', () => {
    expect(rowsOf(page(40, { unit: 'phuong-1' }))).toHaveLength(7);
    expect(namesOf(page(40, { name: 'hong bang' })).length).toBe(4);
    const failing = rowsOf(page(40, { group: 'lab', groupVerdict: 'fail' }));
    expect(failing.length).toBeGreaterThan(0);
    expect(failing.every((row) => row.includes('data-label="Phòng máy" class="v f"'))).toBe(true);
    expect(page(40, { verdict: 'fail', unit: 'nowhere' })).toContain('Không có trường nào khớp');
  });

  it('keeps the filter in the links to pages, figures, export and the other language', () => {
    const text = page(700, { unit: 'phuong-1', page: '2', group: 'lab' });
    expect(text).toContain('href="/?unit=phuong-1&amp;group=lab"');
    expect(text).toContain('href="/?unit=phuong-1&amp;verdict=fail&amp;group=lab"');
    expect(text).toContain('href="/schools.csv?unit=phuong-1&amp;group=lab"');
    expect(text).toContain('href="?unit=phuong-1&amp;page=2&amp;group=lab&amp;lang=en"');
    expect(text).toContain('Trường 101–117 trong 117 trường');
  });

  it('takes an unknown filter for none and a page past the end for the last', () => {
    const odd = { verdict: 'best', group: 'x', page: '-4', groupVerdict: '1' };
    expect(filterQuery(schoolsFilter(odd))).toBe('');
    expect(rowsOf(page(101, { page: '99' }))).toHaveLength(1);
  });

  it.each([
    [minutes(5), false],
    [ms(minutes(5) + 1), true],
  ])('counts a school silent for %d ms as out of contact: %s', (age, silent) => {
    expect(isSilent({ lastSeen: epochMs(NOW - age) }, NOW)).toBe(silent);
    expect(isSilent({ lastSeen: undefined }, NOW)).toBe(true);
  });

  it('tells an administrator of an empty collector how to begin, with a form', () => {
    const text = page(0);
    expect(text).toContain('Chưa có trường nào');
    expect(text).toContain('action="/enrolment"');
    expect(text).toContain('name="_csrf" value="token"');
    const school = { ...context, caller: { ...sampleAdmin, role: 'school' as const } };
    expect(schoolsPage({ rows: [], uncovered: 0 }, schoolsFilter({}), school).text).not.toContain(
      '<form',
    );
  });

  it('stays under 100 KB for 4,000 schools of 168 units', () => {
    const rows = sampleRows(4_000).map((row, at) => ({
      ...row,
      unit: { id: `phuong-${at % 168}`, name: `Phường Tân Sơn Nhất ${at % 168}` },
      simulated: true,
      openIncidents: 2,
    }));
    const started = performance.now();
    const text = schoolsPage({ rows, uncovered: 0 }, schoolsFilter({}), context).text;
    const tookMs = performance.now() - started;
    const size = Buffer.byteLength(text);
    process.stdout.write(`schools page: ${size} bytes, drawn in ${tookMs.toFixed(0)} ms\n`);
    expect(rowsOf(text)).toHaveLength(100);
    expect(size).toBeLessThan(100_000);
  });
});
