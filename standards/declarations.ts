import type { Text } from '../kit/text.ts';
import type { FieldValue } from '../wire/fact.ts';

/**
 * Everything a school may state because it can't be measured. Forms, criteria and docs read this list.
 * For ever: a name keeps its meaning and its type; names are added, never renamed.
 */
export interface DeclarationSpec {
  readonly type: 'number' | 'yes' | 'text' | 'choice';
  readonly unit: '1' | 'bps' | 'days' | 'pupils' | 'm2';
  readonly about: Text;
  /** The words a choice may be, with what people call them. */
  readonly choices?: Readonly<Record<string, Text>>;
}

type Unit = DeclarationSpec['unit'];
const number = (vi: string, en: string, unit: Unit = '1'): DeclarationSpec => ({
  type: 'number',
  unit,
  about: { vi, en },
});
const yes = (vi: string, en: string): DeclarationSpec => ({
  type: 'yes',
  unit: '1',
  about: { vi, en },
});
const text = (vi: string, en: string): DeclarationSpec => ({
  type: 'text',
  unit: '1',
  about: { vi, en },
});
const choice = (
  vi: string,
  en: string,
  choices: NonNullable<DeclarationSpec['choices']>,
): DeclarationSpec => ({ type: 'choice', unit: '1', about: { vi, en }, choices });

const line = {
  fibre: yes('có đường truyền cáp quang', 'the school has a fibre line'),
  isp_count: number('số nhà cung cấp Internet', 'Internet providers used at once'),
  provider: text('nhà cung cấp đường truyền', 'provider of the line'),
  contract_down_bps: number('tốc độ tải xuống theo hợp đồng', 'contracted download', 'bps'),
  contract_up_bps: number('tốc độ tải lên theo hợp đồng', 'contracted upload', 'bps'),
  meetings: number('số cuộc họp trực tuyến cùng lúc', 'online meetings held at once'),
  portal_redirects_to_https: yes(
    'cổng thông tin tự chuyển từ http sang https (nay tác nhân tự đo)',
    'the school portal sends http on to https (the agent measures it now)',
  ),
} as const;

const lab = {
  school_level: choice('cấp học cao nhất của trường', 'the highest level taught', {
    preschool: { vi: 'Mầm non', en: 'Preschool' },
    primary: { vi: 'Tiểu học', en: 'Primary' },
    lower_secondary: { vi: 'THCS', en: 'Lower secondary' },
    upper_secondary: { vi: 'THPT', en: 'Upper secondary' },
  }),
  pupils: number('số học sinh toàn trường', 'pupils of the whole school', 'pupils'),
  lab_rooms: number('số phòng học bộ môn Tin học', 'computer labs'),
  lab_seats: number('số máy phòng Tin học dùng cùng lúc', 'lab seats used at once'),
  lab_room_pupils: number(
    'số học sinh học cùng lúc trong một phòng máy',
    'pupils taught at once in one lab',
    'pupils',
  ),
  lab_area_m2: number('diện tích phòng máy nhỏ nhất', 'area of the smallest lab', 'm2'),
  lab_apps_tested: yes(
    'đã thử trên máy phòng Tin học: trình duyệt mở được các hệ thống, vào được cuộc họp thử',
    'tried on the lab machines: the browser opens the portals and joins a test meeting',
  ),
  lab_ssd: yes('máy phòng Tin học dùng ổ SSD', 'the lab machines have SSDs'),
  lab_windows_edition: choice('phiên bản Windows của phòng máy', 'Windows edition of the labs', {
    home_pro: { vi: 'Home hoặc Pro', en: 'Home or Pro' },
    enterprise_education: { vi: 'Enterprise hoặc Education', en: 'Enterprise or Education' },
    ltsc: { vi: 'LTSC hoặc LTSB', en: 'LTSC or LTSB' },
  }),
  lab_windows_esu_until: text(
    'đã mua cập nhật mở rộng (ESU) cho Windows 10 22H2 đến ngày (năm-tháng-ngày, như 2027-10-12)',
    'extended updates (ESU) for Windows 10 22H2 are bought until (such as 2027-10-12)',
  ),
} as const;

