import type { Text } from '../../../kit/text.ts';

/** Words of the page where maintenance is announced. */
export const maintenanceWords = {
  title: { vi: 'Bảo trì đã báo trước', en: 'Announced maintenance' },
  lead: {
    vi: 'Trong thời gian bảo trì, hệ thống vẫn đo nhưng không mở sự cố mới và không gửi thư về đơn vị đó. Sự cố đã mở vẫn được theo dõi và báo khi khắc phục xong.',
    en: 'During maintenance everything is still measured, but no new incident is opened and no mail is sent about that unit. Incidents that are open already are followed, and told of when they end.',
  },
  running: { vi: 'Đang diễn ra', en: 'Running' },
  coming: { vi: 'Sắp tới', en: 'Coming' },
  past: { vi: 'Đã qua', en: 'Past' },
  noneRunning: { vi: 'Không có đợt bảo trì nào đang diễn ra.', en: 'No maintenance is running.' },
  noneComing: { vi: 'Không có đợt bảo trì nào sắp tới.', en: 'No maintenance is coming.' },
  nonePast: { vi: 'Chưa có đợt bảo trì nào.', en: 'There has been none.' },
  where: { vi: 'Đơn vị', en: 'Unit' },
  everyone: { vi: 'Toàn hệ thống', en: 'Everyone' },
  from: { vi: 'Bắt đầu', en: 'Begins' },
  until: { vi: 'Kết thúc', en: 'Ends' },
  note: { vi: 'Nội dung', en: 'What is done' },
  noteHint: {
    vi: 'Ví dụ: thay bộ chuyển mạch phòng Tin học 1.',
    en: 'For example: the switch of computer lab 1 is replaced.',
  },
  madeBy: { vi: 'Người báo', en: 'Announced by' },
  endedEarly: { vi: 'kết thúc sớm lúc', en: 'ended early at' },
  announce: { vi: 'Báo trước một đợt bảo trì', en: 'Announce maintenance' },
  unit: { vi: 'Mã đơn vị hoặc mã trường', en: 'Unit or school id' },
  unitHint: { vi: 'Để trống: đơn vị của bạn.', en: 'Left empty: your own unit.' },
  unitHintAdmin: { vi: 'Để trống: toàn hệ thống.', en: 'Left empty: everyone.' },
  zone: { vi: 'Giờ theo múi giờ', en: 'Times in the zone' },
  save: { vi: 'Báo trước', en: 'Announce' },
  end: { vi: 'Kết thúc ngay', en: 'End now' },
  endLead: {
    vi: 'Từ lúc này sự cố mới của đơn vị lại được báo.',
    en: 'From now on new incidents of the unit are told again.',
  },
  saved: { vi: 'Đã ghi nhận đợt bảo trì.', en: 'The maintenance is announced.' },
  ended: { vi: 'Đã kết thúc đợt bảo trì.', en: 'The maintenance is ended.' },
  badForm: {
    vi: 'Cần ghi ngày giờ bắt đầu, ngày giờ kết thúc và nội dung (tối đa 300 ký tự, một dòng). Không có gì bị thay đổi.',
    en: 'It takes a beginning, an end, and a note of one line and at most 300 characters. Nothing was changed.',
  },
  notAllowed: {
    vi: 'Bạn chỉ báo trước được cho đơn vị của mình và các đơn vị trực thuộc. Không có gì bị thay đổi.',
    en: 'You can announce it for your own unit and those below alone. Nothing was changed.',
  },
} as const satisfies Readonly<Record<string, Text>>;
