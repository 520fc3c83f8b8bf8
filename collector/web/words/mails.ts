import type { Text } from '../../../kit/text.ts';
import type { MailView } from '../../report/views.ts';

export const mailWords = {
  title: { vi: 'Thư đã gửi và đang giữ', en: 'Mails sent and kept' },
  lead: {
    vi: 'Khi chưa cấu hình máy chủ gửi thư, thư được giữ lại ở đây để đọc.',
    en: 'Without a mail server, mails are kept here to be read.',
  },
  caption: { vi: 'Thư, mới nhất trước', en: 'Mails, newest first' },
  subject: { vi: 'Tiêu đề', en: 'Subject' },
  to: { vi: 'Người nhận', en: 'To' },
  state: { vi: 'Trạng thái', en: 'State' },
  at: { vi: 'Thời điểm', en: 'Time' },
  none: { vi: 'Chưa có thư nào.', en: 'No mails yet.' },
  error: {
    vi: 'Lỗi khi gửi (chi tiết kỹ thuật)',
    en: 'Error while sending (technical detail)',
  },
  incident: { vi: 'Mã sự cố', en: 'Incident' },
  school: { vi: 'Trường', en: 'School' },
  text: { vi: 'Nội dung', en: 'Text' },
  back: { vi: 'Về danh sách thư', en: 'Back to the mails' },
} as const satisfies Readonly<Record<string, Text>>;

export const mailStates: Readonly<Record<MailView['state'], Text>> = {
  queued: { vi: 'Đang chờ gửi', en: 'Waiting to be sent' },
  sent: { vi: 'Đã gửi', en: 'Sent' },
  kept: { vi: 'Giữ lại, chưa gửi', en: 'Kept, not sent' },
  failed: { vi: 'Gửi không được', en: 'Could not be sent' },
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
