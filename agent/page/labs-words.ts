import { sayNumber } from '../../kit/say.ts';
import type { Language, Text } from '../../kit/text.ts';
import type { RefusalReason } from '../labs/refusals.ts';

export const LAB_WORDS = {
  title: { vi: 'Phòng máy', en: 'Computer labs' },
  off: {
    vi: 'Máy phòng Tin học không tự báo về: labs.listen đang tắt.',
    en: 'Lab machines don’t report here: labs.listen is off.',
  },
  starting: { vi: 'Đang mở nơi nhận báo cáo của máy.', en: 'Reports will be heard in a moment.' },
  listening: { vi: 'Máy phòng Tin học báo về', en: 'Lab machines report to' },
  keyHow: {
    vi: 'Cài thêm máy: lấy khóa phòng máy trên máy chủ này bằng lệnh',
    en: 'To set another machine up, print the lab key on this server by',
  },
  unheard: {
    vi: 'Không nhận được báo cáo của máy phòng Tin học',
    en: 'Reports of lab machines can’t be heard',
  },
  unheardToDo: {
    vi: 'Xem địa chỉ ở labs.listen có đúng của máy chủ này và cổng có chương trình khác dùng không; tác nhân tự thử lại sau mỗi 30 giây.',
    en: 'See whether the address in labs.listen is one of this server and whether another program uses the port; it is tried again every 30 seconds.',
  },
  unread: {
    vi: 'Không đọc được danh sách máy (lab-machines.json trong thư mục dữ liệu).',
    en: 'The list of machines can’t be read (lab-machines.json in the data folder).',
  },
  noRooms: {
    vi: 'Chưa khai phòng máy nào (labs.rooms trong tệp cấu hình).',
    en: 'No lab is configured yet (labs.rooms of the config file).',
  },
  legend: {
    vi: '✓ dùng được · ✕ vắng · ? chỗ chưa có máy báo về',
    en: '✓ usable · ✕ missing · ? seat no machine reported from',
  },
  lastReport: { vi: 'thấy lần cuối', en: 'last seen' },
  never: { vi: 'chưa thấy lần nào', en: 'never seen' },
  missing: { vi: 'Máy vắng', en: 'Missing' },
  missingToDo: {
    vi: 'Bật máy; nếu máy chạy, xem dây mạng và chương trình báo cáo. Máy đã thanh lý thì xóa bằng lệnh hatang agent lab-machines --forget.',
    en: 'Switch it on; if it runs, look at its cable and its reporter. Strike one that is gone off by hatang agent lab-machines --forget.',
  },
  unplaced: { vi: 'Máy chưa xếp phòng', en: 'Machines in no room' },
  unplacedToDo: {
    vi: 'Cài lại máy với --room, hoặc ghi subnets của phòng trong tệp cấu hình.',
    en: 'Set the machine up with --room, or name the room’s subnets in the config file.',
  },
  refused: { vi: 'Báo cáo bị từ chối', en: 'Reports that were refused' },
  empty: { vi: 'chưa báo', en: 'not yet' },
} as const satisfies Readonly<Record<string, Text>>;

/** What an address did, as the middle of a sentence. */
export const REFUSAL_WORDS: Readonly<Record<RefusalReason, Text>> = {
  wrong_token: { vi: 'gửi báo cáo với mã sai', en: 'reported with a wrong key' },
  outside: { vi: 'báo cáo từ ngoài mạng của trường', en: 'reported from outside the subnets' },
  too_many: { vi: 'gửi quá nhiều yêu cầu', en: 'asked too often' },
  too_large: { vi: 'gửi báo cáo quá lớn', en: 'sent a report that is too large' },
  too_slow: { vi: 'gửi báo cáo quá chậm', en: 'sent a report too slowly' },
  unreadable: { vi: 'gửi báo cáo không đọc được', en: 'sent what can’t be read' },
  nameless: {
    vi: 'gửi báo cáo không cho biết là máy nào',
    en: 'sent a report that names no machine',
  },
  nothing_there: { vi: 'hỏi thứ không có ở đây', en: 'asked for what is not here' },
};

