import type { Text } from '../../kit/text.ts';
import type { Check } from './steps.ts';

export const SETUP_WORDS = {
  title: { vi: 'Khai báo cho trường', en: 'Setting the school up' },
  status: { vi: 'Trang tình trạng', en: 'How the school stands' },
  other: { vi: 'English', en: 'Tiếng Việt' },
  saved: {
    vi: 'Đã lưu. Tác nhân đang dùng cấu hình mới.',
    en: 'Saved. The agent works with the new config.',
  },
  problems: {
    vi: 'Chưa lưu được: xem các ô có dấu ✕. Điều đã điền vẫn còn, trừ mật khẩu.',
    en: 'Not saved: see the fields marked ✕. What was typed is kept, but for passwords.',
  },
  changed: {
    vi: 'Chưa lưu: tệp cấu hình vừa bị thay đổi ở nơi khác. Xem lại rồi bấm lưu lần nữa; mật khẩu phải điền lại.',
    en: 'Not saved: the config was changed elsewhere meanwhile. Look again, then save once more; passwords have to be typed again.',
  },
  invalid: {
    vi: 'Chưa lưu: cấu hình mới sẽ không hợp lệ.',
    en: 'Not saved: the new config would not be valid.',
  },
  broken: {
    vi: 'Tệp cấu hình đang có lỗi nên chưa khai báo được ở đây; tác nhân vẫn chạy với cấu hình trước. Sửa các lỗi sau trong tệp:',
    en: 'The config has mistakes, so nothing can be set up here; the agent goes on with the one before. Mend these in the file:',
  },
  readOnly: {
    vi: 'Tệp cấu hình chỉ đọc. Trang này đưa ra đoạn cấu hình để người quản trị chép vào tệp.',
    en: 'The config is read-only. This page shows the lines for whoever runs the server to paste.',
  },
  unwritten: {
    vi: 'Chưa ghi được tệp cấu hình; tệp cũ còn nguyên.',
    en: 'The config could not be written; the old one is untouched.',
  },
  paste: {
    vi: 'Thay các mục này trong tệp cấu hình, rồi khởi động lại tác nhân:',
    en: 'Put these sections into the config in place of the old ones, then start the agent again:',
  },
  secrets: {
    vi: 'Mỗi mật khẩu để trong một tệp riêng (chmod 600) cạnh tệp cấu hình:',
    en: 'Each password stands in a file of its own (chmod 600) beside the config:',
  },
  locked: { vi: 'Cần liên kết có khóa', en: 'A link with a key is needed' },
  lockedWhy: {
    vi: 'Trang này thay đổi cấu hình nên chỉ mở bằng liên kết có khóa. Trên máy chủ của trường, chạy:',
    en: 'This page changes the config, so it opens by a link with a key alone. On the school’s server, run:',
  },
  lockedAgain: {
    vi: 'rồi mở liên kết được in ra. Nếu vừa mở liên kết đó:',
    en: 'and open the link that it prints. If you just did:',
  },
  again: { vi: 'thử lại', en: 'try again' },
  lookAgain: { vi: 'Xem lại', en: 'Look again' },
  next: { vi: 'Bước tiếp theo', en: 'Next step' },
  save: { vi: 'Lưu', en: 'Save' },
} as const satisfies Readonly<Record<string, Text>>;

export const STEP_WORDS = {
  line: { vi: 'Đường truyền', en: 'Line' },
  cameras: { vi: 'Camera', en: 'Cameras' },
  labs: { vi: 'Phòng máy', en: 'Computer labs' },
  green: { vi: 'Hoàn tất', en: 'Done' },
} as const satisfies Readonly<Record<string, Text>>;

export const CHECK_WORDS: Readonly<
  Record<Check['state'], { readonly sign: string; readonly text: Text }>
> = {
  well: { sign: '✓', text: { vi: 'xong', en: 'done' } },
  ill: { sign: '✕', text: { vi: 'còn việc', en: 'something to do' } },
  waiting: { sign: '?', text: { vi: 'đang chờ', en: 'waiting' } },
};
