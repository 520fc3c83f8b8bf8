import type { Text } from '../../../kit/text.ts';
import { snmpWords } from '../../../wire/error-words.ts';
import type { SnmpProblem } from './session.ts';

/** Why a device gave nothing, as a person at the school understands it. */
export function explain({ kind, detail }: SnmpProblem): Text {
  const why = Object.hasOwn(WHY, detail) ? WHY[detail] : undefined;
  if (why !== undefined) return joined(snmpWords[kind], why);
  return kind === 'unresolved'
    ? joined(snmpWords.unresolved, { vi: `Tên đã khai báo: ${detail}.`, en: `Name: ${detail}.` })
    : snmpWords[kind];
}

/** The same for an error as an inspection tells it. */
export function explainError(error: string): Text {
  const [kind = '', detail = ''] = splitAtFirst(error, ': ');
  return isKind(kind) ? explain({ kind, detail }) : snmpWords.garbled;
}

const isKind = (kind: string): kind is SnmpProblem['kind'] => Object.hasOwn(snmpWords, kind);

function splitAtFirst(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** The same for a device that answered at first. */
export const explainPart = (problem: SnmpProblem): Text =>
  joined(
    { vi: 'Máy có trả lời nhưng chỉ đọc được một phần.', en: 'It answers, but was read in part.' },
    explain(problem),
  );

export const sayNoInterface = (name: string): Text => ({
  vi: `Không thấy cổng mạng ${name} của đường truyền; sửa wan_interface trong cấu hình.`,
  en: `There is no interface ${name} for the line; correct wan_interface in the config.`,
});

const joined = (first: Text, second: Text): Text => ({
  vi: `${first.vi} ${second.vi}`,
  en: `${first.en} ${second.en}`,
});

const CLOCK: Text = {
  vi: 'Đồng hồ SNMP của máy lệch; khởi động lại dịch vụ SNMP.',
  en: 'The machine’s SNMP clock is off; restart its SNMP service.',
};
const KEYS: Text = {
  vi: 'Sai khóa hoặc thuật toán mã hóa (privacy).',
  en: 'The privacy key or protocol is wrong.',
};

/** By the details the reader of answers gives. */
const WHY: Readonly<Record<string, Text>> = {
  'unknown user name': {
    vi: 'Máy không có tên người dùng SNMPv3 này.',
    en: 'The machine has no such SNMPv3 user.',
  },
  'wrong digest': {
    vi: 'Sai mật khẩu hoặc thuật toán xác thực.',
    en: 'The password or the authentication protocol is wrong.',
  },
  'unsupported security level': {
    vi: 'Máy không nhận mức bảo mật đã khai báo.',
    en: 'The machine does not take the configured security level.',
  },
  'not in time window': CLOCK,
  'outside the time window': CLOCK,
  'decryption error': KEYS,
  'answer could not be decrypted: privacy key or protocol': KEYS,
  'answer is not authentic': {
    vi: 'Câu trả lời không đúng chữ ký: sai mật khẩu hoặc có thiết bị giả mạo.',
    en: 'The answer is not authentic: a wrong password, or an impostor.',
  },
  'this user may not read here, or not at this level': {
    vi: 'Người dùng này không có quyền đọc.',
    en: 'This user may not read there.',
  },
  'answered with another version or community': {
    vi: 'Máy trả lời bằng phiên bản hoặc community khác.',
    en: 'It answered with another version or community.',
  },
  'engine id changed meanwhile': {
    vi: 'Thiết bị vừa khởi động lại hoặc bị thay trong lúc đọc; lần sau sẽ đọc lại từ đầu.',
    en: 'The device was restarted or replaced while it was read; the next look begins anew.',
  },
  'answered another question than the one asked': {
    vi: 'Câu trả lời không khớp câu hỏi: dịch vụ SNMP của máy hỏng hoặc có thiết bị giả mạo.',
    en: 'Its answers belong to no question of ours: its SNMP service is broken, or an impostor answers.',
  },
  'answered, but says nothing of itself': {
    vi: 'Máy có trả lời nhưng không cho đọc thông tin hệ thống.',
    en: 'It answers, but lets nothing of itself be read.',
  },
};
