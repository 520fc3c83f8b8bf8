import { describe, expect, it } from 'vitest';
import { explainError } from './error-words.ts';

describe('an error field explained', () => {
  it.each([
    [
      'camera',
      { state: 'unreachable', error: 'connect: no answer: refused' },
      'Không trả lời (từ chối kết nối).',
    ],
    ['camera', { state: 'unreachable', error: 'anything' }, 'Không trả lời.'],
    [
      'camera',
      { state: 'frozen', error: 'stream: no picture for the last 4.3 s' },
      'Hình ngừng giữa chừng: camera đứng hình.',
    ],
    [
      'camera',
      { state: 'unauthorized', error: 'x' },
      'Camera đòi đăng nhập: tài khoản sai hoặc chưa khai báo.',
    ],
    [
      'recorder',
      { up: false, error: 'connect: no answer: timeout' },
      'Không trả lời (quá thời gian chờ).',
    ],
    ['recorder', { up: true, error: 'stopped recording: Sân sau' }, 'Kênh ngừng ghi: Sân sau.'],
    [
      'machine',
      { error: 'silent: no answer: off, not SNMP, or another community' },
      'Không trả lời SNMP: sai community, tắt SNMP hoặc máy tắt.',
    ],
    ['uplink_ping', { error: 'unresolved' }, 'Không trả lời (không tìm thấy tên máy).'],
    ['service_check', { error: 'status 503' }, 'Máy chủ báo lỗi 503.'],
    [
      'service_check',
      { error: 'certificate has expired' },
      'Kết nối không an toàn (chứng thư đã hết hạn).',
    ],
  ])('%s %j: %s', (measurement, fields, vi) => {
    expect(explainError(measurement, fields)?.vi).toBe(vi);
  });

  it.each([
    ['camera', { state: 'dancing', error: 'x' }],
    ['camera', { state: 'frozen' }],
    ['machine', { error: 'toString: x' }],
    ['uplink_ping', { error: 'constructor' }],
    ['uplink_ping', { error: 1 }],
    ['toString', { error: 'x' }],
  ])('is silent where it knows nothing: %s %j', (measurement, fields) => {
    expect(explainError(measurement, fields)).toBeUndefined();
  });
});
