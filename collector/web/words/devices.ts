import type { Text } from '../../../kit/text.ts';
import type { DeviceKind } from '../../../wire/device-kinds.ts';

/** Devices, their states and what is known of them. */
export const deviceWords = {
  devices: { vi: 'Thiết bị', en: 'Devices' },
  caption: {
    vi: 'Thiết bị đã kê khai và trạng thái mới nhất',
    en: 'Configured devices and their latest state',
  },
  noDevices: {
    vi: 'Chưa có thiết bị nào được kê khai trong cấu hình của tác nhân.',
    en: 'No device is configured at the agent yet.',
  },
  name: { vi: 'Tên', en: 'Name' },
  kind: { vi: 'Loại', en: 'Kind' },
  state: { vi: 'Trạng thái', en: 'State' },
  measuredAt: { vi: 'Đo lần cuối', en: 'Last measured' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  details: { vi: 'Chi tiết số liệu', en: 'Details' },
  neverMeasured: { vi: 'chưa đo lần nào', en: 'never measured' },
  up: { vi: 'Hoạt động', en: 'Working' },
  down: { vi: 'Không trả lời', en: 'Does not answer' },
  claims: {
    vi: 'Luồng hình: khai báo và đo được',
    en: 'Streams: claimed and measured',
  },
  property: { vi: 'Thông số', en: 'Property' },
  claimed: { vi: 'Camera khai báo', en: 'Camera claims' },
  measured: { vi: 'Đo được', en: 'Measured' },
  codec: { vi: 'Chuẩn nén', en: 'Codec' },
  resolution: { vi: 'Độ phân giải', en: 'Resolution' },
  frameRate: { vi: 'Tốc độ khung hình', en: 'Frame rate' },
  bitrate: { vi: 'Tốc độ bit', en: 'Bit rate' },
  latest: { vi: 'Số liệu mới nhất', en: 'Latest data' },
  value: { vi: 'Giá trị', en: 'Value' },
  technical: { vi: 'chi tiết kỹ thuật', en: 'technical detail' },
} as const satisfies Readonly<Record<string, Text>>;

export const streamName = (name: string): Text => ({
  vi: name === 'main' ? 'Luồng chính' : name === 'sub' ? 'Luồng phụ' : `Luồng ${name}`,
  en: name === 'main' ? 'Main stream' : name === 'sub' ? 'Sub stream' : `Stream ${name}`,
});

export const deviceKinds: Readonly<Record<DeviceKind, Text>> = {
  uplink: { vi: 'Đường truyền', en: 'Line' },
  server: { vi: 'Máy chủ', en: 'Server' },
  camera: { vi: 'Camera', en: 'Camera' },
  recorder: { vi: 'Đầu ghi', en: 'Recorder' },
  machine: { vi: 'Máy tính phòng Tin học', en: 'Lab machine' },
  gateway: { vi: 'Thiết bị mạng', en: 'Gateway' },
  switch: { vi: 'Bộ chuyển mạch', en: 'Switch' },
  printer: { vi: 'Máy in', en: 'Printer' },
  ups: { vi: 'Bộ lưu điện (UPS)', en: 'UPS' },
  agent: { vi: 'Tác nhân', en: 'Agent' },
};

export const deviceZones: Readonly<Record<string, Text>> = {
  public: { vi: 'cổng trường, khu vực công cộng', en: 'gate, public area' },
  yard: { vi: 'sân trường', en: 'yard' },
  corridor: { vi: 'hành lang', en: 'corridor' },
  classroom: { vi: 'phòng học, nội bộ', en: 'classroom, indoors' },
};

/** The words a probe gives for a camera, as a person says them. */
export const deviceStates: Readonly<Record<string, Text>> = {
  live: { vi: 'Đang có hình', en: 'Live' },
  frozen: { vi: 'Đứng hình', en: 'Frozen' },
  no_video: { vi: 'Không có hình', en: 'No video' },
  unauthorized: { vi: 'Không đăng nhập được', en: 'Login refused' },
  unreachable: { vi: 'Mất tín hiệu', en: 'Offline' },
};

/** Values of word fields that have a meaning in the register. */
export const fieldWords: Readonly<Record<string, Text>> = {
  ok: { vi: 'đúng', en: 'ok' },
  failed: { vi: 'bị từ chối', en: 'refused' },
  not_required: { vi: 'không yêu cầu mật khẩu', en: 'no login required' },
  any_credentials: { vi: 'chấp nhận mọi mật khẩu', en: 'accepts any password' },
  unknown: { vi: 'không rõ', en: 'unknown' },
  local_only: { vi: 'chỉ có giờ địa phương', en: 'local time only' },
  missing: { vi: 'không có', en: 'missing' },
};
