import type { Text } from '../../../kit/text.ts';
import type { IncidentView } from '../../report/views.ts';

export const incidentWords = {
  title: { vi: 'Sự cố', en: 'Incidents' },
  caption: { vi: 'Danh sách sự cố, mới nhất trước', en: 'Incidents, newest first' },
  filter: { vi: 'Lọc sự cố', en: 'Filter incidents' },
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
} as const satisfies Readonly<Record<string, Text>>;

export const severities: Readonly<Record<IncidentView['severity'], Text>> = {
  critical: { vi: 'Nghiêm trọng', en: 'Critical' },
  warning: { vi: 'Cảnh báo', en: 'Warning' },
  info: { vi: 'Thông tin', en: 'For information' },
};
