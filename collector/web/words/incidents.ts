import type { Text } from '../../../kit/text.ts';
import type { GroupKind } from '../../alert/rule.ts';
import type { IncidentRefusal } from '../../incident/incident-desk.ts';
import type { IncidentView } from '../../report/incident-view.ts';

export const incidentWords = {
  title: { vi: 'Sự cố', en: 'Incidents' },
  caption: { vi: 'Danh sách sự cố, mới nhất trước', en: 'Incidents, newest first' },
  open: { vi: 'Đang mở', en: 'Open' },
  resolved: { vi: 'Đã hết', en: 'Resolved' },
  all: { vi: 'Tất cả', en: 'All' },
  what: { vi: 'Sự cố', en: 'Incident' },
  where: { vi: 'Trường', en: 'School' },
  device: { vi: 'Thiết bị', en: 'Device' },
  state: { vi: 'Trạng thái', en: 'State' },
  from: { vi: 'Bắt đầu', en: 'Started' },
  until: { vi: 'Kết thúc', en: 'Ended' },
  lasted: { vi: 'Kéo dài', en: 'Lasted' },
  cause: { vi: 'Nguyên nhân', en: 'Cause' },
  since: { vi: 'Từ', en: 'Since' },
  evidence: { vi: 'Số liệu làm căn cứ', en: 'Evidence' },
  noneOpen: { vi: 'Không có sự cố nào đang mở.', en: 'No incident is open.' },
  none: { vi: 'Không có sự cố nào trong mục này.', en: 'No incident here.' },
  collector: { vi: 'Trung tâm', en: 'The collector' },
  byWhom: { vi: 'Người xử lý', en: 'Looked after by' },
  notAcknowledged: { vi: 'chưa ai xác nhận', en: 'not acknowledged' },
  acknowledgedBy: { vi: 'xác nhận:', en: 'acknowledged:' },
  someone: { vi: 'người của đơn vị khác', en: 'somebody of another unit' },
  assignedTo: { vi: 'giao cho:', en: 'assigned to:' },
  silent: { vi: 'tạm ngừng báo đến', en: 'silent until' },
  rule: { vi: 'Loại sự cố', en: 'Kind' },
  severity: { vi: 'Mức độ', en: 'Severity' },
  unit: { vi: 'Mã đơn vị', en: 'Unit id' },
  school: { vi: 'Mã trường', en: 'School id' },
  opened: { vi: 'Bắt đầu từ ngày', en: 'Started from' },
  openedTo: { vi: 'đến hết ngày', en: 'to, inclusive' },
  acknowledged: { vi: 'Xác nhận', en: 'Acknowledged' },
  yes: { vi: 'đã xác nhận', en: 'acknowledged' },
  no: { vi: 'chưa xác nhận', en: 'not acknowledged' },
  contains: { vi: 'Có chữ', en: 'Contains' },
  next: { vi: 'Trang sau', en: 'Next page' },
  previous: { vi: 'Trang trước', en: 'Previous page' },
  id: { vi: 'Mã sự cố', en: 'Incident id' },
  members: { vi: 'Số trường, thiết bị', en: 'Schools and devices' },
  minutes: { vi: 'Số phút', en: 'Minutes' },
} as const satisfies Readonly<Record<string, Text>>;

