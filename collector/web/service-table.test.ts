import { describe, expect, it } from 'vitest';
import { NOW, sampleAdmin } from '../../test/web-sample.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { PageContext } from './page-request.ts';
import { serviceTable } from './service-table.ts';

const contextIn = (language: 'vi' | 'en'): PageContext => ({
  query: {},
  caller: sampleAdmin,
  speech: { language, timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'token',
  now: NOW,
  version: '0.1.0',
});

const fact = (service: string, fields: Record<string, FieldValue>) => ({
  measurement: 'service_check',
  tags: { device: 'line', service },
  fields,
  at: NOW,
});
const rowsOf = (language: 'vi' | 'en', ...facts: ReturnType<typeof fact>[]) =>
  serviceTable(facts, contextIn(language))
    .text.split('<tr><th scope="row">')
    .slice(1)
    .map((row) => row.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));

const good = fact('csdl', {
  ...{ up: true, name: 'Cơ sở dữ liệu ngành Giáo dục', status: 200 },
  ...{ dns_s: 0.004, tcp_s: 0.012, tls_s: 0.031, http_s: 1.25, tls_version: 'TLSv1.3' },
  ...{ chain_valid: true, host_name_valid: true, certificate_days: 45 },
  ...{ certificate_issuer: '<b>CA</b>', http_outcome: 'https', redirect_path: 'http://a/ 301' },
});

describe('the table of named systems', () => {
  it('says at which step one stops, and puts it first', () => {
    const gone = { up: false, failed_step: 'dns', error: 'unresolved' };
    const [first, second] = rowsOf('vi', good, fact('moet', gone));
    expect(first).toMatch(
      /^moet Không truy cập được , dừng ở bước DNS – tìm địa chỉ máy chủ Không trả lời, dừng ở bước DNS – tìm địa chỉ máy chủ \(không tìm thấy tên máy\)\./,
    );
    expect(first).toContain('– · – · – · – – –');
    expect(second).toContain('Truy cập được 4 ms · 12 ms · 31 ms · 1,3 giây');
    expect(second).toContain('TLSv1.3, hợp lệ, còn 45 ngày');
    expect(second).toContain('tự chuyển sang https http://a/ 301');
  });

  it('tells what is wrong with a certificate apart, and shows what was sent as text', () => {
    const bad = { chain_valid: false, host_name_valid: false, certificate_days: -3 };
    const [row] = rowsOf('en', fact('portal', { ...good.fields, ...bad, http_outcome: 'plain' }));
    expect(row).toContain(
      'TLSv1.3, its chain does not hold, for another host, expired since 3 days',
    );
    expect(row).toContain('does not send on to https');
    expect(row).toContain('&lt;b&gt;CA&lt;/b&gt;');
  });

  it('reads facts of an older agent', () => {
    const [row] = rowsOf('vi', fact('csdl', { up: false, error: 'timeout' }));
    expect(row).toMatch(/^csdl Không truy cập được Không trả lời \(quá thời gian chờ\)\./);
  });
});
