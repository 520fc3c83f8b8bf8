import { describe, expect, it } from 'vitest';
import { days, epochMs, ms } from '../../../kit/units.ts';
import { sayProblem } from './words.ts';

const now = epochMs(Date.parse('2026-11-23T01:00:00Z'));
const head = { status: 200, after: ms(10) };

describe('the words of a named system', () => {
  it.each([
    [{ error: 'timeout' }, 'Hệ thống moet không trả lời (quá thời gian chờ).'],
    [
      { error: 'answered no HTTP' },
      'Hệ thống moet không trả lời (trả lời sai dạng, không đọc được).',
    ],
    [{ error: 'EPROTO' }, 'Hệ thống moet không trả lời (chi tiết kỹ thuật: EPROTO).'],
    [{ head: { ...head, status: 503 } }, 'Hệ thống moet đang hỏng: máy chủ báo lỗi 503.'],
    [
      {
        head,
        tls: { valid: false, reason: 'CERT_HAS_EXPIRED', validTo: epochMs(now - days(1_234.5)) },
      },
      'Hệ thống moet trả lời nhưng kết nối không an toàn (chứng thư đã hết hạn 1.234,5 ngày).',
    ],
    [
      { head, tls: { valid: false, reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
      'Hệ thống moet trả lời nhưng kết nối không an toàn (chứng thư tự ký).',
    ],
  ])('say of %j: %s', (reply, vi) => {
    expect(sayProblem('moet', reply, now)?.vi).toBe(vi);
  });

  it('say nothing where nothing is wrong', () => {
    expect(sayProblem('moet', { head, tls: { valid: true } }, now)).toBeUndefined();
  });
});
