import type { Text } from '../../../kit/text.ts';

export const accountWords = {
  signInTitle: { vi: 'Đăng nhập', en: 'Sign in' },
  withPassword: { vi: 'Bằng tên và mật khẩu', en: 'With name and password' },
  withCode: { vi: 'Bằng mã truy cập', en: 'With an access code' },
  codeHint: {
    vi: 'Mã dùng một lần do quản trị viên cấp hoặc in ra khi khởi động trung tâm.',
    en: 'A single-use code given by the administrator or printed when the collector started.',
  },
  name: { vi: 'Tên đăng nhập', en: 'User name' },
  password: { vi: 'Mật khẩu', en: 'Password' },
  code: { vi: 'Mã truy cập', en: 'Access code' },
  signIn: { vi: 'Đăng nhập', en: 'Sign in' },
  accountTitle: { vi: 'Tài khoản', en: 'Account' },
  signedInAs: { vi: 'Đang đăng nhập với tên', en: 'Signed in as' },
  role: { vi: 'Vai trò', en: 'Role' },
  setPassword: { vi: 'Đặt mật khẩu', en: 'Set a password' },
  current: { vi: 'Mật khẩu hiện tại', en: 'Current password' },
  currentHint: {
    vi: 'Để trống nếu chưa đặt mật khẩu.',
    en: 'Leave empty if none has been set yet.',
  },
  next: { vi: 'Mật khẩu mới', en: 'New password' },
  nextHint: { vi: 'Ít nhất 12 ký tự.', en: 'At least 12 characters.' },
  again: { vi: 'Nhập lại mật khẩu mới', en: 'New password again' },
  save: { vi: 'Lưu mật khẩu', en: 'Save the password' },
  saved: { vi: 'Đã lưu mật khẩu mới.', en: 'The new password is saved.' },
  signOut: { vi: 'Đăng xuất', en: 'Sign out' },
} as const satisfies Readonly<Record<string, Text>>;

export const roleNames = {
  admin: { vi: 'Quản trị viên', en: 'Administrator' },
  officer: { vi: 'Cán bộ phụ trách', en: 'Officer' },
  school: { vi: 'Nhà trường', en: 'School' },
} as const satisfies Readonly<Record<string, Text>>;

