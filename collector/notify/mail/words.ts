import type { Text } from '../../../kit/text.ts';

/** The words of a mail that don't come from the incident. */
export const mailWords = {
  simulatedTag: { vi: '[mô phỏng]', en: '[simulated – mô phỏng]' },
  simulatedNote: {
    vi: 'Đây là thiết bị mô phỏng: không có thiết bị thật nào hỏng.',
    en: 'This is simulated (mô phỏng): nothing real is broken.',
  },
  recovered: { vi: 'Đã khôi phục', en: 'Recovered' },
  school: { vi: 'Trường', en: 'School' },
  subject: { vi: 'Thiết bị', en: 'What' },
  since: { vi: 'Từ lúc', en: 'Since' },
  until: { vi: 'Đến lúc', en: 'Until' },
  lasted: { vi: 'Kéo dài', en: 'Lasted' },
  severity: { vi: 'Mức độ', en: 'Severity' },
  measured: { vi: 'Kết quả đo', en: 'Measured' },
  technical: { vi: 'Chi tiết kỹ thuật', en: 'Technical detail' },
  advice: { vi: 'Việc cần làm', en: 'What to do' },
  link: { vi: 'Xem chi tiết', en: 'Details' },
  footer: {
    vi: 'Thư do hatang gửi tự động. Khi khôi phục sẽ có thư báo trong cùng chuỗi thư này.',
    en: 'Sent by hatang. A mail in this same thread will tell when it is over.',
  },
  footerResolved: {
    vi: 'Thư do hatang gửi tự động. Sự cố này đã kết thúc, không cần làm gì thêm.',
    en: 'Sent by hatang. This incident is over; nothing more needs to be done.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const severityWords: Readonly<Record<'critical' | 'warning' | 'info', Text>> = {
  critical: { vi: 'nghiêm trọng', en: 'critical' },
  warning: { vi: 'cảnh báo', en: 'warning' },
  info: { vi: 'thông tin', en: 'for information' },
};
