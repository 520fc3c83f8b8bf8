import type { Text } from '../kit/text.ts';
import type { FieldValue } from './fact.ts';
import { certificateWords, stepOf } from './service-words.ts';

/** What the short English phrases of `error` fields mean to a reader. The phrases themselves stay as they are. */

/**
 * Why nothing usable came back over a network, to stand in brackets. `stalled`: connected and asked, and no whole answer
 * came in time; `timeout`: not even that; `stranger`: it showed another certificate than the one it is known by.
 */
export type Silence =
  | 'timeout'
  | 'stalled'
  | 'refused'
  | 'unresolved'
  | 'unreachable'
  | 'cut'
  | 'stranger'
  | 'garbled';

export const silenceWords: Readonly<Record<Silence, Text>> = {
  timeout: { vi: 'quá thời gian chờ', en: 'timed out' },
  stalled: { vi: 'nhận kết nối rồi im lặng', en: 'it takes the connection and falls silent' },
  refused: { vi: 'từ chối kết nối', en: 'connection refused' },
  unresolved: { vi: 'không tìm thấy tên máy', en: 'host name not found' },
  unreachable: { vi: 'không có đường mạng tới địa chỉ này', en: 'no route to this address' },
  cut: { vi: 'kết nối bị ngắt giữa chừng', en: 'the connection was cut' },
  stranger: {
    vi: 'chứng thư TLS khác với lần đầu: có thể là thiết bị khác',
    en: 'another TLS certificate than at first: perhaps another device',
  },
  garbled: { vi: 'trả lời sai dạng, không đọc được', en: 'the answer can’t be read' },
};

