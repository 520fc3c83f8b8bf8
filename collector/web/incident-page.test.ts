import { describe, expect, it } from 'vitest';
import { NOW, sampleAdmin, sampleIncidentPage, sampleIncidents } from '../../test/web-sample.ts';
import { incidentPage } from './incident-page.ts';
import { incidentsCsv } from './incidents-csv.ts';
import type { PageContext } from './page-request.ts';

const context: PageContext = {
  ...{ query: {}, caller: sampleAdmin, csrfToken: 'token', now: NOW, version: 'test' },
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
};
function draw(id: string, language: 'vi' | 'en' = 'vi'): string {
  const view = sampleIncidentPage(id);
  if (view === undefined) throw new Error(`no sample incident ${id}`);
  const speech = { ...context.speech, language };
  return incidentPage(view, { saved: false }, { ...context, speech }).text;
}

describe('the page of an incident', () => {
  it('says what, where, since when, for how long, and how much of it in school hours', () => {
    const page = draw('i-4');
    for (const said of [
      '6 trường và 11 trường khác',
      'cùng nhà mạng VNPT',
      'đã kéo dài <b>1 giờ 35 phút</b> (trong đó trong giờ học: 30 phút)',
      'xác nhận: can.bo.cho.quan',
      'đề xuất — chưa đối chiếu văn bản gốc',
      'Chưa ai xác nhận: báo lên cấp trên',
      '(bằng liên kết trong thư)',
      'Tạm ngừng báo đến 10:00 ngày 23/11/2026',
    ])
      expect(page).toContain(said);
    expect(page).toContain('<svg');
  });

  it('escapes what people write', () => {
    expect(draw('i-4')).toContain('&lt;b&gt;không đậm&lt;/b&gt;');
  });

  it('offers of one that is over only the comment', () => {
    const deeds = (id: string) =>
      [...draw(id).matchAll(/action="\/incidents\/[\w-]+\/([\w-]+)"/g)].map(([, name]) => name);
    expect(deeds('i-1')).toEqual(['acknowledge', 'assign', 'silence', 'comment']);
    expect(deeds('i-4')).toEqual(['take-back', 'assign', 'end-silence', 'comment']);
    expect(deeds('i-3')).toEqual(['comment']);
  });

  it('speaks English when asked', () => {
    const page = draw('i-4', 'en');
    expect(page).toContain('6 schools and 11 other schools');
    expect(page).toContain('lasting for <b>1 h 35 min</b>');
    expect(page).not.toMatch(/trường khác|Nguyên nhân|Diễn biến/);
  });
});

describe('the export of the list', () => {
  it('has a row an incident, with who looks after it and for how many minutes', () => {
    const [head, shared, ...rest] = incidentsCsv(sampleIncidents, context).trim().split('\r\n');
    expect(head).toContain('Mã sự cố,Sự cố,Trường');
    expect(shared).toContain('i-4,Mất liên lạc với trường,6 trường và 11 trường khác');
    expect(shared).toContain(',95,');
    expect(rest).toHaveLength(sampleIncidents.length - 1);
  });
});
