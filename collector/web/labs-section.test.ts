import { describe, expect, it } from 'vitest';
import { NOW, sampleAdmin, sampleSchool } from '../../test/web-sample.ts';
import { sampleDevicePage } from '../../test/web-sample-device-page.ts';
import type { DevicePageView, LabView } from '../report/views.ts';
import { labsSection } from './labs-section.ts';
import { machinePage } from './machine-page.ts';
import { machinesCsv } from './machines-csv.ts';
import type { PageContext } from './page-request.ts';

const context: PageContext = {
  query: {},
  caller: sampleAdmin,
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'token',
  now: NOW,
  version: '0.1.0',
};
const school = sampleSchool();
const draw = (labs: readonly LabView[] = school.labs): string => {
  const drawn = labsSection({ id: school.id, labs }, context);
  return drawn === false ? '' : drawn.text;
};

describe('the labs on the page of a school', () => {
  it('say seats, machines, usable ones, who is missing by name, and pupils a machine', () => {
    const [, first = ''] = draw().split('<h3>');
    expect(first).toContain('25 <span class="quiet">(1 chỗ chưa có máy nào báo về)');
    expect(first).toContain('21 <span class="quiet">trong 5 ngày học gần nhất');
    expect(first).toContain('<dt>Máy vắng</dt><dd>2: Máy 07, Máy 20</dd>');
    expect(first).toContain('2,1 <span class="quiet">(lớp đông nhất 45 học sinh)');
    expect(first).toContain('07:40 hôm nay, 20 phút trước');
  });

  it('show a square a machine, whose mark has its word, and leads to its page', () => {
    const text = draw();
    const square = (id: string) => text.split('<li>').find((one) => one.includes(`/${id}"`));
    expect(square('may-1')).toMatch(
      /class="v p" href="[^"]*machines[^"]*".*Máy 01.*: Còn sử dụng được</,
    );
    expect(square('may-7')).toMatch(/class="v f".*: Vắng</);
    expect(square('may-23')).toMatch(/class="v u".*: Không rõ</);
  });

  it('count the systems with their end of support, and how sure the rule is', () => {
    expect(draw()).toMatch(
      /Windows 10 22H2: hết hỗ trợ từ 14\/10\/2025<\/th>.*4 máy.*Chưa đạt<\/span><span class="doubt">đề xuất/,
    );
  });

  it('mark a simulated lab once, and in a mixed one each simulated machine', () => {
    const parts = draw().split('<h3>');
    const badges = (part = '') => part.split('>mô phỏng<').length - 1;
    expect([badges(parts[1]), badges(parts[2])]).toEqual([23, 1]);
  });

  it('are not there where the school has none', () => {
    expect(draw([])).toBe('');
  });

  it('escape what a machine calls itself', () => {
    const [lab] = school.labs;
    const [machine] = lab?.machines ?? [];
    if (lab === undefined || machine === undefined) throw new Error('there are sample machines');
    const evil = { ...machine, name: '<script>alert(1)</script>', usable: false };
    expect(draw([{ ...lab, machines: [evil] }])).not.toContain('<script>');
  });
});

const viewOf = (id: string): DevicePageView => {
  const view = sampleDevicePage(id);
  if (view === undefined) throw new Error(`no sample machine ${id}`);
  return view;
};

describe('the page of a machine', () => {
  it('says whether it is usable and when it was seen, not that it is switched off', () => {
    expect(machinePage(viewOf('may-7'), context).text).toMatch(
      /<b class="v f">Vắng<\/b>: không thấy hoạt động trong 5 ngày học gần nhất\. Thấy hoạt động lần cuối <time/,
    );
    expect(machinePage(viewOf('may-23'), context).text).toContain('Chưa thấy hoạt động lần nào.');
  });

  it('says what it is, until when its system is mended, and what it lacks for Windows 11', () => {
    const { text } = machinePage(viewOf('may-3'), context);
    for (const part of [
      'FPT Elead H310',
      'Intel(R) Pentium(R) CPU G4560 @ 3.50GHz, 2 nhân',
      'ổ cứng quay (HDD), 465,8 GiB, 374,4 GiB còn trống',
      'Microsoft Windows 10 Pro, bản dựng 19045.6456',
      'Windows 10 22H2: hết hỗ trợ từ 14/10/2025',
      'không lên được: thiếu TPM 2.0, bộ xử lý',
      'Windows Defender, tắt hoặc đã cũ',
      'sau bộ chuyển mạch Switch phòng Tin học 1',
      '<b>nên thay máy</b>: ',
    ])
      expect(text).toContain(part);
  });

  it('puts a system it does not reach first, and says how a call would fare', () => {
    const { text } = machinePage(viewOf('may-3'), context);
    expect(text.indexOf('temis')).toBeLessThan(text.indexOf('csdl'));
    expect(text).toContain('trễ 21 ms, rung 3,1 ms, mất gói 0,2 %');
  });
});

describe('the exported machines', () => {
  const lines = machinesCsv(school, context.speech).split('\r\n');

  it('have a row each with room, state, specification and what it fails', () => {
    expect(lines).toHaveLength(1 + 35 + 1);
    const row = lines.find((line) => line.includes(',may-3,'));
    expect(row).toContain('Phòng Tin học 1,may-3,Máy 03,có,có,2026-11-23T00:33:00.000Z,');
    expect(row).toContain(',hdd,500107862016,402000000000,1366×768,');
    expect(row).toContain('"LAB-05 cơ bản, LAB-06 cơ bản"');
    expect(lines.find((line) => line.includes(',may-23,'))).toContain(',Không rõ,,');
  });

  it('let no name begin a formula', () => {
    const [lab] = school.labs;
    const [machine] = lab?.machines ?? [];
    if (lab === undefined || machine === undefined) throw new Error('there are sample machines');
    const evil = { ...school, labs: [{ ...lab, machines: [{ ...machine, name: '=1+1' }] }] };
    expect(machinesCsv(evil, context.speech)).toContain('"\'=1+1"');
  });
});
