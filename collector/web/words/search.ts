import type { Text } from '../../../kit/text.ts';

/** What agents found in the network of a school. */
export const searchWords = {
  title: { vi: 'Camera dò được trong mạng', en: 'Cameras found in the network' },
  searchedAt: { vi: 'Dò lần cuối', en: 'Last searched' },
  allKnown: {
    vi: 'Mọi thiết bị trả lời đều đã kê khai, không thiết bị nào mất.',
    en: 'All that answered are configured, and none is gone.',
  },
  notConfigured: { vi: 'Thiết bị tìm thấy chưa kê khai', en: 'Found, not configured' },
  whatToDo: {
    vi: 'Những thiết bị này chỉ được liệt kê, không được đánh giá. Nếu là camera của trường, trang của tác nhân tại trường có sẵn đoạn cấu hình để chép.',
    en: 'These are listed and not judged. If one is a camera of the school, the agent’s own page has the lines for its config file.',
  },
  gone: { vi: 'Đã kê khai nhưng không thấy', en: 'Configured but gone' },
  goneToDo: {
    vi: 'Không trả lời dò tìm và không trả lời khi đo: kiểm tra nguồn điện, dây mạng, địa chỉ.',
    en: 'They answer neither the search nor their own probe: check power, network cable, address.',
  },
  moved: { vi: 'có thể đã đổi địa chỉ từ', en: 'may have moved from' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  name: { vi: 'Tên tự xưng', en: 'Name it gives' },
  model: { vi: 'Kiểu', en: 'Model' },
} as const satisfies Readonly<Record<string, Text>>;
