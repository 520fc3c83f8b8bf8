import type { Text } from '../../../kit/text.ts';

/** What digests say besides names and figures. */
export const digestWords = {
  allSchools: { vi: 'Tất cả các trường', en: 'All schools' },
  someSchools: { vi: 'Một số trường', en: 'Some schools' },
  centre: { vi: 'Trung tâm hatang', en: 'The hatang centre' },
  simulatedTag: { vi: '[mô phỏng]', en: '[simulated – mô phỏng]' },
  simulatedNote: {
    vi: 'Bản tin này có trường mô phỏng: những dòng ghi [mô phỏng] không phải thiết bị thật.',
    en: 'Some of these schools are simulated (mô phỏng): lines marked so are of nothing real.',
  },
  simulatedSchool: {
    vi: 'Đây là trường mô phỏng: không có gì ở đây là thật.',
    en: 'This school is simulated (mô phỏng): nothing here is real.',
  },
  open: { vi: 'Đang mở', en: 'Open' },
  over: { vi: 'Đã khôi phục', en: 'Over' },
  readiness: { vi: 'Mức độ sẵn sàng thay đổi', en: 'Readiness that changed' },
  ready: { vi: 'Nay đạt mức cơ bản', en: 'Now meets the basic level' },
  noLonger: { vi: 'Không còn đạt mức cơ bản', en: 'No longer meets the basic level' },
  unknown: { vi: 'Chưa biết', en: 'Not known' },
  never: {
    vi: 'Đã cài tác nhân nhưng chưa từng gửi số liệu',
    en: 'Has an agent that was never heard',
  },
  noAgent: { vi: 'Chưa có tác nhân', en: 'Has no agent' },
  lost: { vi: 'Thời gian mất kết nối, mất liên lạc', en: 'Time cut off or out of contact' },
  isNew: { vi: 'mới', en: 'new' },
  notTaken: { vi: 'chưa có người nhận xử lý', en: 'nobody took it up' },
  digestOnly: { vi: 'chỉ báo trong bản tin', en: 'told in digests only' },
  nothing: {
    vi: 'Không có sự cố nào, không có gì thay đổi.',
    en: 'No incident, and nothing changed.',
  },
  daysOff: {
    vi: 'Hôm nay không phải ngày học; bản tin được gửi vì có sự cố nghiêm trọng vừa xảy ra.',
    en: 'No lessons are held today; this is sent because something critical broke.',
  },
  link: { vi: 'Xem tất cả sự cố', en: 'All incidents' },
  schoolLink: { vi: 'Xem trang của trường', en: 'The school’s page' },
  footer: {
    vi: 'Bản tin do hatang gửi tự động. Không có gì thay đổi thì không gửi.',
    en: 'Sent by hatang. Where nothing changed, nothing is sent.',
  },
  weekLines: { vi: 'Đường truyền trong tuần', en: 'Lines in the week' },
  causes: { vi: 'Gián đoạn theo nguyên nhân', en: 'Outages by cause' },
  notMeasured: {
    vi: 'Chưa có đường truyền nào được đo từng giây.',
    en: 'No line was measured by the second.',
  },
  openLongest: { vi: 'Đang mở lâu nhất', en: 'Open longest' },
  standing: {
    vi: 'Mức độ sẵn sàng (mức cơ bản): nay, trong ngoặc là tuần trước',
    en: 'Readiness (basic level): now, in brackets a week ago',
  },
  standingNow: { vi: 'Mức độ sẵn sàng (mức cơ bản)', en: 'Readiness (basic level)' },
  pass: { vi: 'Đạt', en: 'Met' },
  fail: { vi: 'Chưa đạt', en: 'Not met' },
  notKnown: { vi: 'Không xác định', en: 'Unknown' },
  notApplicable: { vi: 'Không áp dụng', en: 'Not applicable' },
} as const satisfies Readonly<Record<string, Text>>;

/** A thing that is counted: in English there is one, or many. */
export interface Counted {
  readonly vi: string;
  readonly one: string;
  readonly many: string;
}

export const countedWords = {
  school: { vi: 'trường', one: 'school', many: 'schools' },
  otherSchool: { vi: 'trường khác', one: 'other school', many: 'other schools' },
  device: { vi: 'thiết bị', one: 'device', many: 'devices' },
  openIncident: { vi: 'sự cố đang mở', one: 'open incident', many: 'open incidents' },
  otherIncident: { vi: 'sự cố khác', one: 'other incident', many: 'other incidents' },
  unknownCriterion: {
    vi: 'tiêu chí chưa xác định',
    one: 'criterion is unknown',
    many: 'criteria are unknown',
  },
  time: { vi: 'lần', one: 'time', many: 'times' },
} as const satisfies Readonly<Record<string, Counted>>;
