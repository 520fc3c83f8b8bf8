import { describe, expect, it } from 'vitest';
import { bps } from '../../../kit/units.ts';
import { sayBandwidth, sayUnanswered } from './words.ts';

const ends = { method: 'tcp4_kernel', agentBusy: 0.5 } as const;
const good = { rate: { ok: true, value: bps(1e8) }, bytes: 1e7, seconds: 1, ...ends } as const;
const failed = (problem: string) =>
  ({ rate: { ok: false, problem }, bytes: 0, seconds: 0.1, ...ends }) as const;

describe('the words of the line', () => {
  it.each([
    ['refused', 'Điểm đo moet không trả lời (từ chối kết nối).'],
    ['unresolved', 'Điểm đo moet không trả lời (không tìm thấy tên máy).'],
    [undefined, 'Điểm đo moet không trả lời (quá thời gian chờ).'],
    ['ENOBUFS', 'Điểm đo moet không trả lời (chi tiết kỹ thuật: ENOBUFS).'],
  ])('say of a far end that is lost by %j: %s', (error, vi) => {
    const rounds = error === undefined ? { trips: [] } : { trips: [], error };
    expect(sayUnanswered('moet', rounds).vi).toBe(vi);
  });

  it('name each direction without a rate, and nothing where both have one', () => {
    expect(sayBandwidth({ down: good, up: good })).toBeUndefined();
    expect(sayBandwidth({ down: good, up: failed('far end answered 503') })).toEqual({
      vi: 'Chưa đo được tốc độ tải lên (máy đo đang bận).',
      en: 'Could not measure the upload rate (the far end is busy).',
    });
    expect(sayBandwidth({ down: failed('refused'), up: failed('refused') })?.vi).toBe(
      'Chưa đo được tốc độ tải xuống (từ chối kết nối). Chưa đo được tốc độ tải lên (từ chối kết nối).',
    );
  });
});
