import { describe, expect, it } from 'vitest';
import { explain, explainPart } from './words.ts';

describe('the words of SNMP', () => {
  it.each([
    [
      { kind: 'silent', detail: 'no answer: off, not SNMP, or another community' },
      'Không trả lời SNMP: sai community, tắt SNMP hoặc máy tắt.',
    ],
    [
      { kind: 'unresolved', detail: 'may-01' },
      'Không tìm thấy tên máy trong mạng. Tên đã khai báo: may-01.',
    ],
    [
      { kind: 'unauthorized', detail: 'not in time window' },
      'Tài khoản SNMP bị từ chối. Đồng hồ SNMP của máy lệch; khởi động lại dịch vụ SNMP.',
    ],
    [{ kind: 'garbled', detail: 'unusable answer' }, 'Câu trả lời SNMP không đọc được.'],
  ] as const)('say of %j: %s', (problem, vi) => {
    expect(explain(problem).vi).toBe(vi);
  });

  it('say of a device that was read in part that it answers', () => {
    expect(explainPart({ kind: 'too_big', detail: '' }).vi).toBe(
      'Máy có trả lời nhưng chỉ đọc được một phần. Câu trả lời SNMP quá lớn so với giới hạn của máy.',
    );
  });
});