const camera = {
  camera_count: number('tổng số camera của trường', 'cameras the school has'),
  storage_days: number('số ngày lưu hình', 'days recordings are kept', 'days'),
  default_passwords_changed: yes(
    'đã đổi mật khẩu mặc định của mọi camera, có ký xác nhận',
    'the default password of every camera was changed, signed',
  ),
  camera_password_policy: yes(
    'mật khẩu camera từ 8 ký tự, đủ chữ hoa, chữ thường, số, ký tự đặc biệt',
    'camera passwords have 8 or more characters of all four classes',
  ),
  camera_http_off: yes(
    'đã tắt http không mã hoá trên mọi camera',
    'plain http is off on all cameras',
  ),
  outside_check_clean: yes(
    'đã kiểm tra từ bên ngoài (có đồng ý): không thấy RTSP, HTTP, ONVIF của camera',
    'checked from outside, with consent: no RTSP, HTTP or ONVIF of a camera answers',
  ),
  cameras_bought_2026: number('số camera mua từ 01/01/2026', 'cameras bought since 1 January 2026'),
  camera_certificates: yes(
    'mọi camera mua từ 01/07/2026 có công bố hợp quy QCVN 11 (mua từ 01/01/2026: QCVN 135)',
    'all cameras bought since 1 July 2026 carry QCVN 11 conformity (since 1 January 2026: QCVN 135)',
  ),
  security_level_approved: yes(
    'cấp độ an toàn của hệ thống có camera đã được phê duyệt',
    'the security level of the system with cameras is approved',
  ),
  security_plan_applied: yes(
    'đã triển khai đầy đủ phương án bảo đảm an toàn theo cấp độ',
    'the protection plan of that level is applied in full',
  ),
  recording_notice: yes('có biển thông báo ghi hình', 'signs tell people that they are recorded'),
} as const;

const organisation = {
  it_leader: text('lãnh đạo phụ trách CNTT', 'the leader in charge of IT'),
  it_leader_decision: text(
    'số quyết định phân công lãnh đạo phụ trách CNTT',
    'number of the decision that names the leader',
  ),
  it_position: yes('có viên chức phụ trách CNTT', 'there is an IT job position'),
  work_email: text('hộp thư công vụ của trường', 'the school’s official e-mail address'),
  staff_count: number(
    'số cán bộ, giáo viên, nhân viên (cả lãnh đạo)',
    'staff, leaders and teachers included',
  ),
  staff_official_email: number(
    'số người dùng thư điện tử tên miền giáo dục',
    'people with an official education e-mail',
  ),
  two_updates_a_day: yes(
    'cập nhật thông tin mỗi ngày 2 lần: trước 8 giờ và trước 17 giờ',
    'information is updated twice a day: before 8:00 and before 17:00',
  ),
  reports_on_time: yes(
    'đã nộp đúng hạn mọi báo cáo của năm học',
    'all reports of the school year were filed on time',
  ),
} as const;

export const declarations: Readonly<Record<string, DeclarationSpec>> = {
  ...line,
  ...lab,
  ...camera,
  ...organisation,
};

/** The spec of a declaration by a name that came from outside; undefined when it is not ours. */
export function declarationOf(name: string): DeclarationSpec | undefined {
  return Object.hasOwn(declarations, name) ? declarations[name] : undefined;
}

/** The declared value where it has the declared type and, for a choice, is one of its words. */
export function acceptDeclared(
  spec: DeclarationSpec,
  value: FieldValue | undefined,
): FieldValue | undefined {
  if (typeof value === 'string') return acceptWord(spec, value.trim());
  if (typeof value === 'boolean') return spec.type === 'yes' ? value : undefined;
  return spec.type === 'number' && Number.isFinite(value) ? value : undefined;
}

function acceptWord({ type, choices = {} }: DeclarationSpec, word: string): string | undefined {
  const fits = type === 'text' ? word !== '' : type === 'choice' && Object.hasOwn(choices, word);
  return fits ? word : undefined;
}
