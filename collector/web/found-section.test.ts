import { describe, expect, it } from 'vitest';
import { NOW, sampleAdmin, sampleSchool } from '../../test/web-sample.ts';
import type { SearchView } from '../report/views.ts';
import { foundSection } from './found-section.ts';
import type { PageContext } from './page-request.ts';

const context: PageContext = {
  query: {},
  caller: sampleAdmin,
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'token',
  now: NOW,
  version: '0.1.0',
};
const { devices, search } = sampleSchool();
function draw(changes: Partial<SearchView> = {}): string {
  if (search === undefined) throw new Error('the sample school was searched');
  return foundSection({ ...search, ...changes }, devices, context).text;
}

describe('what was found in the network of a school', () => {
  it('lists strangers with the address they state and whom they may be', () => {
    expect(draw()).toContain('192.168.10.77:8899 <span class="tag sim">mô phỏng</span>');
    expect(draw()).toContain('<small>có thể đã đổi địa chỉ từ: Camera hành lang tầng 2</small>');
  });

  it('lists by name what is configured and gone', () => {
    const gone = draw().slice(draw().indexOf('Đã kê khai nhưng không thấy'));
    expect(gone).toContain('<li>Camera hành lang tầng 2');
    expect(gone).toContain('192.168.10.23');
  });

  it('says so when all are known', () => {
    const text = draw({ notConfigured: [], gone: [] });
    expect(text).toContain('Mọi thiết bị trả lời đều đã kê khai');
    expect(text).not.toContain('<table');
  });

  it('escapes whatever a device calls itself', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const [stranger] = search?.notConfigured ?? [];
    if (stranger === undefined) throw new Error('the sample has a stranger');
    const text = draw({ notConfigured: [{ ...stranger, name: evil, hardware: evil }] });
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img');
  });

  it('speaks English when asked', () => {
    if (search === undefined) throw new Error('the sample school was searched');
    const speech = { ...context.speech, language: 'en' } as const;
    const { text } = foundSection(search, devices, { ...context, speech });
    expect(text).toContain('Found, not configured');
    expect(text).not.toMatch(/chưa kê khai|mô phỏng|Địa chỉ/);
  });
});
