import type { Text } from '../../../kit/text.ts';
import type { Refusal } from '../../access/refusal.ts';

/** Words of the pages where people, tokens and agents are looked after. */

export const accessTabs = {
  users: { vi: 'Người dùng', en: 'Users' },
  tokens: { vi: 'Mã API', en: 'API tokens' },
  agents: { vi: 'Tác nhân', en: 'Agents' },
  audit: { vi: 'Nhật ký', en: 'Audit log' },
} as const satisfies Readonly<Record<string, Text>>;

export const accessWords = {
  tabs: { vi: 'Các trang quản trị', en: 'Administration' },
  name: { vi: 'Tên', en: 'Name' },
  role: { vi: 'Vai trò', en: 'Role' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  unitId: { vi: 'Mã đơn vị hoặc mã trường', en: 'Unit or school id' },
  unitHint: {
    vi: 'Cán bộ phụ trách: mã xã, phường hoặc thành phố. Nhà trường: mã trường. Quản trị viên: để trống.',
    en: 'Officer: id of a ward, district or city. School: id of the school. Administrator: leave empty.',
  },
  state: { vi: 'Trạng thái', en: 'State' },
  shownOnce: {
    vi: 'Mã chỉ hiện một lần trên trang này. Hãy chép lại trước khi rời trang.',
    en: 'It is shown only once, here. Copy it before you leave.',
  },
  expires: { vi: 'Hết hạn', en: 'Expires' },
  madeBy: { vi: 'Người tạo', en: 'Made by' },
  find: { vi: 'Tìm', en: 'Find' },
  show: { vi: 'Lọc', en: 'Filter' },
  change: { vi: 'Sửa', en: 'Change' },
  saved: { vi: 'Đã lưu thay đổi.', en: 'The change is saved.' },
  ended: { vi: 'Đã thu hồi. Có hiệu lực ngay.', en: 'Taken back, at once.' },
  some: {
    vi: 'Chỉ hiện một phần danh sách. Hãy lọc để thấy phần còn lại.',
    en: 'Only part of the list is shown. Filter to see the rest.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const userWords = {
  title: { vi: 'Người dùng', en: 'Users' },
  caption: { vi: 'Người dùng bạn quản lý', en: 'Users you look after' },
  add: { vi: 'Thêm người dùng', en: 'Add a user' },
  name: { vi: 'Tên đăng nhập', en: 'User name' },
  signedIn: { vi: 'Đăng nhập lần cuối', en: 'Last sign-in' },
  active: { vi: 'Đang dùng', en: 'Active' },
  invited: { vi: 'Chưa đặt mật khẩu', en: 'No password yet' },
  disabled: { vi: 'Đã khóa', en: 'Disabled' },
  none: { vi: 'Chưa có người dùng nào.', en: 'No users yet.' },
  place: { vi: 'Vai trò và đơn vị', en: 'Role and unit' },
  save: { vi: 'Lưu', en: 'Save' },
  back: { vi: 'Về danh sách người dùng', en: 'Back to the users' },
  code: { vi: 'Mã truy cập mới', en: 'A new access code' },
  codeLead: {
    vi: 'Dùng khi người này quên mật khẩu. Mật khẩu cũ bị xóa và mọi phiên đăng nhập kết thúc ngay.',
    en: 'For whoever lost the password. The old password is erased and every session ends at once.',
  },
  makeCode: { vi: 'Tạo mã truy cập', en: 'Make an access code' },
  codeMade: { vi: 'Mã truy cập đã tạo', en: 'Access code made' },
  codeFor: { vi: 'Mã truy cập', en: 'Access code' },
  codeNext: {
    vi: 'Người nhận mở trang đăng nhập, nhập mã này rồi đặt mật khẩu ở trang Tài khoản. Mã dùng một lần.',
    en: 'Whoever gets it opens the sign-in page, enters the code, and sets a password on the account page. It works once.',
  },
  lock: { vi: 'Khóa người dùng này', en: 'Disable this user' },
  lockLead: {
    vi: 'Mọi phiên đăng nhập và mọi mã API do người này tạo kết thúc ngay.',
    en: 'Every session, and every API token this person made, ends at once.',
  },
  unlock: { vi: 'Mở khóa', en: 'Enable again' },
} as const satisfies Readonly<Record<string, Text>>;

export const tokenWords = {
  title: { vi: 'Mã API', en: 'API tokens' },
  lead: {
    vi: 'Mã API cho phép một chương trình đọc số liệu như một người có vai trò đó.',
    en: 'An API token lets a program read as a person of that role would.',
  },
  caption: { vi: 'Mã API còn hiệu lực', en: 'API tokens that are valid' },
  add: { vi: 'Tạo mã API', en: 'Make an API token' },
  name: { vi: 'Dùng cho việc gì', en: 'What it is for' },
  until: { vi: 'Hết hạn ngày (không bắt buộc)', en: 'Expires on (optional)' },
  used: { vi: 'Dùng lần cuối', en: 'Last used' },
  never: { vi: 'không hết hạn', en: 'does not expire' },
  none: { vi: 'Chưa có mã API nào.', en: 'No API tokens.' },
  made: { vi: 'Mã API đã tạo', en: 'API token made' },
  token: { vi: 'Mã API', en: 'Token' },
  another: { vi: 'Về danh sách mã API', en: 'Back to the API tokens' },
  revoke: { vi: 'Thu hồi', en: 'Revoke' },
  revokeLead: {
    vi: 'Chương trình đang dùng mã này sẽ bị từ chối ngay.',
    en: 'Whatever uses this token is refused at once.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const agentWords = {
  title: { vi: 'Tác nhân', en: 'Agents' },
  lead: {
    vi: 'Mỗi tác nhân chạy trên máy chủ của một trường và chỉ gửi được số liệu của trường đó.',
    en: 'Each agent runs on one school’s server and can send data of that school alone.',
  },
  caption: { vi: 'Tác nhân đã ghi danh', en: 'Agents enrolled' },
  school: { vi: 'Trường', en: 'School' },
  schoolId: { vi: 'Mã trường', en: 'School id' },
  agent: { vi: 'Tác nhân', en: 'Agent' },
  enrolled: { vi: 'Ghi danh', en: 'Enrolled' },
  token: { vi: 'Mã hiện dùng từ', en: 'Token since' },
  heard: { vi: 'Nhận số liệu lần cuối', en: 'Last heard' },
  revoked: { vi: 'đã thu hồi', en: 'revoked' },
  none: { vi: 'Chưa có tác nhân nào.', en: 'No agents.' },
  revoke: { vi: 'Thu hồi', en: 'Revoke' },
  revokeLead: {
    vi: 'Tác nhân bị từ chối ngay và giữ số liệu tại trường cho đến khi được ghi danh lại.',
    en: 'The agent is refused at once, and keeps its data at the school until it is enrolled again.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const codeWords = {
  title: { vi: 'Mã ghi danh chưa dùng', en: 'Codes not used yet' },
  caption: { vi: 'Mã ghi danh còn hiệu lực', en: 'Enrolment codes that still work' },
  none: { vi: 'Không có mã nào đang chờ.', en: 'No code is waiting.' },
  withdraw: { vi: 'Thu hồi mã', en: 'Take it back' },
} as const satisfies Readonly<Record<string, Text>>;

export const sessionWords = {
  title: { vi: 'Các phiên đăng nhập', en: 'Your sessions' },
  caption: { vi: 'Nơi bạn đang đăng nhập', en: 'Where you are signed in' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  browser: { vi: 'Trình duyệt', en: 'Browser' },
  began: { vi: 'Bắt đầu', en: 'Began' },
  seen: { vi: 'Dùng lần cuối', en: 'Last used' },
  here: { vi: 'phiên này', en: 'this one' },
  end: { vi: 'Kết thúc', en: 'End' },
  rule: {
    vi: 'Phiên kết thúc sau 12 giờ không dùng, chậm nhất sau 14 ngày.',
    en: 'A session ends after 12 hours without use, and after 14 days at the latest.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const refusalWords: Readonly<Record<Refusal, Text>> = {
  unknown: {
    vi: 'Không có mục này trong phạm vi bạn quản lý. Không có gì bị thay đổi.',
    en: 'There is no such one among those you look after. Nothing was changed.',
  },
  not_allowed: {
    vi: 'Vai trò hoặc đơn vị này nằm ngoài phạm vi bạn quản lý. Không có gì bị thay đổi.',
    en: 'This role or unit is outside what you look after. Nothing was changed.',
  },
  name_taken: {
    vi: 'Tên này đã có người dùng. Hãy chọn tên khác.',
    en: 'The name is taken. Choose another.',
  },
  wrong_unit: {
    vi: 'Vai trò và đơn vị không hợp nhau: cán bộ cần mã xã, phường hoặc thành phố; nhà trường cần mã trường; quản trị viên để trống.',
    en: 'Role and unit do not fit: an officer needs a ward, district or city, a school user a school, an administrator none.',
  },
  last_admin: {
    vi: 'Đây là quản trị viên cuối cùng nên không thể khóa hoặc đổi vai trò. Hãy thêm quản trị viên khác trước.',
    en: 'This is the last administrator, who stays. Add another administrator first.',
  },
  yourself: {
    vi: 'Không ai tự đổi vai trò, tự khóa hoặc tự tạo mã truy cập cho mình. Hãy nhờ một quản trị viên khác.',
    en: 'Nobody changes or disables the own account. Ask another administrator.',
  },
  disabled: {
    vi: 'Người dùng này đang bị khóa. Hãy mở khóa trước.',
    en: 'This user is disabled. Enable the user first.',
  },
  bad_expiry: {
    vi: 'Ngày hết hạn phải ở tương lai và trong vòng năm năm.',
    en: 'The expiry lies ahead, and within five years.',
  },
  unknown_unit: {
    vi: 'Không có đơn vị hoặc trường nào mang mã này.',
    en: 'There is no unit or school with this id.',
  },
  ends_before: {
    vi: 'Giờ kết thúc phải sau giờ bắt đầu.',
    en: 'The end must be after the beginning.',
  },
  too_long: {
    vi: 'Một đợt bảo trì kéo dài tối đa 90 ngày.',
    en: 'Maintenance lasts 90 days at most.',
  },
  in_past: {
    vi: 'Đợt bảo trì phải ở phía trước; giờ bắt đầu sớm nhất là một giờ trước.',
    en: 'Maintenance lies ahead; it may have begun an hour ago at the earliest.',
  },
  too_far: {
    vi: 'Đợt bảo trì phải bắt đầu trong vòng một năm tới.',
    en: 'Maintenance begins within the next year.',
  },
  too_many: {
    vi: 'Đang có quá nhiều đợt bảo trì. Hãy kết thúc bớt trước.',
    en: 'Too much maintenance is announced already. End some of it first.',
  },
  over_already: {
    vi: 'Đợt bảo trì này đã kết thúc.',
    en: 'This maintenance is over already.',
  },
};

export const badForm: Text = {
  vi: 'Tên cần từ 1 đến 100 ký tự; mã đơn vị tối đa 64 ký tự. Không có gì bị thay đổi.',
  en: 'A name takes 1 to 100 characters, a unit id at most 64. Nothing was changed.',
};
