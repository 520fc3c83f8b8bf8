import { describe, expect, it } from 'vitest';
import { NOW, sampleAdmin, sampleSchool } from '../../test/web-sample.ts';
import type { SchoolView } from '../report/views.ts';
import type { PageContext } from './page-request.ts';
import { schoolPage } from './school-page.ts';
import { unknownReasons } from './words/school.ts';

const context: PageContext = {
  query: {},
  caller: sampleAdmin,
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'token',
  now: NOW,
  version: '0.1.0',
};
const UNCHECKED = 'chưa đối chiếu văn bản gốc';
/** Without a search: that part has its own tests. */
const draw = (changes: Partial<SchoolView> = {}) =>
  schoolPage({ ...sampleSchool(), search: undefined, ...changes }, context).text;
const findingOf = (criterion: string) => {
  const found = sampleSchool().findings.find((finding) => finding.criterion === criterion);
  if (found === undefined) throw new Error(`no sample finding ${criterion}`);
  return found;
};
/** The row of a criterion and the row under it. */
const rowsOf = (text: string, criterion: string) =>
  text.split('<tr class="criterion">').find((row) => row.includes(`<small>${criterion} `)) ?? '';

describe('the page of one school', () => {
  it('says whether anybody hears when something breaks there', () => {
    const note = (cover: 'own' | 'above' | 'nobody') =>
      schoolPage(sampleSchool(), context, cover).text;
    expect(note('nobody')).toContain('Chưa có ai nhận thư báo sự cố của trường này.');
    expect(note('nobody')).toContain('href="/contacts?unit=truong-1#contact"');
    expect(note('above')).toContain('đang gửi cho đơn vị cấp trên');
    expect(note('own')).not.toContain('/contacts?unit=');
  });

  it('tells open incidents first, in sentences with the cause and since when', () => {
    const text = draw();
    expect(text.indexOf('Camera mất tín hiệu')).toBeLessThan(text.indexOf('<h2 id="criteria">'));
    expect(text).toContain('Từ <time datetime="2026-11-23T00:42:00Z"');
    expect(text).toContain('07:42 hôm nay, 18 phút trước</time>. Camera không trả lời ONVIF');
    expect(text.indexOf('Gián đoạn đường truyền')).toBeGreaterThan(text.indexOf('id="past"'));
  });

  it('gives the evidence of an incident in words, its raw phrase marked as technical', () => {
    const text = draw();
    expect(text).toContain('<dd>Mất tín hiệu</dd>');
    expect(text).toContain(
      'Không trả lời (quá thời gian chờ). <small>chi tiết kỹ thuật: <code lang="en">connect: no answer: timeout</code>',
    );
  });

  it('shows the remedy of what fails without anything being opened', () => {
    const [row = ''] = rowsOf(draw(), 'NET-02').split('<details>');
    expect(row).toContain('<b>Cần làm:</b> Gửi kết quả đo 30 ngày cho nhà mạng');
    expect(row).toContain('60,8 %');
  });

  it('says why a criterion is unknown and what is missing, in words', () => {
    const [row = ''] = rowsOf(draw(), 'CAM-07').split('<details>');
    expect(row).toContain('Không xác định');
    expect(row).toContain('>chưa có số liệu: lệch giờ (camera).<');
  });

  it.each(Object.entries(unknownReasons))('has words for %s', (reason, words) => {
    const known = Object.keys(unknownReasons).find((one) => one === reason);
    const finding = findingOf('CAM-07');
    const unknown = finding.unknown && {
      ...finding.unknown,
      reason: known as keyof typeof unknownReasons,
    };
    expect(draw({ findings: [{ ...finding, unknown }] })).toContain(words.vi);
  });

  it.each([
    ['assumed', true, true],
    ['assumed', false, true],
    ['quoted', false, true],
    ['reported', true, true],
    ['quoted', true, false],
  ] as const)(
    'marks a threshold that is %s, text checked %s: %s',
    (confidence, textChecked, marked) => {
      const text = draw({
        labs: [],
        findings: [{ ...findingOf('ORG-01'), confidence, textChecked }],
      });
      const [row = '', evidence = ''] = rowsOf(text, 'ORG-01').split('<details>');
      expect(row.includes(UNCHECKED)).toBe(marked);
      expect(evidence.includes(UNCHECKED)).toBe(marked);
    },
  );

  it('calls a proposed threshold a proposal, and shows what a reader must know of it', () => {
    const note = { vi: 'Chỉ phần đầu đã đọc.', en: 'Only the first part was read.' };
    const text = draw({ findings: [{ ...findingOf('CAM-03'), note }] });
    expect(rowsOf(text, 'CAM-03').split('<details>')[0]).toContain(`đề xuất — ${UNCHECKED}`);
    expect(text).toContain('<dd>Chỉ phần đầu đã đọc.</dd>');
  });

  it('lists the findings of devices inside their criterion, failing and unknown first', () => {
    const row = rowsOf(draw(), 'CAM-03');
    const order = ['Camera sân trường', 'Camera hành lang tầng 2', 'Camera cổng chính'].map(
      (name) => row.indexOf(`<b>${name}</b>`),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  it('leaves out no device finding whose school finding is missing', () => {
    const lone = { ...findingOf('CAM-03'), device: 'cam-02' };
    expect(rowsOf(draw({ findings: [lone] }), 'CAM-03')).toContain(' · Camera sân trường');
  });

  it('puts what a camera claims beside what was measured', () => {
    expect(draw()).toContain(
      '<td>25 khung hình/giây</td><td>12,4 khung hình/giây <span class="v o">khác khai báo</span></td>',
    );
    expect(draw()).toContain('<dt>mở telnet</dt><dd>có</dd>');
  });

  it('marks the simulated school, its incidents and its devices, and only them', () => {
    const count = (text: string) => text.split('>mô phỏng<').length - 1;
    const { devices, incidents, labs } = sampleSchool();
    const simulated = devices.filter((device) => device.simulated).length + incidents.length + 1;
    expect(count(draw({ labs: [] }))).toBe(simulated);
    const real = {
      simulated: false,
      devices: devices.map((device) => ({ ...device, simulated: false })),
      incidents: incidents.map((incident) => ({ ...incident, simulated: false })),
      labs: labs.map((lab) => ({
        ...lab,
        machines: lab.machines.map((machine) => ({ ...machine, simulated: false })),
      })),
    };
    expect(count(draw(real))).toBe(0);
  });

  it('says what a device’s error means, and marks its own phrase as technical', () => {
    const fields = { state: 'unreachable', error: 'connect: no answer: <refused>' };
    const refused = { ...fields, error: 'connect: no answer: refused' };
    const of = (given: typeof fields) =>
      draw({
        devices: sampleSchool().devices.map((device) => ({
          ...device,
          facts: [{ measurement: 'camera', tags: { device: device.id }, fields: given, at: NOW }],
        })),
      });
    expect(of(refused)).toContain(
      '<dd>Không trả lời (từ chối kết nối). <small>chi tiết kỹ thuật: <code lang="en">connect: no answer: refused</code></small></dd>',
    );
    expect(of(fields)).toContain('<dd>Không trả lời. <small>');
    expect(of(fields)).toContain('&lt;refused&gt;');
  });

  it('escapes whatever a device, a finding or an incident says', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const text = { vi: evil, en: evil };
    const { devices, incidents } = sampleSchool();
    const page = draw({
      name: evil,
      findings: [
        {
          ...findingOf('NET-02'),
          name: text,
          observed: evil,
          required: text,
          remedy: text,
          criterion: evil,
          source: { document: evil, clause: evil },
        },
      ],
      devices: devices.map((device) => ({
        ...device,
        name: evil,
        state: evil,
        address: evil,
        facts: [{ measurement: evil, tags: { [evil]: evil }, fields: { [evil]: evil }, at: NOW }],
      })),
      incidents: incidents.map((incident) => ({
        ...incident,
        title: text,
        cause: text,
        deviceName: evil,
        evidence: { [evil]: evil },
      })),
    });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x');
  });

  it('speaks English when asked, with nothing left in Vietnamese but names', () => {
    const page = schoolPage(sampleSchool(), {
      ...context,
      speech: { ...context.speech, language: 'en' },
    }).text;
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('proposed — not checked against the source text');
    for (const word of ['Chưa đạt', 'Không xác định', 'Quan sát được', 'mô phỏng', 'trước<'])
      expect(page).not.toContain(word);
  });
});
