/** The page of one fibre line. */
export const linePageWords = {
  lastTest: { vi: 'Lần đo tốc độ gần nhất', en: 'Last test' },
  noTest: {
    vi: 'Chưa đo tốc độ lần nào. Tác nhân đo vài giờ một lần, khi đường truyền rảnh và trung tâm cấp lượt đo.',
    en: 'Never tested. The agent tests every few hours, when the line is idle and the centre grants a slot.',
  },
  direction: { vi: 'Chiều', en: 'Direction' },
  down: { vi: 'Tải xuống', en: 'Download' },
  up: { vi: 'Tải lên', en: 'Upload' },
  available: { vi: 'Đo được', en: 'Measured' },
  capacity: { vi: 'Năng lực đường truyền', en: 'Capacity of the line' },
  contract: { vi: 'Hợp đồng', en: 'Contract' },
  share: { vi: 'So hợp đồng', en: 'Of the contract' },
  loaded: { vi: 'Độ trễ lúc đầy tải', en: 'Latency when full' },
  atLeast: { vi: 'ít nhất', en: 'at least' },
  notMeasured: { vi: 'chưa đo', en: 'not measured' },
  notDeclared: { vi: 'chưa kê khai', en: 'not declared' },
  bottleneck: { vi: 'Chỗ nghẽn', en: 'Bottleneck' },
  byMethod: { vi: 'Cách đếm', en: 'Counted by' },
  lossOfDay: { vi: 'Mất gói 24 giờ qua', en: 'Loss over 24 hours' },
  between: { vi: 'chắc chắn 95 %: từ', en: '95 % certain: from' },
  to: { vi: 'đến', en: 'to' },
  budget: { vi: 'Dữ liệu đã dùng để đo hôm nay', en: 'Data used for tests today' },
  of: { vi: 'trên', en: 'of' },
  history: { vi: '30 ngày qua', en: 'The last 30 days' },
  rates: { vi: 'Tốc độ đo được mỗi ngày', en: 'Measured rate by day' },
  latencies: { vi: 'Độ trễ mỗi ngày', en: 'Latency by day' },
  idle: { vi: 'Lúc rảnh', en: 'At rest' },
  full: { vi: 'Lúc đầy tải', en: 'When full' },
  noHistory: { vi: 'Chưa có số liệu theo ngày.', en: 'No figures by day yet.' },
  byDay: { vi: 'Số liệu từng ngày', en: 'Figures by day' },
  day: { vi: 'Ngày', en: 'Day' },
  judged: { vi: 'Tiêu chí của đường truyền', en: 'Criteria of the line' },
  pastIncidents: { vi: 'Sự cố', en: 'Incidents' },
} as const;

export const bottlenecks = {
  line: { vi: 'đường truyền', en: 'the line' },
  far_end: { vi: 'máy đo ở trung tâm', en: 'the far end' },
  agent: { vi: 'máy chủ của trường', en: 'the school’s server' },
  local_network: { vi: 'mạng nội bộ của trường', en: 'the school’s own network' },
  unknown: { vi: 'chưa rõ', en: 'not known' },
} as const;

export const methods = {
  tcp4_kernel: { vi: 'cổng mạng', en: 'the network port' },
  tcp4_app: {
    vi: 'chương trình (kém chính xác hơn khi mất gói)',
    en: 'the program (less exact under loss)',
  },
} as const;

/** Why a test that was due was put off. */
export const waitedWords = {
  busy: {
    vi: 'Lượt đo gần nhất được hoãn: đường truyền đang có người dùng nhiều.',
    en: 'The last turn was put off: the line was busy.',
  },
  budget: {
    vi: 'Lượt đo gần nhất được hoãn: đã dùng hết dung lượng đo của ngày.',
    en: 'The last turn was put off: the bytes of the day were spent.',
  },
  lease: {
    vi: 'Lượt đo gần nhất được hoãn: chưa xin được lượt của máy đo.',
    en: 'The last turn was put off: the far end granted no slot.',
  },
  surge: {
    vi: 'Lượt đo gần nhất dừng giữa chừng: có người cần đường truyền.',
    en: 'The last turn was cut short: others came to need the line.',
  },
} as const;
