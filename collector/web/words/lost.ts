import type { Text } from '../../../kit/text.ts';

/** How long a school was cut off, as its incidents say. */
export const lostWords = {
  title: { vi: 'Thời gian mất kết nối theo tháng', en: 'Time cut off, by month' },
  caption: {
    vi: 'Thời gian mất kết nối theo sự cố, tháng mới nhất trước',
    en: 'Time cut off as the incidents say, the newest month first',
  },
  month: { vi: 'Tháng', en: 'Month' },
  lost: { vi: 'Theo sự cố, cả ngày đêm', en: 'As incidents say, round the clock' },
  inHours: { vi: 'Theo sự cố, trong giờ học', en: 'As incidents say, in school hours' },
  measured: {
    vi: 'Đường truyền mất kết nối, đo từng giây',
    en: 'Line down, measured each second',
  },
  count: { vi: 'Số lần', en: 'Times' },
  cause: { vi: 'Nguyên nhân', en: 'Cause' },
  notMeasured: { vi: 'không đo', en: 'not measured' },
  meaning: {
    vi: 'Thời gian theo sự cố là lúc trung tâm không liên lạc được với trường, vì bất cứ lý do gì (đường truyền, mất điện, máy chủ tắt); các sự cố trùng nhau chỉ tính một lần, cho sự cố bắt đầu trước. Độ khả dụng của đường truyền thì do máy chủ của trường đo từng giây, chỉ tính riêng đường truyền và là số liệu dùng để đánh giá.',
    en: 'Time as incidents say is when the centre was out of contact with the school for whatever reason (line, power, server off); where incidents overlap it counts once, for the one that began first. The availability of the line is measured each second by the school’s server, is of the line alone, and is what is judged.',
  },
  report: { vi: 'Tải báo cáo tháng này (CSV)', en: 'Download this month’s report (CSV)' },
  schoolId: { vi: 'Mã trường', en: 'School id' },
  minutes: { vi: 'Số phút mất kết nối', en: 'Minutes cut off' },
  minutesInHours: { vi: 'Trong đó trong giờ học (phút)', en: 'Of it in school hours (minutes)' },
  total: { vi: 'Tổng cộng', en: 'In all' },
} as const satisfies Readonly<Record<string, Text>>;
