import { describe, expect, it } from 'vitest';
import { days, epochMs, ms } from '../../../kit/units.ts';
import type { TlsSeen } from '../../dial/seen.ts';
import type { ServiceReply } from './facts.ts';
import { sayProblem } from './words.ts';

const now = epochMs(Date.parse('2026-11-23T01:00:00Z'));
const head = { status: 200, after: ms(10) };
const holds: TlsSeen = { chainValid: true, hostNameValid: true };
const name = { vi: 'moet', en: 'moet' };
const say = (reply: Partial<ServiceReply>) => sayProblem(name, { spent: {}, ...reply }, now);

describe('the words of a named system', () => {
  it.each<[Partial<ServiceReply>, string]>([
    [
      { failed: { step: 'dns', error: 'unresolved' } },
      'Hệ thống moet không trả lời, dừng ở bước DNS – tìm địa chỉ máy chủ (không tìm thấy tên máy).',
    ],
    [
      { failed: { step: 'tcp', error: 'timeout' } },
      'Hệ thống moet không trả lời, dừng ở bước TCP – kết nối tới máy chủ (quá thời gian chờ).',
    ],
    [
      { failed: { step: 'tls', error: 'answered no TLS' } },
      'Hệ thống moet không trả lời, dừng ở bước TLS – bắt tay mã hoá (trả lời sai dạng, không đọc được).',
    ],
    [
      { failed: { step: 'http', error: 'stalled' } },
      'Hệ thống moet không trả lời, dừng ở bước HTTP – chờ trang web trả lời (nhận kết nối rồi im lặng).',
    ],
    [
      { failed: { step: 'tls', error: 'ODD' } },
      'Hệ thống moet không trả lời, dừng ở bước TLS – bắt tay mã hoá (chi tiết kỹ thuật: ODD).',
    ],
    [{ head: { ...head, status: 503 } }, 'Hệ thống moet đang hỏng: máy chủ báo lỗi 503.'],
    [
      {
        head,
        tls: {
          ...holds,
          ...{ chainValid: false, reason: 'CERT_HAS_EXPIRED' },
          validTo: epochMs(now - days(1_234.5)),
        },
      },
      'Hệ thống moet trả lời nhưng kết nối không an toàn (chứng thư đã hết hạn 1.234,5 ngày).',
    ],
    [
      { head, tls: { ...holds, chainValid: false, reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
      'Hệ thống moet trả lời nhưng kết nối không an toàn (chứng thư tự ký).',
    ],
    [
      { head, tls: { ...holds, hostNameValid: false } },
      'Hệ thống moet trả lời nhưng kết nối không an toàn (chứng thư cấp cho tên miền khác).',
    ],
  ])('say of %j: %s', (reply, vi) => {
    expect(say(reply)?.vi).toBe(vi);
  });

  it('name the step in English too', () => {
    expect(say({ failed: { step: 'tcp', error: 'refused' } })?.en).toBe(
      'The system moet does not answer, it stops at the step TCP – connecting to the server (connection refused).',
    );
  });

  it('say nothing where nothing is wrong', () => {
    expect(say({ head, tls: holds })).toBeUndefined();
  });
});
