import type { Text } from '../../../kit/text.ts';

/** Heads of the exported tables. */
export const exportWords = {
  id: { vi: 'Mã trường', en: 'School id' },
  school: { vi: 'Trường', en: 'School' },
  unit: { vi: 'Đơn vị quản lý', en: 'Unit' },
  simulated: { vi: 'Mô phỏng', en: 'Simulated' },
  lastSeen: { vi: 'Nhận số liệu lần cuối', en: 'Last data received' },
  level: { vi: 'Mức', en: 'Level' },
  passed: { vi: 'số đạt', en: 'met' },
  applicable: { vi: 'số áp dụng', en: 'applicable' },
  openIncidents: { vi: 'Sự cố đang mở', en: 'Open incidents' },
  criterionId: { vi: 'Mã tiêu chí', en: 'Criterion id' },
  group: { vi: 'Nhóm', en: 'Group' },
  device: { vi: 'Thiết bị', en: 'Device' },
  deviceSimulated: { vi: 'Thiết bị mô phỏng', en: 'Device simulated' },
  confidence: { vi: 'Cơ sở của ngưỡng', en: 'Basis of the threshold' },
  doubt: { vi: 'Đối chiếu ngưỡng', en: 'Check of the threshold' },
  document: { vi: 'Văn bản', en: 'Document' },
  clause: { vi: 'Điều khoản', en: 'Clause' },
  at: { vi: 'Thời điểm', en: 'Time' },
} as const satisfies Readonly<Record<string, Text>>;
