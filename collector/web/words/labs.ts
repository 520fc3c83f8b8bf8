import type { Text } from '../../../kit/text.ts';

/** Computer labs, and the page of one of their machines. */
export const labWords = {
  title: { vi: 'Phòng máy', en: 'Computer labs' },
  noRoom: { vi: 'Chưa xếp phòng', en: 'In no lab' },
  seats: { vi: 'Số chỗ', en: 'Seats' },
  machines: { vi: 'Số máy', en: 'Machines' },
  known: { vi: 'Máy đã biết', en: 'Machines known' },
  usable: { vi: 'Còn sử dụng được', en: 'Usable' },
  missing: { vi: 'Máy vắng', en: 'Missing machines' },
  noneMissing: { vi: 'không', en: 'none' },
  pupilsPerMachine: { vi: 'Học sinh trên một máy', en: 'Pupils per machine' },
  counted: { vi: 'Đếm lần cuối', en: 'Last counted' },
  map: { vi: 'Sơ đồ máy', en: 'The machines' },
  isUsable: { vi: 'Còn sử dụng được', en: 'Usable' },
  isMissing: { vi: 'Vắng', en: 'Missing' },
  isUnknown: { vi: 'Không rõ', en: 'Unknown' },
  systems: { vi: 'Hệ điều hành đang dùng', en: 'Systems in use' },
  noSystems: {
    vi: 'Chưa máy nào cho biết hệ điều hành.',
    en: 'No machine has told its operating system yet.',
  },
  noMachines: {
    vi: 'Chưa có máy nào báo về từ phòng này: cài chương trình báo cáo trên máy, hoặc kê khai máy dùng SNMP.',
    en: 'No machine of this lab has reported yet: install the reporter on them, or configure those with SNMP.',
  },
  seenLast: { vi: 'Thấy hoạt động lần cuối', en: 'Last seen working' },
  neverSeen: { vi: 'Chưa thấy hoạt động lần nào.', en: 'Never seen working.' },
  toDo: { vi: 'Cần sửa, nâng cấp hay mua gì', en: 'What to mend, upgrade or buy' },
  setIt: { vi: 'sửa hoặc nâng cấp được', en: 'can be mended or upgraded' },
  replaceIt: { vi: 'nên thay máy', en: 'better replaced' },
  specification: { vi: 'Cấu hình', en: 'Specification' },
  noSpecification: { vi: 'Máy chưa cho biết.', en: 'The machine has not told yet.' },
  tests: { vi: 'Thử từ máy này', en: 'Tried from this machine' },
  noTests: {
    vi: 'Chưa thử hệ thống nào từ máy này.',
    en: 'No system has been tried from this machine.',
  },
  system: { vi: 'Hệ thống', en: 'System' },
  reached: { vi: 'Vào được', en: 'Reached' },
  broken: { vi: 'Không vào được', en: 'Not reached' },
  times: {
    vi: 'Phân giải tên · kết nối · TLS · chờ',
    en: 'Lookup · connect · TLS · wait',
  },
  whole: { vi: 'Tổng thời gian', en: 'In all' },
  dayMeaning: {
    vi: 'Mỗi giờ một lần đếm; lần đếm là tốt khi máy còn tính là sử dụng được.',
    en: 'Counted once an hour; a count is good while the machine still counts as usable.',
  },
  machineId: { vi: 'Mã máy', en: 'Machine id' },
  memoryBytes: { vi: 'Bộ nhớ (byte)', en: 'Memory (bytes)' },
  diskKind: { vi: 'Loại ổ đĩa', en: 'Kind of disk' },
  diskBytes: { vi: 'Ổ đĩa (byte)', en: 'Disk (bytes)' },
  diskFreeBytes: { vi: 'Đĩa còn trống (byte)', en: 'Free on disk (bytes)' },
  machineModel: { vi: 'Hãng, kiểu máy', en: 'Maker, model' },
  serial: { vi: 'Số sê-ri', en: 'Serial number' },
  processor: { vi: 'Bộ xử lý', en: 'Processor' },
  cores: { vi: 'nhân', en: 'cores' },
  memory: { vi: 'Bộ nhớ', en: 'Memory' },
  inUse: { vi: 'đang dùng', en: 'in use' },
  disk: { vi: 'Ổ đĩa', en: 'Disk' },
  free: { vi: 'còn trống', en: 'free' },
  screen: { vi: 'Màn hình', en: 'Screen' },
  operatingSystem: { vi: 'Hệ điều hành', en: 'Operating system' },
  build: { vi: 'bản dựng', en: 'build' },
  support: { vi: 'Hạn hỗ trợ', en: 'Support' },
  windows11: { vi: 'Lên Windows 11', en: 'Windows 11' },
  ready: { vi: 'lên được', en: 'it can' },
  notReady: { vi: 'không lên được', en: 'it can’t' },
  lacks: { vi: 'thiếu', en: 'it lacks' },
  tpm: { vi: 'TPM', en: 'TPM' },
  secureBoot: { vi: 'Secure Boot', en: 'Secure Boot' },
  browsers: { vi: 'Trình duyệt', en: 'Browsers' },
  antivirus: { vi: 'Diệt virus', en: 'Antivirus' },
  on: { vi: 'đang bật', en: 'on' },
  off: { vi: 'tắt hoặc đã cũ', en: 'off or out of date' },
  network: { vi: 'Mạng', en: 'Network' },
  behind: { vi: 'sau bộ chuyển mạch', en: 'behind the switch' },
  port: { vi: 'cổng', en: 'port' },
  meeting: { vi: 'Họp trực tuyến (50 gói/giây)', en: 'Meetings (50 packets a second)' },
  latency: { vi: 'trễ', en: 'round trip' },
  jitter: { vi: 'rung', en: 'jitter' },
  loss: { vi: 'mất gói', en: 'loss' },
  toldBy: { vi: 'Nguồn số liệu', en: 'Told by' },
  failing: { vi: 'Chưa đạt', en: 'Failing' },
  exportMachines: { vi: 'Xuất danh sách máy (CSV)', en: 'Export the machines (CSV)' },
} as const satisfies Readonly<Record<string, Text>>;

