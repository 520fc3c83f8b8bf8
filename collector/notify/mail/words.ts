import type { Text } from '../../../kit/text.ts';
import type { Duty, GroupKind, Severity } from '../../alert/rule.ts';

/** The words of a mail that don't come from the incident. `{n}`, `{span}`, `{group}`, `{who}` are put in by `fill`. */
export const mailWords = {
  simulatedTag: { vi: '[mô phỏng]', en: '[simulated – mô phỏng]' },
  simulatedNote: {
    vi: 'Đây là thiết bị mô phỏng: không có thiết bị thật nào hỏng.',
    en: 'This is simulated (mô phỏng): nothing real is broken.',
  },
  assumedNote: {
    vi: 'Ngưỡng cảnh báo này là đề xuất — chưa đối chiếu văn bản gốc.',
    en: 'The threshold of this alert is proposed — not yet checked against its source.',
  },
  recovered: { vi: 'Đã khôi phục', en: 'Recovered' },
  escalated: { vi: 'Chưa ai xác nhận', en: 'Not acknowledged' },
  escalatedNote: {
    vi: 'Sau {span} vẫn chưa ai xác nhận sự cố này, nên thư được gửi thêm đến anh/chị.',
    en: 'Nobody has acknowledged this incident for {span}, so you are told as well.',
  },
  school: { vi: 'Trường', en: 'School' },
  subject: { vi: 'Thiết bị', en: 'What' },
  since: { vi: 'Từ lúc', en: 'Since' },
  until: { vi: 'Đến lúc', en: 'Until' },
  lasted: { vi: 'Kéo dài', en: 'Lasted' },
  severity: { vi: 'Mức độ', en: 'Severity' },
  shared: { vi: 'Cùng sự cố', en: 'Same incident' },
  othersToo: { vi: 'còn {n} trường khác{group}', en: '{n} other schools{group} as well' },
  othersStill: {
    vi: '{n} trường khác{group} chưa khôi phục',
    en: '{n} other schools{group} are not back yet',
  },
  measured: { vi: 'Kết quả đo', en: 'Measured' },
  technical: { vi: 'Chi tiết kỹ thuật', en: 'Technical detail' },
  more: { vi: 'và {n} mục khác', en: 'and {n} more' },
  from: { vi: 'từ {at}', en: 'since {at}' },
  fromTo: { vi: 'từ {from} đến {to}', en: 'from {from} to {to}' },
  advice: { vi: 'Việc cần làm', en: 'What to do' },
  acknowledge: {
    vi: 'Xác nhận tôi đã biết và đang xử lý',
    en: 'Acknowledge that I see to it',
  },
  acknowledgeThere: {
    vi: 'Để báo rằng đã có người xử lý, mở trang sự cố dưới đây và bấm “Xác nhận”.',
    en: 'To say that somebody sees to it, open the incident’s page below and press “Acknowledge”.',
  },
  acknowledgeHidden: {
    vi: '(Nút xác nhận chỉ có trong thư gửi đến người nhận.)',
    en: '(The button to acknowledge stands only in the mail itself.)',
  },
  link: { vi: 'Xem chi tiết', en: 'Details' },
  linkAll: { vi: 'Xem mọi sự cố', en: 'All incidents' },
  why: {
    vi: 'Thư do hatang gửi tự động vì anh/chị là {who}.',
    en: 'Sent by hatang because you are {who}.',
  },
  reader: { vi: 'người nhận thư báo sự cố', en: 'a reader of its alerts' },
  stop: {
    vi: 'Nếu không cần nhận nữa, nhờ người quản trị hatang bỏ địa chỉ này khỏi danh sách người nhận.',
    en: 'To get no more of them, ask the administrator of hatang to take this address off the contacts.',
  },
  later: {
    vi: 'Khi khôi phục sẽ có thư báo trong cùng chuỗi thư này.',
    en: 'A mail in this same thread will tell when it is over.',
  },
  partOver: {
    vi: 'Phần của anh/chị đã khôi phục, không cần làm gì thêm.',
    en: 'Your part of it is over; nothing more needs to be done.',
  },
  over: {
    vi: 'Sự cố này đã kết thúc, không cần làm gì thêm.',
    en: 'This is over; nothing more needs to be done.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const bundleWords = {
  merged: { vi: 'Thêm {n} sự cố mới ở {m} trường', en: '{n} more incidents at {m} schools' },
  mergedHere: { vi: 'Thêm {n} sự cố mới', en: '{n} more incidents' },
  mergedOver: { vi: '{n} sự cố đã kết thúc', en: '{n} incidents are over' },
  mergedLead: {
    vi: 'Có nhiều sự cố trong thời gian ngắn, nên các sự cố sau được báo chung trong một thư.',
    en: 'Much happened within a short time, so these incidents are told in one mail.',
  },
  catchup: { vi: 'Báo bù', en: 'Told late' },
  catchupLead: {
    vi: 'Máy chủ gửi thư không hoạt động từ khoảng {from} đến {to}. Thư này báo chung mọi việc trong thời gian đó, thay cho từng thư riêng.',
    en: 'The mail server was not available from about {from} to {to}. This mail tells all that happened meanwhile, instead of one mail each.',
  },
  nOpen: { vi: '{n} sự cố chưa khôi phục', en: '{n} incidents still open' },
  nOver: { vi: '{n} sự cố đã kết thúc', en: '{n} incidents over' },
  open: { vi: 'Chưa khôi phục', en: 'Still open' },
  passed: { vi: 'Đã xảy ra và đã kết thúc', en: 'Happened and over' },
  recovered: { vi: 'Đã khôi phục, lúc xảy ra đã có thư báo', en: 'Recovered, told before' },
  unacknowledged: { vi: 'chưa ai xác nhận', en: 'not acknowledged' },
  more: { vi: 'và {n} sự cố khác', en: 'and {n} more incidents' },
  thenOpen: {
    vi: 'Khi khôi phục sẽ có thư báo.',
    en: 'You will be told when they are over.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const severityWords: Readonly<Record<Severity, Text>> = {
  critical: { vi: 'nghiêm trọng', en: 'critical' },
  warning: { vi: 'cảnh báo', en: 'warning' },
  info: { vi: 'thông tin', en: 'for information' },
};

export const dutyWords: Readonly<Record<Duty, Text>> = {
  technical: { vi: 'người phụ trách CNTT', en: 'the technical contact' },
  leader: { vi: 'lãnh đạo', en: 'the leader' },
  officer: { vi: 'cán bộ theo dõi', en: 'the officer in charge' },
};

/** ` cùng nhà mạng VNPT`: what schools of one incident share; devices of one school need no word for it. */
export const groupWords: Readonly<Record<GroupKind, Text>> = {
  school: { vi: '', en: '' },
  ward: { vi: ' ở {group}', en: ' in {group}' },
  provider: { vi: ' cùng nhà mạng {group}', en: ' of the same provider, {group}' },
  city: { vi: ' trong thành phố', en: ' of the city' },
};

/** What is put in is never searched again. */
export const fill = (pattern: string, places: Readonly<Record<string, string>>): string =>
  pattern.replace(/\{(\w+)\}/g, (all, name: string) => places[name] ?? all);
