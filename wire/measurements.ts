import { count, device, field, flag, float, size, tag, up, word } from './field-specs.ts';
import { labMeasurements } from './lab-measurements.ts';
import { lineMeasurements } from './line-measurements.ts';
import type { MeasurementSpec } from './measurement-spec.ts';

/**
 * The single register of measurements. Encoder, validator, criteria, pages and docs read it.
 * For ever: a field's type never changes; fields are added, never renamed, never given a new meaning.
 */
export const measurements = {
  agent: {
    about: { vi: 'tác nhân tại trường', en: 'the agent itself' },
    tags: { device },
    fields: {
      version: word('phiên bản', 'version of the program'),
      started_at_s: float('s', 'thời điểm khởi động', 'start, in seconds since 1970'),
      clock_offset_s: float('s', 'lệch giờ so với trung tâm', 'own clock minus the collector’s'),
      rss_bytes: size('bộ nhớ đang dùng', 'resident memory'),
      spool_batches: count('số lô chờ gửi', 'batches waiting to be shipped'),
      spool_bytes: size('dung lượng chờ gửi', 'size of the waiting batches'),
      refused_reports: count(
        'số báo cáo máy bị từ chối',
        'reports of lab machines refused since the start: wrong token, or not readable',
      ),
      spool_dropped: count('số lô đã bỏ', 'batches thinned out or dropped since the start'),
      late_probes: count('số lần đo trễ', 'passes that ran past their deadline since the start'),
      slowest_target: word('thiết bị chậm nhất', 'the slowest target of the last minute'),
      slowest_s: float('s', 'thời gian của thiết bị chậm nhất', 'how long the slowest took'),
    },
  },
  device: {
    about: { vi: 'thiết bị đã kê khai', en: 'the inventory: one series a configured device' },
    tags: { device, kind: tag('loại', 'uplink, server, camera, recorder, machine, gateway') },
    fields: {
      name: word('tên gọi', 'what people call it'),
      room: word('phòng', 'room, for lab machines'),
      zone: word('khu vực', 'public, yard, corridor or classroom, for cameras'),
      address: word('địa chỉ', 'configured address, without credentials'),
      behind: word(
        'đứng sau',
        'id of the switch, recorder or router it is reached through, as configured',
      ),
      simulated: flag('mô phỏng', 'the device is simulated'),
      cadence_s: float('s', 'chu kỳ đo', 'how often it is probed'),
      struck_off: flag('đã xóa khỏi danh sách', 'struck off by hand: no device of the school now'),
    },
  },
  declaration: {
    about: { vi: 'kê khai của trường', en: 'what a school states because it can’t be measured' },
    tags: { name: tag('mục kê khai', 'what is declared') },
    fields: {
      number: float('1', 'giá trị số', 'the declared number'),
      yes: flag('có hay không', 'the declared yes or no'),
      text: word('nội dung', 'the declared text'),
    },
  },
  server: {
    about: { vi: 'máy chủ của trường', en: 'the school’s server' },
    tags: { device },
    fields: {
      up,
      os_name: word('hệ điều hành', 'operating system'),
      os_version: word('phiên bản hệ điều hành', 'its version'),
      model: word('kiểu máy', 'manufacturer and model'),
      cores: count('số nhân', 'logical processors'),
      cpu_load_ratio: float('ratio', 'mức dùng CPU', 'share of processor time in use'),
      memory_total_bytes: size('tổng bộ nhớ', 'memory installed'),
      memory_used_ratio: float('ratio', 'mức dùng bộ nhớ', 'share of memory in use'),
      disk_total_bytes: size('tổng dung lượng đĩa', 'size of the fullest disk'),
      disk_free_bytes: size('dung lượng đĩa còn trống', 'free on the fullest disk'),
      disk_used_ratio: float('ratio', 'mức dùng đĩa', 'share in use of the fullest disk'),
      uptime_s: float('s', 'thời gian hoạt động', 'time since it was started'),
    },
  },
  ...lineMeasurements,
  camera: {
    about: { vi: 'camera', en: 'an ONVIF camera' },
    tags: { device },
    fields: {
      up,
      state: word('trạng thái', 'live, frozen, no_video, unauthorized or unreachable'),
      auth: word('xác thực', 'login (ok, failed, not_required, any_credentials, unknown)'),
      manufacturer: word('hãng', 'manufacturer, as sent'),
      model: word('kiểu', 'model, as sent'),
      firmware: word('phần sụn', 'firmware, as sent'),
      serial: word('số sê-ri', 'serial number, as sent'),
      hardware: word('mã phần cứng', 'hardware, as sent'),
      onvif: flag('trả lời ONVIF', 'device information and profiles were read'),
      rtsp: flag('có luồng RTSP', 'a stream was described and played'),
      claimed_profiles: word('Profile khai báo', 'the profiles its scopes name: S,T'),
      profile_s: flag('phù hợp Profile S', 'calls are consistent with Profile S'),
      profile_t: flag('phù hợp Profile T', 'calls are consistent with Profile T'),
      clock_offset_s: float('s', 'lệch giờ', 'camera clock minus the agent’s'),
      clock_kind: word('loại giờ', 'kind of time (utc, local_only, missing)'),
      anonymous_access: flag('cho xem không cần mật khẩu', 'profiles or stream without a login'),
      anonymous_users: flag('cho xem tài khoản không cần mật khẩu', 'GetUsers without a login'),
      accounts: count('số tài khoản', 'accounts the device lists'),
      factory_accounts_only: flag(
        'chỉ có tài khoản tên mặc định',
        'every account has a name given at the factory; no password is ever tried',
      ),
      https_offered: flag('có HTTPS', 'the management page answers TLS'),
      tls_version: word('phiên bản TLS', 'TLS version agreed on'),
      certificate: word('dấu chứng thư', 'SHA-256 of the certificate that was shown, hex'),
      certificate_changed: flag('chứng thư đã đổi', 'another certificate than the one first seen'),
      rtsps_offered: flag('có RTSPS', 'the stream is offered over TLS'),
      basic_in_clear: flag(
        'nhận mật khẩu không mã hoá',
        'Basic is offered over an unencrypted connection',
      ),
      time_source: word('nguồn giờ', 'time source (NTP, Manual), as sent'),
      ntp_server: flag('có máy chủ giờ', 'a time server is named, or taken from DHCP'),
      telnet_open: flag('mở telnet', 'TCP port 23 accepts a connection'),
      ftp_open: flag('mở ftp', 'TCP port 21 accepts a connection'),
      error: word('lỗi', 'what went wrong, without credentials'),
    },
  },
  camera_stream: {
    about: { vi: 'luồng hình', en: 'one stream of a camera: what it claims and what was counted' },
    tags: { device, stream: tag('luồng', 'main or sub, by the camera’s own order of size') },
    fields: {
      profile: word('cấu hình luồng', 'token of the media profile, as sent'),
      uri: word('địa chỉ luồng', 'where it is played, without credentials'),
      state: word('trạng thái', 'live, frozen, no_video, unauthorized or unreachable'),
      live: flag('có hình', 'frames kept coming to the end of the window'),
      codec: word('chuẩn nén', 'H264, H265, JPEG …, read from the stream'),
      width: field('integer', 'pixels', 'chiều ngang', 'read from the stream'),
      height: field('integer', 'pixels', 'chiều dọc', 'read from the stream'),
      fps: float('fps', 'tốc độ khung hình', 'frames over the whole window'),
      rtp_fps: float('fps', 'tốc độ theo đồng hồ luồng', 'frames over the span of RTP stamps'),
      bitrate_bps: float('bps', 'tốc độ bit', 'payload over the whole window'),
      gop_s: float('s', 'khoảng cách khung khóa', 'mean distance of key frames'),
      max_gap_s: float('s', 'khoảng lặng dài nhất', 'longest gap between frames'),
      tail_silence_s: float('s', 'lặng ở cuối', 'from the last frame to the end of the window'),
      frames: count('số khung hình', 'frames counted'),
      window_s: float('s', 'thời gian quan sát', 'length of the window'),
      claimed_codec: word('chuẩn nén khai báo', 'encoder setting over ONVIF'),
      claimed_width: field('integer', 'pixels', 'chiều ngang khai báo', 'encoder setting'),
      claimed_height: field('integer', 'pixels', 'chiều dọc khai báo', 'encoder setting'),
      claimed_fps: float('fps', 'khung hình khai báo', 'encoder setting'),
      claimed_bitrate_bps: float('bps', 'tốc độ bit khai báo', 'encoder setting'),
      settable_codecs: word('chuẩn nén đặt được', 'what the encoder can be set to: H264,H265'),
      settable_width: field('integer', 'pixels', 'chiều ngang đặt được', 'of the largest picture'),
      settable_height: field('integer', 'pixels', 'chiều dọc đặt được', 'of the largest picture'),
      settable_fps: float(
        'fps',
        'khung hình đặt được',
        'the highest rate the encoder can be set to',
      ),
    },
  },
  recorder: {
    about: { vi: 'đầu ghi', en: 'a network video recorder' },
    tags: { device },
    fields: {
      up,
      manufacturer: word('hãng', 'manufacturer, as sent'),
      model: word('kiểu', 'model, as sent'),
      firmware: word('phần sụn', 'firmware, as sent'),
      serial: word('số sê-ri', 'serial number, as sent'),
      channels: count('số kênh', 'video sources or recordings'),
      channels_stopped: count('số kênh ngừng ghi', 'channels that no longer record'),
      days_kept: float('days', 'số ngày lưu', 'from the oldest recording to the newest'),
      clock_offset_s: float('s', 'lệch giờ', 'recorder clock minus the agent’s'),
      error: word('lỗi', 'what went wrong, without credentials'),
    },
  },
  recorder_channel: {
    about: { vi: 'kênh của đầu ghi', en: 'one channel of a recorder' },
    tags: { device, channel: tag('kênh', 'the channel, by the recorder’s own token') },
    fields: {
      name: word('tên kênh', 'name, as sent'),
      state: word('trạng thái ghi', 'state of recording, as sent'),
      recording: flag('đang ghi', 'it records, and its newest recording is recent'),
      days_kept: float('days', 'số ngày lưu', 'from the oldest recording to the newest'),
      last_recorded_s: float(
        's',
        'từ lần ghi cuối',
        'recorder clock minus the end of the newest recording',
      ),
    },
  },
  discovery: {
    about: { vi: 'dò tìm thiết bị', en: 'one search of the configured subnets for ONVIF devices' },
    tags: { device },
    fields: {
      found: count('số thiết bị trả lời', 'devices that answered inside the subnets'),
      unconfigured: count('số thiết bị chưa kê khai', 'of those, the ones nobody configured'),
      unanswered: count(
        'số thiết bị đã kê khai không trả lời',
        'configured cameras and recorders in the subnets that did not answer',
      ),
      duration_s: float('s', 'thời gian dò', 'of the whole search'),
    },
  },
  found_device: {
    about: {
      vi: 'thiết bị trả lời dò tìm',
      en: 'a device that answered a search; it is listed and never judged as a configured one',
    },
    tags: { address: tag('địa chỉ', 'the address it answered from') },
    fields: {
      configured_as: word('kê khai là', 'id of the configured device at this address; empty: none'),
      port: field('integer', '1', 'cổng', 'of the address it states'),
      endpoint: word('mã tự xưng', 'what it calls itself; several devices may share one'),
      name: word('tên', 'from its scopes, as sent'),
      hardware: word('kiểu', 'from its scopes, as sent'),
      types: word('loại', 'types, as sent'),
      moved_from: word('trước ở', 'id of a configured device that has the same unique endpoint'),
      simulated: flag('mô phỏng', 'the school is simulated'),
    },
  },
  ...labMeasurements,
} as const satisfies Readonly<Record<string, MeasurementSpec>>;

export type MeasurementName = keyof typeof measurements;

/** The spec of a measurement by a name that came from outside; undefined when it is not ours. */
export function specOf(measurement: string): MeasurementSpec | undefined {
  return Object.hasOwn(measurements, measurement)
    ? measurements[measurement as MeasurementName]
    : undefined;
}
