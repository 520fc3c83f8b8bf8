import type { Text } from '../../../kit/text.ts';
import type { CheckName } from '../../health/readiness.ts';

export const healthWords = {
  title: { vi: 'Tình trạng hệ thống', en: 'System health' },
  fine: { vi: 'Mọi thứ đang chạy.', en: 'Everything is running.' },
  running: {
    vi: 'Trung tâm đang chạy. Có việc cần xem:',
    en: 'The collector is running. Worth a look:',
  },
  broken: {
    vi: 'Trung tâm đang có sự cố:',
    en: 'The collector is in trouble:',
  },
  since: { vi: 'Từ', en: 'Since' },
  todo: { vi: 'Cần làm', en: 'What to do' },
  detail: { vi: 'Chi tiết kỹ thuật', en: 'Technical detail' },
  batches: { vi: 'Số liệu nhận vào', en: 'Facts coming in' },
  chart: {
    vi: 'Số lô nhận được mỗi phút trong giờ vừa qua',
    en: 'Batches taken in each minute of the last hour',
  },
  axis: { vi: '60 phút trước → bây giờ', en: '60 minutes ago → now' },
  lag: { vi: 'Độ trễ của số liệu', en: 'Lag of live facts' },
  noLag: {
    vi: 'không xác định: 5 phút qua không có tác nhân nào gửi',
    en: 'unknown: no agent was heard within 5 minutes',
  },
  inHand: { vi: 'Lô đang chờ ghi', en: 'Batches waiting to be written' },
  waiting: { vi: 'Dòng đang chờ InfluxDB', en: 'Lines waiting for InfluxDB' },
  agents: { vi: 'Tác nhân', en: 'Agents' },
  refused: { vi: 'Dòng bị từ chối trong 24 giờ', en: 'Lines refused within 24 hours' },
  mails: { vi: 'Thư đang chờ gửi', en: 'Mails waiting to be sent' },
  mailsFailed: {
    vi: 'Thư gửi không được trong 24 giờ',
    en: 'Mails that could not be sent within 24 hours',
  },
  webhooks: {
    vi: 'Lời gọi tới chương trình khác (webhook)',
    en: 'Calls to other programs (webhooks)',
  },
  webhook: { vi: 'Webhook', en: 'Webhook' },
  callsQueued: { vi: 'Đang chờ', en: 'Waiting' },
  callsSent: { vi: 'Đã nhận', en: 'Taken' },
  callsFailed: { vi: 'Đã bỏ', en: 'Given up' },
  lastCall: { vi: 'Lần nhận gần nhất', en: 'Last taken' },
  lastMiss: { vi: 'Lỗi gần nhất', en: 'Last failure' },
  store: { vi: 'Lưu trữ', en: 'Storage' },
  files: { vi: 'Cơ sở dữ liệu', en: 'Databases' },
  free: { vi: 'Ổ đĩa còn trống', en: 'Free on the disk' },
  growth: { vi: 'Tăng mỗi ngày', en: 'Growth a day' },
  noGrowth: {
    vi: 'chưa biết: cần ít nhất hai ngày để so',
    en: 'not known yet: it takes two days to compare',
  },
  full: { vi: 'Ổ đĩa sẽ đầy', en: 'The disk will be full' },
  fullLater: { vi: 'sau hơn một năm', en: 'in more than a year' },
  notSoon: { vi: 'chưa thấy', en: 'not in sight' },
  backup: { vi: 'Bản sao lưu mới nhất', en: 'Newest backup' },
  noBackup: { vi: 'chưa có', en: 'none yet' },
  program: { vi: 'Chương trình', en: 'Program' },
  version: { vi: 'Phiên bản hatang', en: 'Version of hatang' },
  started: { vi: 'Chạy từ', en: 'Running since' },
} as const satisfies Readonly<Record<string, Text>>;

interface Sentence {
  readonly what: Text;
  readonly todo: Text;
}

const history: Sentence = {
  what: {
    vi: 'Máy chủ InfluxDB từ chối mọi lần ghi lịch sử.',
    en: 'InfluxDB refuses all writes of history.',
  },
  todo: {
    vi: 'Kiểm tra mã truy cập (token) và tên cơ sở dữ liệu trong cấu hình. Số liệu đã nhận vẫn được giữ và sẽ được ghi sau.',
    en: 'Check the token and the names of the database in the config. What came in is kept and will be written later.',
  },
};

