import type { Text } from '../../../kit/text.ts';
import type { EdgeSource } from '../../alert/topology.ts';

/** Where it is known from that a device is reached through another. */
export const edgeSources: Readonly<Record<EdgeSource, Text>> = {
  config: { vi: 'theo cấu hình', en: 'as configured' },
  bridge_table: { vi: 'theo bảng địa chỉ của bộ chuyển mạch', en: 'by the switch’s own table' },
  lldp: { vi: 'theo LLDP', en: 'by LLDP' },
};

/** The page of one camera or recorder. */
export const devicePageWords = {
  behind: { vi: 'Đứng sau', en: 'Behind' },
  now: { vi: 'Hiện tại', en: 'Now' },
  neverMeasured: {
    vi: 'Chưa đo lần nào: tác nhân chưa chạy, hoặc chưa có tài khoản để đọc thiết bị này.',
    en: 'Never measured: the agent is not running, or has no account to read this device.',
  },
  lastMeasured: { vi: 'Đo lần cuối lúc', en: 'Last measured' },
  since: { vi: 'từ', en: 'since' },
  sinceLastIncident: {
    vi: 'từ khi sự cố gần nhất kết thúc,',
    en: 'since the last incident ended,',
  },
  noIncidentYet: { vi: 'chưa ghi nhận sự cố nào', en: 'no incident is on record' },
  noIncidentOpen: { vi: 'chưa mở sự cố nào', en: 'no incident is open yet' },
  toDo: { vi: 'Cần đặt lại, thay hay kiểm tra gì', en: 'What to set, replace or check' },
  judgedCaption: {
    vi: 'Tiêu chí của thiết bị: chưa đạt trước, rồi không xác định',
    en: 'Criteria of the device: failing first, then unknown',
  },
  settledCaption: {
    vi: 'Tiêu chí của thiết bị đã đạt hoặc không áp dụng',
    en: 'Criteria of the device that pass or do not apply',
  },
  nothingToDo: { vi: 'Không có gì phải làm.', en: 'Nothing to do.' },
  nothingJudged: {
    vi: 'Chưa có tiêu chí nào được đánh giá cho thiết bị này.',
    en: 'No criterion has been judged for this device.',
  },
  setIt: { vi: 'đặt lại được', en: 'can be set' },
  replaceIt: { vi: 'phải thay thiết bị', en: 'must be replaced' },
  streams: { vi: 'Luồng hình', en: 'Streams' },
  noStreams: { vi: 'Chưa đọc được luồng hình nào.', en: 'No stream has been read yet.' },
  differs: { vi: 'khác khai báo', en: 'differs' },
  security: {
    vi: 'An ninh theo 11 nhóm của QCVN 11:2026/BCA',
    en: 'Security by the 11 groups of QCVN 11:2026/BCA',
  },
  securityLead: {
    vi: 'Chỉ nhìn từ mạng, không tấn công, không thử mật khẩu. Quy chuẩn ràng buộc nhà sản xuất, không ràng buộc trường. Tên nhóm theo báo chí, chưa đối chiếu văn bản gốc.',
    en: 'Only looked at from the network: no attack, no password tried. The regulation binds makers, not schools. Names of groups as reported, not checked against the source text.',
  },
  group: { vi: 'Nhóm', en: 'Group' },
  seen: { vi: 'Thấy từ mạng', en: 'Seen from the network' },
  confidence: { vi: 'Cơ sở', en: 'Basis' },
  byPaper: {
    vi: 'Mạng không cho biết; cần công bố hợp quy hoặc kê khai của trường.',
    en: 'The network does not tell; it takes the certificate of conformity or a declaration.',
  },
  byHistory: {
    vi: 'Xem lịch sử bên dưới: thiết bị có tự trở lại sau khi mất điện, mất mạng không.',
    en: 'See the history below: whether it came back by itself after power or network were lost.',
  },
  notSeen: { vi: 'chưa thấy', en: 'not seen' },
  declared: {
    vi: 'Theo kê khai và giấy tờ của trường',
    en: 'By the school’s declarations and papers',
  },
  history: { vi: 'Lịch sử', en: 'History' },
  day: { vi: 'Ngày', en: 'Day' },
  goodShare: { vi: 'Tỷ lệ lần đo tốt', en: 'Share of good measurements' },
  byDay: { vi: 'Số liệu từng ngày', en: 'Day by day' },
  dayMeaningCamera: {
    vi: 'Một lần đo là tốt khi camera trả lời và hình chuyển động.',
    en: 'A measurement is good when the camera answers and its picture moves.',
  },
  dayMeaningRecorder: {
    vi: 'Một lần đo là tốt khi đầu ghi trả lời.',
    en: 'A measurement is good when the recorder answers.',
  },
  notMeasured: { vi: 'không đo', en: 'not measured' },
  noIncidents: { vi: 'Chưa ghi nhận sự cố nào.', en: 'No incident is on record.' },
  identity: { vi: 'Nhận dạng', en: 'Identity' },
  noIdentity: { vi: 'Thiết bị chưa cho biết.', en: 'The device has not told yet.' },
  channels: { vi: 'Kênh ghi hình', en: 'Channels' },
  noChannels: { vi: 'Chưa đọc được kênh nào.', en: 'No channel has been read yet.' },
  channel: { vi: 'Kênh', en: 'Channel' },
  recording: { vi: 'Đang ghi', en: 'Recording' },
  stopped: { vi: 'Ngừng ghi', en: 'Stopped' },
  unclear: { vi: 'Không rõ', en: 'Unclear' },
  daysKept: { vi: 'Số ngày lưu', en: 'Days kept' },
  lastRecorded: { vi: 'Lần ghi cuối', en: 'Last recorded' },
  asSent: { vi: 'Trạng thái thiết bị báo', en: 'State, as sent' },
  ago: { vi: 'trước', en: 'ago' },
  justNow: { vi: 'vừa xong', en: 'just now' },
  backToSchool: { vi: 'Về trang của', en: 'Back to' },
} as const satisfies Readonly<Record<string, Text>>;

/** What a strip of days shows, in one sentence. */
export const daysSentence = (days: {
  readonly of: string;
  readonly measured: string;
  readonly whole: string;
  /** Undefined where every measurement was good. */
  readonly least: string | undefined;
}): Text => ({
  vi: `${days.of} ngày gần nhất: ${days.measured} ngày có đo, ${days.whole} ngày mọi lần đo đều tốt${days.least === undefined ? '' : `, ngày thấp nhất ${days.least}`}.`,
  en: `Last ${days.of} days: measured on ${days.measured}, every measurement good on ${days.whole}${days.least === undefined ? '' : `, the lowest day ${days.least}`}.`,
});

export const settledCount = (count: string): Text => ({
  vi: `${count} tiêu chí đã đạt hoặc không áp dụng`,
  en: `${count} criteria pass or do not apply`,
});
