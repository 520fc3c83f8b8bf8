import type { DeviceView } from '../collector/report/views.ts';
import { type EpochMs, epochMs, hours, minutes } from '../kit/units.ts';

/** Devices of one made-up school: a line, cameras in three states, a lab. */
export function sampleDevices(now: EpochMs): readonly DeviceView[] {
  const before = (span: number) => epochMs(now - span);
  const camera = (id: string, name: string, state: string): DeviceView => ({
    id,
    kind: 'camera',
    name,
    simulated: true,
    room: undefined,
    zone: 'public',
    address: `192.168.10.${20 + Number(id.slice(-2))}`,
    up: state !== 'unreachable',
    state,
    at: before(minutes(1)),
    facts: [
      {
        measurement: 'camera_stream',
        tags: { device: id, stream: 'main' },
        at: before(minutes(1)),
        fields: {
          codec: 'H264',
          width: 1920,
          height: 1080,
          fps: 12.4,
          bitrate_bps: 2_140_000,
          claimed_codec: 'H264',
          claimed_width: 1920,
          claimed_height: 1080,
          claimed_fps: 25,
          claimed_bitrate_bps: 4_096_000,
        },
      },
      {
        measurement: 'camera',
        tags: { device: id },
        at: before(minutes(1)),
        fields: {
          up: true,
          auth: 'ok',
          manufacturer: 'Hikvision',
          model: 'DS-2CD2143G2-I',
          firmware: 'V5.7.3 build 230112',
          clock_offset_s: -93.2,
          anonymous_access: false,
          https_offered: false,
          telnet_open: true,
          ftp_open: false,
        },
      },
    ],
  });

  const machine = (at: number): DeviceView => ({
    id: `may-${at}`,
    kind: 'machine',
    name: `Máy ${at}`,
    simulated: true,
    room: 'Phòng Tin học 1',
    zone: undefined,
    address: `192.168.10.${100 + at}`,
    up: at === 6 ? undefined : at !== 4,
    state: undefined,
    at: at === 6 ? undefined : before(minutes(2)),
    facts:
      at === 6
        ? []
        : [
            {
              measurement: 'machine',
              tags: { device: `may-${at}` },
              at: before(minutes(2)),
              fields: { up: true, os_name: 'Windows 10', cores: 4, memory_bytes: 8 * 1024 ** 3 },
            },
          ],
  });

  return [
    {
      ...machine(1),
      id: 'line',
      kind: 'uplink',
      name: 'Đường truyền VNPT',
      room: undefined,
      simulated: false,
      address: undefined,
      facts: [
        {
          measurement: 'uplink_bandwidth',
          tags: { device: 'line' },
          at: before(hours(3)),
          fields: { down_bps: 182_400_000, up_bps: 96_300_000, method: 'http' },
        },
      ],
    },
    camera('cam-01', 'Camera cổng chính', 'live'),
    camera('cam-02', 'Camera sân trường', 'frozen'),
    camera('cam-03', 'Camera hành lang tầng 2', 'unreachable'),
    ...[1, 2, 3, 4, 5, 6].map(machine),
  ];
}
