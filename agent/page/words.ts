import { sayNumber } from '../../kit/say.ts';
import type { Language, Text } from '../../kit/text.ts';
import type { Group } from '../../standards/criterion.ts';
import type { Verdict } from '../../standards/finding.ts';
import type { DeviceKind } from '../../wire/device-kinds.ts';
import type { Health } from './state.ts';

export const TIME_ZONE = 'Asia/Ho_Chi_Minh';

export const WORDS = {
  title: { vi: 'Tình trạng tại trường', en: 'How the school stands' },
  other: { vi: 'English', en: 'Tiếng Việt' },
  simulated: { vi: 'mô phỏng', en: 'simulated' },
  todo: { vi: 'Cần làm ngay', en: 'To do now' },
  nothingToDo: {
    vi: 'Không có việc gì phải làm ngay.',
    en: 'Nothing needs to be done now.',
  },
  since: { vi: 'Từ', en: 'Since' },
  atLeastSince: { vi: 'Ít nhất từ', en: 'Since at least' },
  earliest: { vi: 'sớm nhất', en: 'the earliest' },
  measuredAt: { vi: 'đo lúc', en: 'measured at' },
  failingDevices: { vi: 'Thiết bị chưa đạt', en: 'Devices that fail' },
  toDo: { vi: 'Cách khắc phục', en: 'What to do' },
  details: { vi: 'Xem tiêu chí', en: 'See the criterion' },
  technical: { vi: 'Chi tiết kỹ thuật', en: 'Technical detail' },
  mandatory: { vi: 'bắt buộc', en: 'mandatory' },
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
  never: { vi: 'chưa đo', en: 'not yet' },
} as const satisfies Readonly<Record<string, Text>>;

export const SEARCH_WORDS = {
  title: { vi: 'Dò tìm camera trong mạng', en: 'Search of the network for cameras' },
  searchedAt: { vi: 'Dò lần cuối', en: 'Last searched' },
  allKnown: {
    vi: 'Mọi thiết bị trả lời đều đã kê khai, không thiết bị nào mất.',
    en: 'All that answered are configured, and none is gone.',
  },
  notConfigured: {
    vi: 'Thiết bị tìm thấy chưa kê khai',
    en: 'Found, not configured',
  },
  whatToDo: {
    vi: 'Nếu đây là camera của trường, chép đoạn mẫu vào cameras.list trong tệp cấu hình; mật khẩu của tài khoản chỉ xem để trong tệp riêng (chmod 600). Nếu không rõ là của ai, hãy kiểm tra.',
    en: 'If it is a camera of the school, paste the lines into cameras.list of the config file; the password of an account that may only look stands in a file of its own (chmod 600). If nobody knows whose it is, look into it.',
  },
  gone: { vi: 'Đã kê khai nhưng không thấy', en: 'Configured but gone' },
  goneToDo: {
    vi: 'Kiểm tra nguồn điện và dây mạng; nếu thiết bị đã đổi địa chỉ hoặc đã tháo, sửa tệp cấu hình.',
    en: 'Check power and network cable; if it has another address or was taken down, correct the config file.',
  },
  moved: { vi: 'có thể đã đổi địa chỉ từ', en: 'may have moved from' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  name: { vi: 'Tên tự xưng', en: 'Name it gives' },
  model: { vi: 'Kiểu', en: 'Model' },
  snippet: { vi: 'Đoạn mẫu', en: 'To paste' },
} as const satisfies Readonly<Record<string, Text>>;

export const HOST_WORDS = {
  title: { vi: 'Máy thấy trên mạng, chưa kê khai', en: 'Seen on the network, not configured' },
  searchedAt: { vi: 'Dò lần cuối', en: 'Last searched' },
  allKnown: {
    vi: 'Mọi máy thấy trên mạng đều đã kê khai.',
    en: 'All hosts seen on the network are configured.',
  },
  whatToDo: {
    vi: 'Danh sách này chỉ để biết, không dùng để chấm. Máy chủ, bộ chuyển mạch, máy in có SNMP: chép đoạn mẫu vào machines.list trong tệp cấu hình. Máy phòng Tin học thường không có SNMP: cài chương trình tự báo cáo. Nếu không rõ là máy của ai, hãy kiểm tra.',
    en: 'This list is for information and judges nobody. Servers, switches and printers with SNMP: paste the lines into machines.list of the config file. Lab machines mostly have no SNMP: install the reporter on them. If nobody knows whose a host is, look into it.',
  },
  address: { vi: 'Địa chỉ', en: 'Address' },
  name: { vi: 'Tên tự xưng', en: 'Name it gives' },
  snmp: { vi: 'SNMP', en: 'SNMP' },
  answers: { vi: 'có trả lời', en: 'answers' },
  silent: { vi: 'không', en: 'no' },
  snippet: { vi: 'Đoạn mẫu', en: 'To paste' },
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

/** Of the kinds whose probes name no deed themselves. */
export const ADVICE: Readonly<Partial<Record<DeviceKind, Text>>> = {
  uplink: {
    vi: 'Kiểm tra đèn của bộ chuyển đổi quang (ONT) và bộ định tuyến; nếu đèn báo mất tín hiệu quang, gọi nhà mạng. Nếu chỉ một hệ thống không vào được, báo đơn vị quản lý hệ thống đó.',
    en: 'Look at the lights of the fibre terminal (ONT) and the router; if it reports loss of signal, call the provider. If only one system fails, tell those who run it.',
  },
  machine: {
    vi: 'Bật máy; nếu máy đang chạy, kiểm tra dây mạng, dịch vụ SNMP và tài khoản SNMP.',
    en: 'Switch it on; if it runs, check its network cable, SNMP service and SNMP account.',
  },
  gateway: {
    vi: 'Kiểm tra nguồn điện, dây mạng, dịch vụ SNMP và tài khoản SNMP của thiết bị.',
    en: 'Check its power, network cable, SNMP service and SNMP account.',
  },
};

export const HEALTH_WORDS: Readonly<
  Record<Health, { readonly sign: string; readonly text: Text }>
> = {
  well: { sign: '✓', text: { vi: 'Tốt', en: 'Well' } },
  ill: { sign: '✕', text: { vi: 'Có vấn đề', en: 'Has a problem' } },
  waiting: { sign: '?', text: { vi: 'Chưa đo', en: 'Not measured yet' } },
};

/** In the order people ask for them. */
export const GROUPS: readonly Group[] = ['line', 'lab', 'camera', 'security', 'organisation'];

export const GROUP_WORDS: Readonly<Record<Group, Text>> = {
  line: { vi: 'Đường truyền', en: 'Line' },
  lab: { vi: 'Phòng máy', en: 'Computer lab' },
  camera: { vi: 'Camera', en: 'Cameras' },
  security: { vi: 'An toàn', en: 'Security' },
  organisation: { vi: 'Tổ chức', en: 'Organisation' },
};

const NAMED_AT_MOST = 8;

/** `Máy 01, Máy 02 và 5 thiết bị khác`. */
export function sayNames(names: readonly string[], language: Language): string {
  const named = names.slice(0, NAMED_AT_MOST).join(', ');
  const others = names.length - NAMED_AT_MOST;
  if (others <= 0) return named;
  const count = sayNumber(others, { language });
  return language === 'vi' ? `${named} và ${count} thiết bị khác` : `${named} and ${count} more`;
}

/** A verdict is never told by colour alone. */
export const SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✕',
  unknown: '?',
  not_applicable: '–',
};
