import type { Text } from '../../../kit/text.ts';
import type { MailView } from '../../report/views.ts';

export const mailWords = {
  title: { vi: 'Thư đã gửi và đang giữ', en: 'Mails sent and kept' },
  lead: {
    vi: 'Mỗi người nhận được báo một lần khi sự cố bắt đầu và một lần khi kết thúc. Khi chưa cấu hình máy chủ gửi thư, thư được giữ lại ở đây để đọc.',
    en: 'Each recipient is told once that an incident began and once that it is over. Without a mail server, mails are kept here to be read.',
  },
  caption: { vi: 'Thư, mới nhất trước', en: 'Mails, newest first' },
  subject: { vi: 'Tiêu đề', en: 'Subject' },
  to: { vi: 'Người nhận', en: 'To' },
  state: { vi: 'Trạng thái', en: 'State' },
  at: { vi: 'Thời điểm', en: 'Time' },
  filter: { vi: 'Lọc theo trạng thái', en: 'Filter by state' },
  all: { vi: 'Tất cả', en: 'All' },
  none: { vi: 'Chưa có thư nào.', en: 'No mails yet.' },
  noneSuch: { vi: 'Không có thư nào ở trạng thái này.', en: 'No mail is in this state.' },
  written: { vi: 'Soạn lúc', en: 'Written' },
  attempts: { vi: 'Số lần đã thử gửi', en: 'Tries so far' },
  mergedInto: { vi: 'Được báo trong thư', en: 'Told in' },
  error: {
    vi: 'Máy chủ thư trả lời (chi tiết kỹ thuật)',
    en: 'What the mail server said (technical detail)',
  },
  incident: { vi: 'Mã sự cố', en: 'Incident' },
  school: { vi: 'Trường được nhắc đến', en: 'Schools it names' },
  text: { vi: 'Nội dung', en: 'Text' },
  back: { vi: 'Về danh sách thư', en: 'Back to the mails' },
} as const satisfies Readonly<Record<string, Text>>;

export const mailStates: Readonly<Record<MailView['state'], Text>> = {
  queued: { vi: 'Đang chờ gửi', en: 'Waiting to be sent' },
  sent: { vi: 'Đã gửi', en: 'Sent' },
  kept: { vi: 'Giữ lại, chưa gửi', en: 'Kept, not sent' },
  merged: { vi: 'Báo chung trong thư khác', en: 'Told in another mail' },
  failed: { vi: 'Bỏ sau nhiều lần thử', en: 'Given up after many tries' },
  refused: { vi: 'Máy chủ từ chối', en: 'Refused by the server' },
  bounced: { vi: 'Bị trả lại', en: 'Bounced' },
};

export const refusedWords = {
  title: { vi: 'Dòng số liệu bị từ chối', en: 'Refused lines' },
  lead: {
    vi: 'Dòng sai không làm mất dòng đúng: phần còn lại của lô đã được lưu.',
    en: 'A bad line never blocks the good ones: the rest of its batch is stored.',
  },
  caption: { vi: 'Dòng bị từ chối, mới nhất trước', en: 'Refused lines, newest first' },
  at: { vi: 'Nhận lúc', en: 'Received' },
  from: { vi: 'Trường, tác nhân', en: 'School, agent' },
  line: { vi: 'Dòng', en: 'Line' },
  reason: { vi: 'Lý do (chi tiết kỹ thuật)', en: 'Reason (technical detail)' },
  none: { vi: 'Không có dòng nào bị từ chối.', en: 'No line was refused.' },
} as const satisfies Readonly<Record<string, Text>>;