/** The page of one incident. */
export const storyWords = {
  back: { vi: 'Về danh sách sự cố', en: 'Back to the incidents' },
  lastsSince: { vi: 'Bắt đầu', en: 'Started' },
  lasting: { vi: 'đã kéo dài', en: 'lasting for' },
  ended: { vi: 'kết thúc', en: 'ended' },
  after: { vi: 'sau', en: 'after' },
  inHours: { vi: 'trong đó trong giờ học:', en: 'of it in school hours:' },
  cause: { vi: 'Nguyên nhân', en: 'Cause' },
  advice: { vi: 'Nên làm gì', en: 'What to do' },
  affected: { vi: 'Nơi bị ảnh hưởng', en: 'Who is affected' },
  affectedCaption: {
    vi: 'Trường và thiết bị trong sự cố này',
    en: 'Schools and devices of this incident',
  },
  wholeSchool: { vi: 'cả trường', en: 'the whole school' },
  well: { vi: 'Trở lại bình thường', en: 'Right again' },
  notYet: { vi: 'chưa', en: 'not yet' },
  stillChart: {
    vi: 'Số trường, thiết bị còn bị ảnh hưởng theo thời gian, từ lúc bắt đầu đến lúc kết thúc hoặc đến bây giờ',
    en: 'How many schools and devices were still affected, from the beginning to the end or to now',
  },
  some: { vi: 'Chỉ hiện các dòng đầu.', en: 'The first lines only.' },
  evidence: { vi: 'Căn cứ', en: 'Evidence' },
  timeline: { vi: 'Diễn biến', en: 'What happened' },
  mails: { vi: 'Đã báo cho ai', en: 'Who was told' },
  noMails: {
    vi: 'Chưa có thư nào về sự cố này mà bạn được xem.',
    en: 'No mail about this incident that you may read.',
  },
  digestOnly: {
    vi: 'Sự cố này chỉ được báo trong bản tổng hợp, không gửi thư riêng.',
    en: 'This incident is told in the digest only.',
  },
  deeds: { vi: 'Xử lý', en: 'What is done about it' },
  acknowledge: { vi: 'Xác nhận: tôi đang xử lý', en: 'Acknowledge: I am looking after it' },
  takeBack: { vi: 'Rút xác nhận', en: 'Take the acknowledgement back' },
  assignLabel: { vi: 'Giao cho', en: 'Assign to' },
  assignHint: {
    vi: 'Tên người xử lý; để trống nếu chưa giao cho ai.',
    en: 'Who looks after it; empty for nobody.',
  },
  assign: { vi: 'Giao việc', en: 'Assign' },
  commentLabel: { vi: 'Ghi chú', en: 'Comment' },
  commentHint: { vi: 'Tối đa 2.000 ký tự.', en: 'At most 2,000 characters.' },
  comment: { vi: 'Thêm ghi chú', en: 'Add the comment' },
  silenceLabel: { vi: 'Tạm ngừng báo trong', en: 'Silent for' },
  silenceHint: {
    vi: 'Trong thời gian này không gửi thêm thư về sự cố; ai đã nhận thư báo thì vẫn nhận thư khi sự cố hết. Việc theo dõi vẫn tiếp tục.',
    en: 'No more mail about this incident meanwhile; whoever was told of it is still told when it is over. Watching goes on.',
  },
  silence: { vi: 'Tạm ngừng báo', en: 'Silence' },
  endSilence: { vi: 'Báo lại', en: 'End the silence' },
  saved: { vi: 'Đã ghi nhận.', en: 'Noted.' },
  and: { vi: 'và', en: 'and' },
  byMail: { vi: '(bằng liên kết trong thư)', en: '(by the link in the mail)' },
} as const satisfies Readonly<Record<string, Text>>;

export const severities: Readonly<Record<IncidentView['severity'], Text>> = {
  critical: { vi: 'Nghiêm trọng', en: 'Critical' },
  warning: { vi: 'Cảnh báo', en: 'Warning' },
  info: { vi: 'Thông tin', en: 'For information' },
};

/** Put before the name of what the members share. */
export const groupWords: Readonly<Record<GroupKind, Text>> = {
  school: { vi: 'cùng trường', en: 'of one school' },
  ward: { vi: 'cùng địa bàn', en: 'of one ward' },
  provider: { vi: 'cùng nhà mạng', en: 'of one provider' },
  city: { vi: 'toàn thành phố', en: 'of the whole city' },
};

export const eventWords: Readonly<Record<string, Text>> = {
  opened: { vi: 'Sự cố bắt đầu', en: 'The incident opened' },
  joined: { vi: 'Thêm', en: 'Joined by' },
  left: { vi: 'Trở lại bình thường', en: 'Right again' },
  resolved: { vi: 'Sự cố hết', en: 'The incident is over' },
  acknowledged: { vi: 'Đã xác nhận', en: 'Acknowledged' },
  taken_back: { vi: 'Rút xác nhận', en: 'Acknowledgement taken back' },
  assigned: { vi: 'Giao cho', en: 'Assigned to' },
  commented: { vi: 'Ghi chú', en: 'Comment' },
  silenced: { vi: 'Tạm ngừng báo đến', en: 'Silent until' },
  silence_ended: { vi: 'Báo lại', en: 'Silence ended' },
  escalated: {
    vi: 'Chưa ai xác nhận: báo lên cấp trên',
    en: 'Nobody acknowledged it: told to the next in line',
  },
};

