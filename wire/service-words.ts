import type { Text } from '../kit/text.ts';

/** The steps of a check, in their order; the words of `service_check.failed_step`. */
export type Step = 'dns' | 'tcp' | 'tls' | 'http';

/** To stand after “at the step”. */
export const stepWords: Readonly<Record<Step, Text>> = {
  dns: { vi: 'DNS – tìm địa chỉ máy chủ', en: 'DNS – finding the server’s address' },
  tcp: { vi: 'TCP – kết nối tới máy chủ', en: 'TCP – connecting to the server' },
  tls: { vi: 'TLS – bắt tay mã hoá', en: 'TLS – agreeing on encryption' },
  http: { vi: 'HTTP – chờ trang web trả lời', en: 'HTTP – waiting for the page' },
};

/** The words of a step by a name that came from outside. */
export const stepOf = (word: unknown): Text | undefined =>
  typeof word === 'string' && Object.hasOwn(stepWords, word) ? stepWords[word as Step] : undefined;

/** By the phrase of a `service_check`. */
export const certificateWords: Readonly<Record<string, Text>> = {
  'certificate has expired': { vi: 'chứng thư đã hết hạn', en: 'its certificate has expired' },
  'certificate is not valid yet': {
    vi: 'chứng thư chưa có hiệu lực',
    en: 'its certificate is not valid yet',
  },
  'certificate is self-signed': { vi: 'chứng thư tự ký', en: 'its certificate is self-signed' },
  'certificate is signed by nobody known': {
    vi: 'chứng thư do tổ chức lạ ký',
    en: 'its certificate is signed by nobody known',
  },
  'certificate chain is incomplete': {
    vi: 'chuỗi chứng thư bị thiếu',
    en: 'its certificate chain is incomplete',
  },
  'certificate is for another host': {
    vi: 'chứng thư cấp cho tên miền khác',
    en: 'its certificate is for another host',
  },
};

/** By the words of `service_check.http_outcome`: what the unencrypted address of a system does. */
export const plainWords: Readonly<Record<string, Text>> = {
  https: { vi: 'tự chuyển sang https', en: 'sends on to https' },
  plain: { vi: 'không chuyển sang https', en: 'does not send on to https' },
  elsewhere: { vi: 'chuyển sang tên miền khác', en: 'sends on to another site' },
  loop: { vi: 'chuyển hướng vòng quanh', en: 'is sent round in circles' },
  closed: { vi: 'đã đóng cổng http', en: 'is closed to plain http' },
};
