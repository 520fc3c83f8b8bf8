import { never } from '../../../kit/result.ts';
import type { Text } from '../../../kit/text.ts';
import { silenceOf, silenceWords, withReason } from '../../../wire/error-words.ts';
import type { LeaseProblem } from './lease.ts';

const NO_LEASE: Text = {
  vi: 'Chưa xin được lượt đo',
  en: 'No slot to measure the line was granted',
};

/** Why the line was not measured, for the people at the school. */
export const sayNoLease = (problem: LeaseProblem): Text => withReason(NO_LEASE, reasonOf(problem));

function reasonOf(problem: LeaseProblem): Text {
  switch (problem.why) {
    case 'unreached':
      return unreached(problem.detail);
    case 'token':
      return {
        vi: 'máy đo không chấp nhận mã truy cập của trường',
        en: 'the school’s token is refused',
      };
    case 'forbidden':
      return { vi: 'máy đo không cho phép trường đo', en: 'the school may not measure there' };
    case 'no_leases':
      return {
        vi: 'máy đo là phiên bản cũ, chưa biết cấp lượt đo: cần nâng cấp',
        en: 'the far end is an older version that grants no leases: update it',
      };
    case 'too_many':
      return { vi: 'trường đã dùng hết lượt đo', en: 'the school had all its tests for now' };
    case 'garbled':
      return silenceWords.garbled;
    case 'stopped':
      return { vi: 'bị ngắt giữa chừng', en: 'cut short' };
    case 'refused':
      return { vi: `máy đo báo lỗi ${problem.status}`, en: `the far end says ${problem.status}` };
    case 'patience': {
      const minutes = Math.max(1, Math.round(problem.waitedS / 60));
      return {
        vi: `nhiều trường đang chờ đo, đã chờ ${minutes} phút`,
        en: `many schools wait to be measured; waited ${minutes} min`,
      };
    }
    default:
      return never(problem);
  }
}

function unreached(detail: string): Text {
  const silence = silenceOf(detail);
  if (silence !== undefined) return silenceWords[silence];
  if (detail === 'far end stopped half-way') return silenceWords.cut;
  return { vi: `chi tiết kỹ thuật: ${detail}`, en: `technical detail: ${detail}` };
}

/** The same as one short phrase, for a fact’s `error`. */
export const noLeasePhrase = (problem: LeaseProblem): string =>
  problem.why === 'unreached' ? problem.detail : `no lease: ${problem.why}`;
