import type { Text } from '../../../kit/text.ts';

/** What of a camera's facts speaks of a group, and which value of a flag is the good one. */
export interface SecurityGroup {
  /** Undefined beside the groups, where no source names one. */
  readonly number: number | undefined;
  readonly name: Text;
  /** Field of `camera` → what it should be; undefined where no value is good or bad by itself. */
  readonly looks: Readonly<Record<string, boolean | string | undefined>>;
  /** Criteria that speak of it beside those whose source names the group. */
  readonly criteria?: readonly string[];
  /** What can tell where the network doesn't. */
  readonly else: 'paper' | 'history';
}

/**
 * The eleven groups, in the order of the regulation, and the clock, which no source puts into one.
 * Source: QCVN 135:2024/BTTTT, kept by QCVN 11:2026/BCA, as reported by thuvienphapluat.vn 78242 and nss.vn; text not read.
 */
export const securityGroups: readonly SecurityGroup[] = [
  {
    number: 1,
    name: { vi: 'Khởi tạo mật khẩu duy nhất', en: 'Unique passwords' },
    looks: { auth: 'ok', anonymous_access: false, factory_accounts_only: false },
    else: 'paper',
  },
  {
    number: 2,
    name: { vi: 'Quản lý lỗ hổng bảo mật', en: 'Handling of vulnerabilities' },
    looks: { model: undefined, firmware: undefined },
    else: 'paper',
  },
  {
    number: 3,
    name: { vi: 'Quản lý cập nhật', en: 'Updates' },
    looks: { firmware: undefined },
    else: 'paper',
  },
  {
    number: 4,
    name: { vi: 'Lưu trữ các tham số an toàn nhạy cảm', en: 'Storage of sensitive parameters' },
    looks: {},
    else: 'paper',
  },
  {
    number: 5,
    name: { vi: 'Kênh giao tiếp an toàn', en: 'Secure communication' },
    looks: {
      https_offered: true,
      tls_version: undefined,
      rtsps_offered: true,
      basic_in_clear: false,
      certificate_changed: false,
    },
    else: 'paper',
  },
  {
    number: 6,
    name: { vi: 'Phòng chống tấn công qua giao diện', en: 'Exposed interfaces' },
    looks: { telnet_open: false, ftp_open: false, anonymous_users: false },
    else: 'paper',
  },
  {
    number: 7,
    name: { vi: 'Bảo vệ dữ liệu người sử dụng', en: 'Protection of users’ data' },
    looks: {},
    else: 'paper',
  },
  {
    number: 8,
    name: { vi: 'Tự khôi phục sau sự cố', en: 'Recovery after outages' },
    looks: {},
    else: 'history',
  },
  {
    number: 9,
    name: { vi: 'Xóa dữ liệu trên thiết bị', en: 'Erasing of data on the device' },
    looks: {},
    else: 'paper',
  },
  {
    number: 10,
    name: { vi: 'Xác thực dữ liệu đầu vào', en: 'Validation of input' },
    looks: {},
    else: 'paper',
  },
  {
    number: 11,
    name: {
      vi: 'Bảo vệ dữ liệu trên thiết bị, lưu tại Việt Nam',
      en: 'Data on the device, kept in Viet Nam',
    },
    looks: {},
    else: 'paper',
  },
  {
    number: undefined,
    name: { vi: 'Ngoài 11 nhóm: đồng hồ', en: 'Beside the 11 groups: the clock' },
    looks: { clock_kind: 'utc', clock_offset_s: undefined, time_source: 'NTP', ntp_server: true },
    criteria: ['CAM-07', 'CAM-13'],
    else: 'history',
  },
];
