import type { Text } from '../../../kit/text.ts';

/** The named systems a school reaches through its line. */
export const serviceWords = {
  systems: { vi: 'Truy cập các hệ thống', en: 'Reaching the systems' },
  system: { vi: 'Hệ thống', en: 'System' },
  reached: { vi: 'Truy cập được', en: 'Reached' },
  broken: { vi: 'Không truy cập được', en: 'Not reached' },
  step: { vi: 'dừng ở bước', en: 'stops at the step' },
  times: { vi: 'DNS · TCP · TLS · HTTP', en: 'DNS · TCP · TLS · HTTP' },
  certificate: { vi: 'Chứng thư', en: 'Certificate' },
  holds: { vi: 'hợp lệ', en: 'holds' },
  chainBroken: { vi: 'chuỗi không hợp lệ', en: 'its chain does not hold' },
  otherHost: { vi: 'sai tên miền', en: 'for another host' },
  left: { vi: 'còn', en: 'left:' },
  expired: { vi: 'hết hạn', en: 'expired since' },
  plain: { vi: 'Địa chỉ http', en: 'Its http address' },
} as const satisfies Readonly<Record<string, Text>>;
