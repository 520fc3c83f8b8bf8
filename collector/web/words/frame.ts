import type { Text } from '../../../kit/text.ts';
import type { Group, Level } from '../../../standards/criterion.ts';

/** What stands around every page. A text without one of the languages does not compile. */
export const frame = {
  tagline: { vi: 'hạ tầng số trường học', en: 'school infrastructure' },
  skip: { vi: 'Đến nội dung chính', en: 'Skip to the main content' },
  navigation: { vi: 'Điều hướng chính', en: 'Main navigation' },
  language: { vi: 'Ngôn ngữ', en: 'Language' },
  signIn: { vi: 'Đăng nhập', en: 'Sign in' },
  version: { vi: 'Phiên bản', en: 'Version' },
  zone: { vi: 'Giờ hiển thị theo múi giờ', en: 'Times are shown in the zone' },
  privacy: {
    vi: 'Không lưu hình ảnh, không lưu âm thanh.',
    en: 'No image and no sound is kept.',
  },
  back: { vi: 'Về danh sách trường', en: 'Back to the schools' },
  exportCsv: { vi: 'Tải bảng này (CSV)', en: 'Download this table (CSV)' },
  simulated: { vi: 'mô phỏng', en: 'simulated' },
  never: { vi: 'chưa bao giờ', en: 'never' },
  none: { vi: 'không có', en: 'none' },
} as const satisfies Readonly<Record<string, Text>>;

export type Section =
  | 'schools'
  | 'incidents'
  | 'mails'
  | 'maintenance'
  | 'contacts'
  | 'enrolment'
  | 'configs'
  | 'access'
  | 'refused'
  | 'health'
  | 'account';

export const sections: Readonly<Record<Section, Text>> = {
  schools: { vi: 'Trường', en: 'Schools' },
  incidents: { vi: 'Sự cố', en: 'Incidents' },
  mails: { vi: 'Thư', en: 'Mails' },
  maintenance: { vi: 'Bảo trì', en: 'Maintenance' },
  contacts: { vi: 'Người nhận', en: 'Contacts' },
  enrolment: { vi: 'Ghi danh', en: 'Enrolment' },
  configs: { vi: 'Thiết lập tác nhân', en: 'Agents’ settings' },
  access: { vi: 'Quản trị', en: 'Administration' },
  refused: { vi: 'Dòng bị từ chối', en: 'Refused lines' },
  health: { vi: 'Tình trạng hệ thống', en: 'System health' },
  account: { vi: 'Tài khoản', en: 'Account' },
};

export const groups: Readonly<Record<Group, Text>> = {
  line: { vi: 'Đường truyền', en: 'Line' },
  lab: { vi: 'Phòng máy', en: 'Computer lab' },
  camera: { vi: 'Camera', en: 'Cameras' },
  security: { vi: 'An toàn', en: 'Security' },
  organisation: { vi: 'Tổ chức', en: 'Organisation' },
};

export const levels: Readonly<Record<Level, Text>> = {
  basic: { vi: 'cơ bản', en: 'basic' },
  advanced: { vi: 'nâng cao', en: 'advanced' },
};
