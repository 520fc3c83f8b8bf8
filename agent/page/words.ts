import { sayNumber, sayTime } from '../../kit/say.ts';
import type { Language, Text } from '../../kit/text.ts';
import type { Verdict } from '../../standards/finding.ts';
import type { DeviceKind } from '../../wire/measurements.ts';
import type { Health, PageState } from './state.ts';

export const TIME_ZONE = 'Asia/Ho_Chi_Minh';

export const WORDS = {
  title: { vi: 'Tình trạng tại trường', en: 'How the school stands' },
  other: { vi: 'English', en: 'Tiếng Việt' },
  simulated: { vi: 'mô phỏng', en: 'simulated' },
  shipment: { vi: 'Gửi số liệu về trung tâm', en: 'Sending to the centre' },
  devices: { vi: 'Thiết bị', en: 'Devices' },
  noDevices: {
    vi: 'Chưa khai báo thiết bị nào trong tệp cấu hình.',
    en: 'No device stands in the config file yet.',
  },
  name: { vi: 'Tên', en: 'Name' },
  kind: { vi: 'Loại', en: 'Kind' },
  lastPass: { vi: 'Đo lần cuối', en: 'Last measured' },
  state: { vi: 'Tình trạng', en: 'State' },
  problem: { vi: 'Vấn đề', en: 'Problem' },
  late: { vi: 'trả lời chậm', en: 'slow to answer' },
  findings: { vi: 'Tiêu chí của trường', en: 'Criteria of the school' },
  noFindings: { vi: 'Chưa đánh giá được tiêu chí nào.', en: 'No criterion has been judged yet.' },
  criterion: { vi: 'Tiêu chí', en: 'Criterion' },
  observed: { vi: 'Quan sát được', en: 'Observed' },
  required: { vi: 'Yêu cầu', en: 'Required' },
  verdict: { vi: 'Kết quả', en: 'Result' },
  source: { vi: 'Nguồn', en: 'Source' },
  remedy: { vi: 'Cách khắc phục', en: 'Remedy' },
  level: { vi: 'Mức', en: 'Level' },
  basic: { vi: 'cơ bản', en: 'basic' },
  advanced: { vi: 'nâng cao', en: 'advanced' },
  never: { vi: 'chưa đo', en: 'not yet' },
} as const satisfies Readonly<Record<string, Text>>;

export const KIND_WORDS: Readonly<Record<DeviceKind, Text>> = {
  uplink: { vi: 'Đường truyền', en: 'Line' },
  server: { vi: 'Máy chủ', en: 'Server' },
  camera: { vi: 'Camera', en: 'Camera' },
  recorder: { vi: 'Đầu ghi', en: 'Recorder' },
  machine: { vi: 'Máy tính', en: 'Computer' },
  gateway: { vi: 'Thiết bị mạng', en: 'Gateway' },
  agent: { vi: 'Tác nhân', en: 'Agent' },
};

export const HEALTH_WORDS: Readonly<
  Record<Health, { readonly sign: string; readonly text: Text }>
> = {
  well: { sign: '✓', text: { vi: 'Tốt', en: 'Well' } },
  ill: { sign: '✕', text: { vi: 'Có vấn đề', en: 'Has a problem' } },
  waiting: { sign: '?', text: { vi: 'Chưa đo', en: 'Not measured yet' } },
};

/** A verdict is never told by colour alone. */
export const SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✕',
  unknown: '?',
  not_applicable: '–',
};

/** The shipment in a sentence: what is, since when, what is kept, what to do. */
export function sayShipment(
  { shipment, spool, collector, now }: PageState,
  language: Language,
): string {
  const speech = { language, timeZone: TIME_ZONE };
  const waiting = sayNumber(spool.batches, speech);
  const since = sayTime(shipment.since, now, speech);
  const kept: Text = {
    vi: `${waiting} lô đang chờ gửi, không mất số liệu.`,
    en: `${waiting} batches wait to be sent; nothing is lost.`,
  };
  const said: Readonly<Record<typeof shipment.word, Text>> = {
    starting: { vi: 'Đang khởi động.', en: 'Starting.' },
    connected: {
      vi: `Liên lạc được với trung tâm ${collector} từ ${since}. ${waiting} lô đang chờ gửi.`,
      en: `In contact with the centre ${collector} since ${since}. ${waiting} batches wait to be sent.`,
    },
    unreachable: {
      vi: `Không liên lạc được trung tâm ${collector} từ ${since}; ${kept.vi} Hãy kiểm tra đường truyền và địa chỉ trung tâm.`,
      en: `The centre ${collector} cannot be reached since ${since}; ${kept.en} Check the line and the address of the centre.`,
    },
    busy: {
      vi: `Trung tâm đang bận từ ${since}; ${kept.vi}`,
      en: `The centre is busy since ${since}; ${kept.en}`,
    },
    token_refused: {
      vi: `Trung tâm từ chối mã truy cập (token) của trường từ ${since}; ${kept.vi} Hãy xin mã ghi danh mới và chạy "hatang agent enroll".`,
      en: `The centre refuses this school’s token since ${since}; ${kept.en} Ask for a new enrolment code and run "hatang agent enroll".`,
    },
    not_enrolled: {
      vi: `Chưa ghi danh với trung tâm; ${kept.vi} Hãy chạy "hatang agent enroll" với mã ghi danh.`,
      en: `Not enrolled at the centre yet; ${kept.en} Run "hatang agent enroll" with an enrolment code.`,
    },
  };
  return said[shipment.word][language];
}