export const diskKinds: Readonly<Record<string, Text>> = {
  ssd: { vi: 'SSD', en: 'SSD' },
  hdd: { vi: 'ổ cứng quay (HDD)', en: 'hard disk (HDD)' },
};

export const osEditions: Readonly<Record<string, Text>> = {
  home_pro: { vi: 'Home hoặc Pro', en: 'Home or Pro' },
  enterprise_education: { vi: 'Enterprise hoặc Education', en: 'Enterprise or Education' },
  ltsc: { vi: 'LTSC', en: 'LTSC' },
};

/** What a machine may lack for Windows 11. */
export const windows11Lacks: Readonly<Record<string, Text>> = {
  tpm: { vi: 'TPM 2.0', en: 'TPM 2.0' },
  memory: { vi: 'bộ nhớ', en: 'memory' },
  disk: { vi: 'dung lượng đĩa', en: 'disk space' },
  cpu: { vi: 'bộ xử lý', en: 'processor' },
  firmware: { vi: 'UEFI, Secure Boot', en: 'UEFI, Secure Boot' },
};

export const machineSources: Readonly<Record<string, Text>> = {
  snmp: { vi: 'SNMP', en: 'SNMP' },
  reporter: { vi: 'chương trình báo cáo trên máy', en: 'the reporter on the machine' },
};

export const tpmVersions: Readonly<Record<string, Text>> = {
  none: { vi: 'không có', en: 'none' },
};

/** `3 chỗ chưa có máy nào báo về`. */
export const emptySeats = (count: string): Text => ({
  vi: `${count} chỗ chưa có máy nào báo về`,
  en: `${count} ${count === '1' ? 'seat' : 'seats'} without a machine that has reported`,
});

export const largestClass = (pupils: string): Text => ({
  vi: `lớp đông nhất ${pupils} học sinh`,
  en: `largest class ${pupils} pupils`,
});

export const withinDays = (days: string): Text => ({
  vi: `trong ${days} ngày học gần nhất`,
  en: `within the last ${days} school days`,
});

export const machinesCount = (count: string): Text => ({
  vi: `${count} máy`,
  en: count === '1' ? '1 machine' : `${count} machines`,
});