export const troubles: Readonly<Record<CheckName, Sentence>> = {
  state: {
    what: {
      vi: 'Không ghi được cơ sở dữ liệu chính (hatang.db).',
      en: 'The main database (hatang.db) can’t be written.',
    },
    todo: {
      vi: 'Kiểm tra ổ đĩa và quyền ghi của thư mục dữ liệu, rồi khởi động lại trung tâm.',
      en: 'Check the disk and who may write the data folder, then start the collector again.',
    },
  },
  facts: {
    what: {
      vi: 'Không đọc được cơ sở dữ liệu số liệu (facts.db).',
      en: 'The database of facts (facts.db) can’t be read.',
    },
    todo: {
      vi: 'Khởi động lại trung tâm; nếu vẫn lỗi, khôi phục từ bản sao lưu.',
      en: 'Start the collector again; if that doesn’t help, restore a backup.',
    },
  },
  writer: {
    what: {
      vi: 'Phần ghi số liệu đã dừng hoặc bị treo.',
      en: 'What writes facts is dead or stuck.',
    },
    todo: {
      vi: 'Khởi động lại trung tâm. Các trường giữ số liệu chưa được nhận và sẽ gửi lại.',
      en: 'Start the collector again. Schools keep what was not taken and send it again.',
    },
  },
  disk: {
    what: {
      vi: 'Thư mục dữ liệu hết chỗ hoặc không ghi được.',
      en: 'The data folder is full or can’t be written.',
    },
    todo: {
      vi: 'Giải phóng hoặc mở rộng ổ đĩa. Các trường giữ số liệu chưa được nhận và sẽ gửi lại.',
      en: 'Free the disk or make it larger. Schools keep what was not taken and send it again.',
    },
  },
  history,
  stopping: {
    what: { vi: 'Trung tâm đang dừng.', en: 'The collector is shutting down.' },
    todo: { vi: 'Chờ trung tâm khởi động lại.', en: 'Wait until it is started again.' },
  },
};

export const historyWaits: Sentence = {
  what: {
    vi: 'Hiện chưa ghi được lịch sử vào InfluxDB.',
    en: 'History can’t be written to InfluxDB just now.',
  },
  todo: {
    vi: 'Xem máy chủ InfluxDB có chạy không. Số liệu đã nhận vẫn được giữ và sẽ tự ghi tiếp.',
    en: 'See whether InfluxDB runs. What came in is kept and is written as soon as it does.',
  },
};

export const notices = {
  fullSoon: (span: Text): Sentence => ({
    what: { vi: `Ổ đĩa sẽ đầy sau ${span.vi}.`, en: `The disk will be full in ${span.en}.` },
    todo: {
      vi: 'Mở rộng ổ đĩa, hoặc giảm thời gian lưu lịch sử (history.keep).',
      en: 'Make the disk larger, or keep history for less time (history.keep).',
    },
  }),
  noBackup: {
    what: { vi: 'Chưa có bản sao lưu nào.', en: 'There is no backup yet.' },
    todo: {
      vi: 'Bật sao lưu hằng đêm trong cấu hình, hoặc chạy hatang backup.',
      en: 'Switch nightly backups on in the config, or run hatang backup.',
    },
  },
  oldBackup: {
    what: {
      vi: 'Bản sao lưu mới nhất đã quá hai ngày.',
      en: 'The newest backup is older than two days.',
    },
    todo: {
      vi: 'Xem nhật ký của trung tâm để biết vì sao lần sao lưu đêm qua không xong.',
      en: 'See in the collector’s log why last night’s backup did not end well.',
    },
  },
  mailsFailed: (count: string): Sentence => ({
    what: {
      vi: `${count} thư gửi không được trong 24 giờ qua.`,
      en: `${count} mails could not be sent within 24 hours.`,
    },
    todo: {
      vi: 'Xem lý do ở trang Thư; kiểm tra địa chỉ nhận và máy chủ gửi thư.',
      en: 'See why on the page Mails; check the addresses and the mail server.',
    },
  }),
  mailsWait: {
    what: {
      vi: 'Có thư chờ gửi đã hơn một giờ.',
      en: 'A mail has been waiting for more than an hour.',
    },
    todo: { vi: 'Kiểm tra máy chủ gửi thư.', en: 'Check the mail server.' },
  },
  silent: (count: string): Sentence => ({
    what: {
      vi: `${count} tác nhân không gửi gì trong 5 phút qua.`,
      en: `${count} agents were not heard within 5 minutes.`,
    },
    todo: {
      vi: 'Xem trang Trường, lọc “mất kết nối”. Nếu mọi trường cùng mất, hãy xem đường truyền của trung tâm.',
      en: 'See the page Schools, those out of contact. If all are, look at the centre’s own line.',
    },
  }),
  refused: (count: string): Sentence => ({
    what: {
      vi: `${count} dòng số liệu bị từ chối trong 24 giờ qua.`,
      en: `${count} lines were refused within 24 hours.`,
    },
    todo: {
      vi: 'Xem lý do ở trang Dòng bị từ chối; thường là tác nhân cần cập nhật.',
      en: 'See why on the page Refused lines; mostly an agent needs an update.',
    },
  }),
} as const;

export const flowSentence = (minute: string, hour: string): Text => ({
  vi: `Phút vừa qua nhận ${minute} lô, giờ vừa qua ${hour} lô.`,
  en: `${minute} batches in the last minute, ${hour} in the last hour.`,
});

export const agentsSentence = (heard: string, silent: string, never: string): Text => ({
  vi: `${heard} đang gửi, ${silent} im lặng, ${never} chưa gửi lần nào`,
  en: `${heard} heard, ${silent} silent, ${never} never heard yet`,
});

export const lagSentence = (median: Text, worst: Text): Text => ({
  vi: `${median.vi} (ở giữa), lâu nhất ${worst.vi}`,
  en: `${median.en} (median), ${worst.en} at most`,
});

export const roomSentence = (free: string, size: string): Text => ({
  vi: `${free} trong ${size}`,
  en: `${free} of ${size}`,
});

export const fullSentence = (span: Text): Text => ({ vi: `sau ${span.vi}`, en: `in ${span.en}` });
