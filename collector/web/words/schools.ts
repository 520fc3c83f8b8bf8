import type { Text } from '../../../kit/text.ts';

/** The page of all schools. */
export const schoolsWords = {
  title: { vi: 'Mức độ sẵn sàng của các trường', en: 'Readiness of the schools' },
  lead: {
    vi: 'Mỗi ô là số tiêu chí mức cơ bản (bắt buộc) đã đạt trên số tiêu chí áp dụng. Xếp theo tên trường; không chấm điểm, không xếp hạng. Có tiêu chí dùng ngưỡng đề xuất, chưa đối chiếu văn bản gốc: xem trang từng trường.',
    en: 'Each cell counts the basic (mandatory) criteria met out of those that apply. Sorted by name; no score, no ranking. Some thresholds are proposals not checked against the original text: see the page of each school.',
  },
  figures: { vi: 'Tổng hợp', en: 'Summary' },
  silent: { vi: 'Đang mất kết nối', en: 'Out of contact' },
  silentNote: {
    vi: 'quá 5 phút trung tâm không nhận được số liệu',
    en: 'no data received for more than 5 minutes',
  },
  ofSchools: { vi: 'trường', en: 'schools' },
  filters: { vi: 'Lọc danh sách', en: 'Filter the list' },
  name: { vi: 'Tên trường', en: 'Name of the school' },
  unit: { vi: 'Đơn vị quản lý', en: 'Unit' },
  verdict: { vi: 'Kết quả chung', en: 'Overall result' },
  group: { vi: 'Nhóm tiêu chí', en: 'Group of criteria' },
  groupVerdict: { vi: 'Kết quả của nhóm', en: 'Result of the group' },
  all: { vi: 'Tất cả', en: 'All' },
  anyGroup: { vi: 'Mọi nhóm', en: 'Any group' },
  apply: { vi: 'Lọc', en: 'Filter' },
  clear: { vi: 'Bỏ lọc', en: 'Clear the filter' },
  caption: { vi: 'Các trường và kết quả theo nhóm tiêu chí', en: 'Schools and results by group' },
  school: { vi: 'Trường', en: 'School' },
  overall: { vi: 'Mức cơ bản', en: 'Basic level' },
  lastSeen: { vi: 'Số liệu mới nhất', en: 'Latest data' },
  noMatch: {
    vi: 'Không có trường nào khớp với bộ lọc.',
    en: 'No school matches the filter.',
  },
  pages: { vi: 'Trang', en: 'Pages' },
  earlier: { vi: 'Trang trước', en: 'Previous page' },
  later: { vi: 'Trang sau', en: 'Next page' },
  noneTitle: { vi: 'Chưa có trường nào', en: 'No schools yet' },
  noneAdmin: {
    vi: 'Tạo mã ghi danh cho trường đầu tiên. Giáo viên phụ trách dùng mã này để cài tác nhân trên máy chủ của trường; số liệu sẽ hiện ở đây sau khoảng một phút.',
    en: 'Create an enrolment code for the first school. Its IT person installs the agent with it; data appears here after about a minute.',
  },
  noneOther: {
    vi: 'Trường sẽ hiện ở đây khi quản trị viên đã tạo mã ghi danh và tác nhân tại trường gửi số liệu đầu tiên.',
    en: 'A school appears here once an administrator has created an enrolment code and its agent has sent first data.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const incidentCount = (count: string): Text => ({
  vi: `${count} sự cố đang mở`,
  en: `${count} open incident(s)`,
});

export const shownSchools = (from: string, to: string, of: string): Text => ({
  vi: `Trường ${from}–${to} trong ${of} trường`,
  en: `Schools ${from}–${to} of ${of}`,
});
