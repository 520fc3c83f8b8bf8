import type { Text } from '../../../kit/text.ts';
import type { CadenceKey } from '../../../wire/agent-config.ts';

/** The page where the centre sets how often schools' agents look. */
export const configWords = {
  title: { vi: 'Thiết lập cho tác nhân', en: 'Settings for agents' },
  lead: {
    vi: 'Trung tâm đặt chu kỳ đo và lịch học cho tác nhân tại trường. Nơi hẹp hơn được ưu tiên: trường, rồi đơn vị, rồi tất cả. Tác nhân dùng thử mỗi bản; nếu trong 10 phút không gửi được số liệu, nó tự quay lại bản trước và báo về đây. Trung tâm không thể đặt địa chỉ, tài khoản hay mạng: tác nhân chỉ chạm vào những gì tệp cấu hình của trường ghi.',
    en: 'The centre sets how often the agents at schools look, and the school calendar. The narrower word holds: school, then unit, then everyone. An agent takes each version on trial; when no data gets through within 10 minutes it goes back by itself and says so here. The centre can set no address, account or network: an agent touches only what the school’s own file lists.',
  },
  versions: { vi: 'Các bản đã lập', en: 'Versions made' },
  none: {
    vi: 'Chưa có bản nào: mỗi tác nhân chạy theo tệp cấu hình của trường.',
    en: 'None yet: every agent runs by its school’s own file.',
  },
  number: { vi: 'Bản', en: 'Version' },
  scope: { vi: 'Áp dụng cho', en: 'For' },
  everyone: { vi: 'tất cả các trường', en: 'every school' },
  settings: { vi: 'Thiết lập', en: 'Settings' },
  nothing: { vi: 'không đặt gì', en: 'sets nothing' },
  state: { vi: 'Tình trạng', en: 'State' },
  running: { vi: 'Tác nhân đang chạy', en: 'Agents running it' },
  withdraw: { vi: 'Rút bản này', en: 'Withdraw' },
  withdrawn: { vi: 'rút bởi', en: 'withdrawn by' },
  refused: { vi: 'không nhận', en: 'refused' },
  rolledBack: { vi: 'dùng thử rồi quay lại', en: 'tried and rolled back' },
  make: { vi: 'Lập bản mới', en: 'Make a version' },
  makeLead: {
    vi: 'Ô để trống là không đặt: tác nhân giữ giá trị của nơi rộng hơn, hoặc của tệp cấu hình. Bản mới thay bản trước của cùng nơi áp dụng.',
    en: 'A field left empty is not set: the wider word holds, or the school’s own file. The new version takes the place of the one before for the same school or unit.',
  },
  unit: { vi: 'Mã trường hoặc mã đơn vị', en: 'School or unit id' },
  unitHint: {
    vi: 'Để trống: tất cả các trường (chỉ quản trị viên)',
    en: 'Empty: every school (administrators only)',
  },
  cadences: { vi: 'Chu kỳ', en: 'Cadences' },
  from: { vi: 'từ', en: 'from' },
  to: { vi: 'đến', en: 'to' },
  calendar: { vi: 'Gửi bù và lịch', en: 'Backlog and calendar' },
  note: { vi: 'Ghi chú', en: 'Note' },
  create: { vi: 'Lập và áp dụng', en: 'Make it and apply it' },
  wrong: {
    vi: 'Chưa lập được; không có gì thay đổi. Hãy sửa các ô:',
    en: 'Not made; nothing has changed. Mend these fields:',
  },
  notAllowed: {
    vi: 'Bạn chỉ được thiết lập cho trường hoặc đơn vị mình phụ trách. Không có gì thay đổi.',
    en: 'You may set things for your own schools and units only. Nothing has changed.',
  },
  unknownUnit: {
    vi: 'Không có trường hoặc đơn vị nào mang mã này. Không có gì thay đổi.',
    en: 'There is no school or unit of this id. Nothing has changed.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const configStates: Readonly<Record<'in_force' | 'superseded' | 'withdrawn', Text>> = {
  in_force: { vi: 'đang áp dụng', en: 'in force' },
  superseded: { vi: 'đã có bản mới hơn', en: 'replaced by a newer one' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
};

export const cadenceWords: Readonly<Record<CadenceKey, Text>> = {
  'ship.every': { vi: 'Gửi số liệu', en: 'Sending data' },
  'server.every': { vi: 'Máy chủ của trường', en: 'The school’s server' },
  'uplink.every': { vi: 'Độ trễ, mất gói của đường truyền', en: 'Latency and loss of the line' },
  'uplink.bandwidth.every': { vi: 'Đo tốc độ đường truyền', en: 'Measuring the line’s speed' },
  'services.every': { vi: 'Hệ thống của ngành', en: 'Systems of the sector' },
  'machines.every': { vi: 'Máy tính, thiết bị qua SNMP', en: 'Machines over SNMP' },
  'cameras.every': { vi: 'Camera', en: 'Cameras' },
  'recorders.every': { vi: 'Đầu ghi', en: 'Recorders' },
  'discovery.every': { vi: 'Dò camera trong mạng', en: 'Searching for cameras' },
  'hosts.every': { vi: 'Liệt kê máy trong mạng', en: 'Listing hosts of the network' },
  'labs.every': { vi: 'Máy phòng Tin học tự báo', en: 'Lab machines reporting' },
};

export const calendarWords = {
  'ship.backlog_rate': {
    vi: 'Gửi bù sau khi mất kết nối, lô mỗi giây',
    en: 'Backlog after an outage, batches a second',
  },
  'uplink.bandwidth.lessons.days': {
    vi: 'Ngày học (1 là thứ Hai)',
    en: 'Days of lessons (1 is Monday)',
  },
  'uplink.bandwidth.lessons.from': { vi: 'Giờ học từ', en: 'Lessons from' },
  'uplink.bandwidth.lessons.to': { vi: 'Giờ học đến', en: 'Lessons to' },
  'uplink.bandwidth.night.from': { vi: 'Đo kỹ ban đêm từ', en: 'Heavier tests at night from' },
  'uplink.bandwidth.night.to': { vi: 'Đo kỹ ban đêm đến', en: 'Heavier tests at night to' },
  'labs.school_days.days': {
    vi: 'Ngày tính cho phòng máy (1 là thứ Hai)',
    en: 'School days of the labs (1 is Monday)',
  },
  'labs.school_days.holidays': { vi: 'Ngày nghỉ', en: 'Holidays' },
} as const satisfies Readonly<Record<string, Text>>;
export type OtherKey = keyof typeof calendarWords;

/** How each is written; the same in both languages. */
export const writtenAs: Readonly<Record<OtherKey, string>> = {
  'ship.backlog_rate': '1–200',
  'uplink.bandwidth.lessons.days': '1, 2, 3, 4, 5, 6',
  'uplink.bandwidth.lessons.from': '07:00',
  'uplink.bandwidth.lessons.to': '17:00',
  'uplink.bandwidth.night.from': '22:30',
  'uplink.bandwidth.night.to': '05:00',
  'labs.school_days.days': '1, 2, 3, 4, 5',
  'labs.school_days.holidays': '2027-01-01, 2027-02-08',
};
