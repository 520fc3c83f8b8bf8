import type { Text } from '../../../kit/text.ts';
import type { Confidence } from '../../../standards/criterion.ts';
import type { UnknownReason } from '../../../standards/finding.ts';

/** The page of one school. */
export const schoolWords = {
  lastSeen: { vi: 'Nhận số liệu lần cuối', en: 'Last data received' },
  basic: { vi: 'Mức cơ bản (bắt buộc)', en: 'Basic level (mandatory)' },
  advanced: { vi: 'Mức nâng cao', en: 'Advanced level' },
  open: { vi: 'Đang có sự cố', en: 'Open incidents' },
  noneOpen: { vi: 'Không có sự cố nào đang mở.', en: 'No incident is open.' },
  criteria: { vi: 'Tiêu chí', en: 'Criteria' },
  criteriaCaption: {
    vi: 'Tiêu chí, điều quan sát được và kết quả, theo nhóm',
    en: 'Criteria, what was observed and the result, by group',
  },
  criterion: { vi: 'Tiêu chí', en: 'Criterion' },
  observed: { vi: 'Quan sát được', en: 'Observed' },
  required: { vi: 'Yêu cầu', en: 'Required' },
  result: { vi: 'Kết quả', en: 'Result' },
  source: { vi: 'Nguồn', en: 'Source' },
  noCriteria: {
    vi: 'Chưa có kết quả nào: trung tâm chưa nhận được số liệu của trường này.',
    en: 'No result yet: the centre has received no data from this school.',
  },
  toDo: { vi: 'Cần làm', en: 'What to do' },
  remedy: { vi: 'Cách khắc phục', en: 'Remedy' },
  more: { vi: 'Minh chứng và cách khắc phục', en: 'Evidence and remedy' },
  why: { vi: 'Vì sao không xác định', en: 'Why it is unknown' },
  measuredAt: { vi: 'Thời điểm đo', en: 'Measured' },
  judgedAt: { vi: 'Thời điểm đánh giá', en: 'Judged' },
  standard: { vi: 'Tiêu chuẩn', en: 'Standard' },
  note: { vi: 'Lưu ý', en: 'Note' },
  clause: { vi: 'Văn bản, điều khoản', en: 'Document, clause' },
  threshold: { vi: 'Cơ sở của ngưỡng', en: 'Basis of the threshold' },
  mandatory: { vi: 'bắt buộc', en: 'mandatory' },
  byDevice: { vi: 'Theo từng thiết bị', en: 'By device' },
  past: { vi: 'Sự cố đã qua', en: 'Past incidents' },
  nonePast: { vi: 'Chưa ghi nhận sự cố nào đã qua.', en: 'No past incident is on record.' },
  agents: { vi: 'Tác nhân tại trường', en: 'Agents at the school' },
} as const satisfies Readonly<Record<string, Text>>;

export const confidences: Readonly<Record<Confidence, Text>> = {
  quoted: { vi: 'trích từ văn bản', en: 'quoted from the document' },
  reported: { vi: 'theo nguồn khác dẫn lại', en: 'as reported by others' },
  assumed: { vi: 'đề xuất của hệ thống, có thể sửa', en: 'our proposal, can be edited' },
};

/** The likely cause and what to do; which figure is missing is said beside it. */
export const unknownReasons: Readonly<Record<UnknownReason, Text>> = {
  never_measured: {
    vi: 'Chưa đo được lần nào: thiết bị chưa được kê khai, chưa có tài khoản hoặc tác nhân chưa chạy.',
    en: 'Never measured: the device is not configured, has no account, or the agent is not running.',
  },
  too_old: {
    vi: 'Số liệu đã cũ: tác nhân hoặc thiết bị đã ngừng trả lời.',
    en: 'The data is too old: the agent or the device has stopped answering.',
  },
  too_few_samples: {
    vi: 'Chưa đủ số lần đo để kết luận; hãy chờ thêm.',
    en: 'Too few samples to say; wait for more.',
  },
  not_declared: {
    vi: 'Trường chưa kê khai mục này.',
    en: 'The school has not declared this.',
  },
  not_listed: {
    vi: 'không có trong danh mục nên chưa kết luận được',
    en: 'not on the list, so nothing can be said',
  },
  devices_unknown: {
    vi: 'Có thiết bị chưa rõ kết quả nên chưa kết luận được cho cả trường.',
    en: 'Some devices are unknown, so nothing can be said for the school.',
  },
  criterion_unknown: {
    vi: 'Phụ thuộc vào một tiêu chí khác cũng chưa xác định.',
    en: 'It depends on another criterion that is unknown too.',
  },
  condition_error: {
    vi: 'Điều kiện của tiêu chí không tính được với số liệu này; hãy báo quản trị viên.',
    en: 'The condition could not be evaluated on this data; tell the administrator.',
  },
};