export const assignedToNobody: Text = { vi: 'Không giao cho ai', en: 'Assigned to nobody' };

export const otherSchools = (count: number): Text => ({
  vi: `${count} trường khác`,
  en: `${count} other ${count === 1 ? 'school' : 'schools'}`,
});
export const otherMembers = (count: number): Text => ({
  vi: `${count} mục của các trường khác`,
  en: `${count} of other schools`,
});
export const schoolCount = (count: number): Text => ({
  vi: `${count} trường`,
  en: `${count} ${count === 1 ? 'school' : 'schools'}`,
});

export const incidentRefusals: Readonly<Record<IncidentRefusal, Text>> = {
  unknown: { vi: 'Không có sự cố này.', en: 'There is no such incident.' },
  resolved: {
    vi: 'Sự cố đã hết nên chỉ có thể ghi chú. Không có gì bị thay đổi.',
    en: 'The incident is over: it can only be commented on. Nothing was changed.',
  },
  acknowledged: {
    vi: 'Sự cố đã được xác nhận trước đó. Không có gì bị thay đổi.',
    en: 'The incident was acknowledged before. Nothing was changed.',
  },
  shared: {
    vi: 'Sự cố này còn có trường ngoài phạm vi của anh/chị: chỉ cấp quản lý tất cả các trường đó mới làm được việc này. Anh/chị vẫn xác nhận và ghi chú được.',
    en: 'Schools out of your charge share this incident: only who looks after all of them may do this. You may still acknowledge and comment.',
  },
  not_acknowledged: {
    vi: 'Sự cố chưa được xác nhận. Không có gì bị thay đổi.',
    en: 'The incident is not acknowledged. Nothing was changed.',
  },
  bad_text: {
    vi: 'Tên cần viết trên một dòng, tối đa 100 ký tự; ghi chú từ 1 đến 2.000 ký tự. Không có gì bị thay đổi.',
    en: 'A name is one line of at most 100 characters, a comment 1 to 2,000 characters. Nothing was changed.',
  },
  bad_end: {
    vi: 'Thời gian tạm ngừng báo phải trong vòng 30 ngày. Không có gì bị thay đổi.',
    en: 'A silence ends within 30 days. Nothing was changed.',
  },
};

/** The page behind the link in a mail. */
export const ackWords = {
  title: { vi: 'Xác nhận sự cố', en: 'Acknowledge an incident' },
  lead: {
    vi: 'Bấm nút dưới đây để báo rằng bạn đã nhận tin và đang xử lý sự cố này. Không cần đăng nhập.',
    en: 'Press the button to say that you know of this incident and look after it. You need not sign in.',
  },
  button: { vi: 'Xác nhận: tôi đang xử lý', en: 'Acknowledge: I am looking after it' },
  done: {
    vi: 'Đã xác nhận. Hệ thống sẽ không báo sự cố này lên cấp trên nữa.',
    en: 'Acknowledged. This incident will not be told to the next in line.',
  },
  already: {
    vi: 'Sự cố này đã có người xác nhận; bạn không cần làm gì thêm.',
    en: 'Somebody has acknowledged this incident already; there is nothing left to do.',
  },
  resolved: {
    vi: 'Sự cố này đã hết; không cần xác nhận nữa.',
    en: 'This incident is over; it needs no acknowledgement any more.',
  },
  used: {
    vi: 'Liên kết này đã được dùng: sự cố đã được xác nhận. Mỗi liên kết chỉ dùng được một lần.',
    en: 'This link was used: the incident was acknowledged. Each link works once.',
  },
  expired: {
    vi: 'Liên kết này đã hết hạn (7 ngày). Hãy đăng nhập và mở trang Sự cố.',
    en: 'This link has expired (7 days). Sign in and open the incidents.',
  },
  forged: {
    vi: 'Liên kết không đúng hoặc bị cắt mất một phần. Hãy chép lại toàn bộ liên kết trong thư, hoặc đăng nhập và mở trang Sự cố.',
    en: 'The link is wrong, or a part of it was cut off. Copy all of it from the mail, or sign in and open the incidents.',
  },
  locked: {
    vi: 'Đã có nhiều liên kết không đúng từ mạng của bạn. Hãy đợi vài phút rồi thử lại.',
    en: 'Many wrong links came from your network. Wait a few minutes and try again.',
  },
} as const satisfies Readonly<Record<string, Text>>;