export const formProblems = {
  wrong: {
    vi: 'Tên, mật khẩu hoặc mã không đúng, hoặc mã đã dùng hay hết hạn. Hãy kiểm tra rồi thử lại.',
    en: 'The name, password or code is wrong, or the code was used or has expired. Check and try again.',
  },
  locked: {
    vi: 'Đã thử sai nhiều lần nên tạm khóa đăng nhập. Hãy đợi vài phút rồi thử lại.',
    en: 'Too many failed attempts: signing in is blocked for now. Wait a few minutes and try again.',
  },
  wrong_current: {
    vi: 'Mật khẩu hiện tại không đúng. Mật khẩu cũ vẫn được giữ.',
    en: 'The current password is wrong. The old password stays.',
  },
  too_short: {
    vi: 'Mật khẩu mới phải có ít nhất 12 ký tự. Mật khẩu cũ vẫn được giữ.',
    en: 'The new password must have at least 12 characters. The old password stays.',
  },
  mismatch: {
    vi: 'Hai lần nhập mật khẩu mới không giống nhau. Mật khẩu cũ vẫn được giữ.',
    en: 'The two new passwords differ. The old password stays.',
  },
  bad_school: {
    vi: 'Mã trường chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch ngang; tối đa 64 ký tự. Tên tối đa 200 ký tự.',
    en: 'The school id takes a–z, 0–9, dots and dashes, at most 64; the name at most 200 characters.',
  },
  not_allowed: {
    vi: 'Trường này nằm ngoài đơn vị bạn phụ trách. Chưa có mã nào được tạo.',
    en: 'This school is outside your unit. No code was created.',
  },
  unknown_unit: {
    vi: 'Không có đơn vị quản lý với mã này. Chưa có mã nào được tạo.',
    en: 'There is no unit with this id. No code was created.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type FormProblem = keyof typeof formProblems;

export const enrolmentWords = {
  title: { vi: 'Ghi danh một trường', en: 'Enrol a school' },
  lead: {
    vi: 'Mã ghi danh cho phép một tác nhân gửi số liệu cho đúng một trường. Mã dùng một lần.',
    en: 'An enrolment code lets one agent send data for one school. It works once.',
  },
  school: { vi: 'Mã trường', en: 'School id' },
  schoolHint: { vi: 'Ví dụ: thcs-ba-dinh', en: 'For example: thcs-ba-dinh' },
  name: { vi: 'Tên trường', en: 'Name of the school' },
  unit: { vi: 'Mã đơn vị quản lý', en: 'Unit id' },
  optional: { vi: 'không bắt buộc', en: 'optional' },
  create: { vi: 'Tạo mã ghi danh', en: 'Create the code' },
  madeTitle: { vi: 'Mã ghi danh đã tạo', en: 'Enrolment code created' },
  forSchool: { vi: 'Trường', en: 'School' },
  code: { vi: 'Mã', en: 'Code' },
  once: {
    vi: 'Mã chỉ hiện một lần trên trang này. Hãy chép lại trước khi rời trang.',
    en: 'The code is shown only once, here. Copy it before you leave.',
  },
  expires: { vi: 'Hết hạn', en: 'Expires' },
  next: { vi: 'Cài trên máy chủ của trường', en: 'Install on the school’s server' },
  onWindows: {
    vi: 'Windows: giải nén hatang-win-x64.zip, bấm đúp install.cmd rồi dán địa chỉ và mã; hoặc mở PowerShell bằng quyền quản trị trong thư mục đó và chạy:',
    en: 'Windows: unpack hatang-win-x64.zip, double-click install.cmd and paste address and code; or open PowerShell as administrator in that folder and run:',
  },
  onLinux: {
    vi: 'Linux: giải nén hatang-linux-x64.tar.gz, vào thư mục đó và chạy:',
    en: 'Linux: unpack hatang-linux-x64.tar.gz, enter that folder and run:',
  },
  inCheckout: {
    vi: 'Từ thư mục mã nguồn:',
    en: 'In a source checkout:',
  },
  another: { vi: 'Tạo mã cho trường khác', en: 'Create a code for another school' },
} as const satisfies Readonly<Record<string, Text>>;

export const problemWords = {
  forbidden: {
    title: { vi: 'Bạn không có quyền xem trang này', en: 'You may not see this page' },
    what: {
      vi: 'Trang này dành cho vai trò khác, hoặc biểu mẫu đã hết hạn. Không có gì bị thay đổi. Hãy quay lại và tải lại trang, hoặc đăng nhập bằng tài khoản khác.',
      en: 'The page is for another role, or the form has expired. Nothing was changed. Go back and reload, or sign in with another account.',
    },
  },
  missing: {
    title: { vi: 'Không tìm thấy trang', en: 'Page not found' },
    what: {
      vi: 'Địa chỉ không đúng, hoặc trường này nằm ngoài đơn vị bạn phụ trách. Số liệu không bị ảnh hưởng.',
      en: 'The address is wrong, or the school is outside your unit. No data is affected.',
    },
  },
  refused: {
    title: { vi: 'Yêu cầu không hợp lệ', en: 'Request not understood' },
    what: {
      vi: 'Địa chỉ hoặc biểu mẫu không đúng, hoặc quá lớn. Không có gì bị thay đổi. Hãy quay lại và thử lại.',
      en: 'The address or the form is wrong, or too large. Nothing was changed. Go back and try again.',
    },
  },
  broken: {
    title: { vi: 'Trung tâm gặp lỗi', en: 'The collector met an error' },
    what: {
      vi: 'Trang này chưa hiển thị được. Số liệu đã nhận vẫn được giữ. Hãy thử lại sau một phút; nếu vẫn lỗi, báo quản trị viên kèm thời điểm bên dưới.',
      en: 'This page could not be shown. Data received is kept. Try again in a minute; if it stays, tell the administrator the time below.',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Text>>>>;
