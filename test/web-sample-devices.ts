import type { DeviceView } from '../collector/report/views.ts';
import { type EpochMs, epochMs, hours, minutes } from '../kit/units.ts';
import { sampleMachines } from './web-sample-labs.ts';

/** Devices of one made-up school: a line, cameras in three states, the machines of its labs. */
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

  return [
    {
      id: 'line',
      kind: 'uplink',
      name: 'Đường truyền VNPT',
      room: undefined,
      zone: undefined,
      simulated: false,
      address: undefined,
      up: true,
      state: undefined,
      at: before(minutes(2)),
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
    ...sampleMachines(now),
  ];
}