export const REFUSAL_ADVICE: Readonly<Record<RefusalReason, Text>> = {
  wrong_token: {
    vi: 'Nếu là máy của trường, cài lại máy đó với khóa phòng máy hiện nay. Nếu không rõ là máy của ai, hãy tìm xem.',
    en: 'If it is a machine of the school, set it up again with the lab key of today. If nobody knows whose it is, look into it.',
  },
  outside: {
    vi: 'Nếu là máy của trường, thêm mạng của máy đó vào subnets trong tệp cấu hình.',
    en: 'If it is a machine of the school, add its network to subnets in the config file.',
  },
  too_many: {
    vi: 'Xem máy này có chạy chương trình lạ không.',
    en: 'See whether an unknown program runs on that machine.',
  },
  too_large: {
    vi: 'Cài lại chương trình báo cáo trên máy đó.',
    en: 'Install the reporter anew on that machine.',
  },
  too_slow: {
    vi: 'Kiểm tra dây mạng của máy đó.',
    en: 'Look at the network cable of that machine.',
  },
  unreadable: {
    vi: 'Cài lại chương trình báo cáo trên máy đó, cùng bản với tác nhân.',
    en: 'Install the reporter anew on that machine, in the agent’s version.',
  },
  nameless: {
    vi: 'BIOS của máy không ghi số hiệu và máy không có cổng mạng nhận diện được; thêm máy này qua SNMP (machines.list).',
    en: 'Its firmware names no number and it has no network chip that can be told; add it by SNMP (machines.list).',
  },
  nothing_there: {
    vi: 'Không phải chương trình báo cáo. Nếu không rõ là máy của ai, hãy tìm xem.',
    en: 'That is no reporter. If nobody knows whose it is, look into it.',
  },
};

interface Figures {
  readonly seats: number;
  readonly machines: number;
  readonly usable: number;
  readonly missing: number;
  readonly pupilsPerMachine: number | undefined;
}

/** `24 chỗ · 22 máy đã biết · 20 dùng được · 2 vắng · 2,3 học sinh trên một máy`. */
export function sayFigures(
  { seats, machines, usable, missing, pupilsPerMachine }: Figures,
  language: Language,
): string {
  const n = (value: number): string => sayNumber(value, { language });
  const pupils = pupilsPerMachine === undefined ? undefined : n(pupilsPerMachine);
  const said =
    language === 'vi'
      ? [
          ...[`${n(seats)} chỗ`, `${n(machines)} máy đã biết`, `${n(usable)} dùng được`],
          ...[`${n(missing)} vắng`, pupils && `${pupils} học sinh trên một máy dùng được`],
        ]
      : [
          ...[`${n(seats)} seats`, `${n(machines)} machines known`, `${n(usable)} usable`],
          ...[`${n(missing)} missing`, pupils && `${pupils} pupils per usable machine`],
        ];
  return said.filter((part) => part !== undefined).join(' · ');
}

export const sayMissing = (machines: number): Text => ({
  vi: `${machines} máy vắng`,
  en: machines === 1 ? '1 machine is missing' : `${machines} machines are missing`,
});

/** Of what nobody saw for longer than agreed. */
export const sayMissingFor = (days: number): Text => ({
  vi: `không thấy chạy trong ${days} ngày học gần nhất`,
  en: `not seen working within the last ${days} school days`,
});

export const sayNeverReported = (seats: number): Text => ({
  vi: `? ${seats} chỗ chưa có máy nào báo về: cài chương trình báo cáo trên các máy đó, hoặc sửa số chỗ trong tệp cấu hình.`,
  en: `? ${seats === 1 ? '1 seat' : `${seats} seats`} that no machine reported from yet: set up what stands there, or correct the number of seats in the config file.`,
});

export const sayTimes = (count: number): Text => ({
  vi: `${count} lần`,
  en: count === 1 ? 'once' : `${count} times`,
});