export const snmpWords = {
  silent: {
    vi: 'Không trả lời SNMP: sai community, tắt SNMP hoặc máy tắt.',
    en: 'No SNMP answer: another community, SNMP off, or the machine is off.',
  },
  unresolved: { vi: 'Không tìm thấy tên máy trong mạng.', en: 'The host name was not found.' },
  foreign: {
    vi: 'Câu trả lời SNMP đến từ một địa chỉ khác.',
    en: 'The SNMP answer came from another address.',
  },
  garbled: { vi: 'Câu trả lời SNMP không đọc được.', en: 'The SNMP answer can’t be read.' },
  unauthorized: { vi: 'Tài khoản SNMP bị từ chối.', en: 'The SNMP account was refused.' },
  refused: { vi: 'Máy từ chối câu hỏi SNMP.', en: 'The machine refused the SNMP question.' },
  too_big: {
    vi: 'Câu trả lời SNMP quá lớn so với giới hạn của máy.',
    en: 'The SNMP answer is too big for the machine.',
  },
  out_of_order: {
    vi: 'Bảng SNMP của máy chạy vòng, phải dừng giữa chừng.',
    en: 'The machine’s SNMP tables go in circles; reading was stopped.',
  },
  stopped: {
    vi: 'Chưa trả lời SNMP đủ trong thời hạn.',
    en: 'No full SNMP answer before the deadline.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** By the phrases of `uplink_ping`, `uplink_bandwidth` and `service_check`. */
const PHRASES: Readonly<Record<string, Silence>> = {
  'no answer': 'timeout',
  timeout: 'timeout',
  stalled: 'stalled',
  refused: 'refused',
  unresolved: 'unresolved',
  unreachable: 'unreachable',
  'connection cut': 'cut',
  'answered no HTTP': 'garbled',
  'answered no TLS': 'garbled',
  'TLS refused': 'refused',
};

/** The silence a phrase names; undefined for words that name none. */
export const silenceOf = (phrase: string): Silence | undefined =>
  Object.hasOwn(PHRASES, phrase) ? PHRASES[phrase] : undefined;

/** `{vi: 'Không trả lời', …}` and the silence in brackets, as a sentence. */
export function withReason(said: Text, reason: Text | undefined): Text {
  const close = (language: keyof Text) =>
    reason === undefined ? `${said[language]}.` : `${said[language]} (${reason[language]}).`;
  return { vi: close('vi'), en: close('en') };
}

type Fields = Readonly<Record<string, FieldValue>>;

/** The `error` of a fact as a sentence, by its state and the phrase's known words; undefined where neither tells. */
export function explainError(measurement: string, fields: Fields): Text | undefined {
  const { error } = fields;
  if (typeof error !== 'string') return undefined;
  const explain = Object.hasOwn(EXPLAINED, measurement) ? EXPLAINED[measurement] : undefined;
  return explain?.(error, fields);
}

const NO_ANSWER: Text = { vi: 'Không trả lời', en: 'No answer' };

const EXPLAINED: Readonly<Record<string, (error: string, fields: Fields) => Text | undefined>> = {
  camera: (error, { state }) => explainCamera(error, state),
  recorder: (error, { up }) => (up === false ? unanswered(error) : (stopped(error) ?? incomplete)),
  machine: explainSnmp,
  printer: explainSnmp,
  ups: explainSnmp,
  uplink_ping: (error) => known(NO_ANSWER, error),
  uplink_bandwidth: () => ({ vi: 'Chưa đo đủ băng thông.', en: 'Not all bandwidth was measured.' }),
  service_check: (error, { failed_step }) => {
    const status = /^status (\d{3})$/.exec(error)?.[1];
    if (status !== undefined)
      return { vi: `Máy chủ báo lỗi ${status}.`, en: `The server reports error ${status}.` };
    const certificate = Object.hasOwn(certificateWords, error)
      ? certificateWords[error]
      : undefined;
    return certificate === undefined
      ? unreached(error, failed_step)
      : withReason({ vi: 'Kết nối không an toàn', en: 'The connection is not safe' }, certificate);
  },
};

function explainSnmp(error: string): Text | undefined {
  const kind = error.split(':', 1)[0] ?? '';
  return isSnmpKind(kind) ? snmpWords[kind] : undefined;
}

function stopped(error: string): Text | undefined {
  const channels = /^stopped recording: ([^;]+)/.exec(error)?.[1];
  return channels === undefined
    ? undefined
    : { vi: `Kênh ngừng ghi: ${channels}.`, en: `Channels no longer recorded: ${channels}.` };
}

const incomplete: Text = {
  vi: 'Có trả lời, nhưng thiếu một phần thông tin.',
  en: 'It answers, but not all questions.',
};

const isSnmpKind = (kind: string): kind is keyof typeof snmpWords => Object.hasOwn(snmpWords, kind);

function known(said: Text, phrase: string): Text | undefined {
  const silence = silenceOf(phrase);
  return silence && withReason(said, silenceWords[silence]);
}

function unreached(error: string, failedStep: FieldValue | undefined): Text | undefined {
  const step = stepOf(failedStep);
  return step === undefined ? known(NO_ANSWER, error) : known(stoppedAt(NO_ANSWER, step), error);
}

/** `{vi: 'Không trả lời', …}` with the step it came to. */
export const stoppedAt = (said: Text, step: Text): Text => ({
  vi: `${said.vi}, dừng ở bước ${step.vi}`,
  en: `${said.en}, it stops at the step ${step.en}`,
});

/** ONVIF probes say `connect: no answer: refused`. */
function unanswered(error: string): Text {
  const reason = /no answer: (\w+)$/.exec(error)?.[1];
  const silence = Object.keys(silenceWords).find((word): word is Silence => word === reason);
  return withReason(NO_ANSWER, silence && silenceWords[silence]);
}

/** The step that got no answer: `GetProfiles: no answer: stalled` over ONVIF, `SETUP: no answer in time` over RTSP. */
const HANGING_AT =
  /(?:^|; )([A-Za-z0-9() ]{1,60}): no answer(?:: timeout|: stalled| in time)(?:;|$)/;

function sayWithoutVideo(error: string): Text {
  const step = HANGING_AT.exec(error)?.[1];
  return step === undefined
    ? {
        vi: 'Camera có trên mạng nhưng không gửi hình.',
        en: 'The camera is on the network but sends no pictures.',
      }
    : {
        vi: `Camera có trên mạng nhưng không gửi hình: treo ở bước ${step}.`,
        en: `The camera is on the network but sends no pictures: it hangs at ${step}.`,
      };
}

function explainCamera(error: string, state: FieldValue | undefined): Text | undefined {
  switch (state) {
    case 'unreachable':
      return unanswered(error);
    case 'unauthorized':
      return {
        vi: 'Camera đòi đăng nhập: tài khoản sai hoặc chưa khai báo.',
        en: 'The camera wants a login: the account is wrong or not configured.',
      };
    case 'frozen':
      return { vi: 'Hình ngừng giữa chừng: camera đứng hình.', en: 'Pictures stopped: frozen.' };
    case 'no_video':
      return sayWithoutVideo(error);
    case 'live':
      return incomplete;
    default:
      return undefined;
  }
}
