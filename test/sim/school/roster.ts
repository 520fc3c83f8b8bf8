import type { CameraOptions } from '../camera/camera.ts';
import type { MachineOptions } from '../machine/machine.ts';
import type { RecorderOptions } from '../recorder/recorder.ts';

/** What people know of a device, as against how it is reached. */
interface Named {
  readonly id: string;
  readonly name: string;
}
type Unlocked<Options> = Omit<Options, 'id' | 'name' | 'user' | 'password' | 'community'>;

export interface CameraEntry extends Named, Unlocked<CameraOptions> {
  readonly zone: 'public' | 'yard' | 'corridor' | 'classroom';
  readonly isOffline?: boolean;
}
export interface RecorderEntry extends Named, Unlocked<RecorderOptions> {}
export interface MachineEntry extends Named, Unlocked<MachineOptions> {
  readonly room: string;
  readonly sysName: string;
}

const GIB = 1024 ** 3;
const MADE_BY = { manufacturer: 'hatang (mô phỏng)', firmware: '1.0' } as const;
const LAB = 'Phòng Tin học 1';

const HD = { width: 1280, height: 720 } as const;
const FULL_HD = { width: 1920, height: 1080 } as const;

/**
 * The demo school, so that there is something to find: cam-01 is set too low and could be set right,
 * cam-02 can do no better and has to be replaced, cam-03 is frozen, cam-04 is offline.
 */
export const cameras: readonly CameraEntry[] = [
  {
    ...{ id: 'cam-01', name: 'Camera cổng trường', zone: 'public', codec: 'H264', ...MADE_BY },
    ...{ ...HD, fps: 10, gopFrames: 20, accounts: ['admin', 'hatang'] },
    settable: { resolutions: [FULL_HD, HD], maxFps: 25 },
  },
  {
    ...{ id: 'cam-02', name: 'Camera sân trường', zone: 'yard', codec: 'H265', ...MADE_BY },
    ...{ ...HD, fps: 10, gopFrames: 20, dateTimeType: 'Manual', ntp: 'none' },
    settable: { resolutions: [HD], maxFps: 10 },
  },
  { id: 'cam-03', name: 'Camera hành lang tầng 1', zone: 'corridor', state: 'frozen', ...MADE_BY },
  { id: 'cam-04', name: 'Camera hành lang tầng 2', zone: 'corridor', isOffline: true, ...MADE_BY },
];

/** Answers discovery, and stands in nobody's config. */
export const stranger: CameraEntry = {
  ...{ id: 'cam-la', name: 'Camera không rõ của ai', zone: 'public', codec: 'H264', ...MADE_BY },
};

export const recorders: readonly RecorderEntry[] = [
  { id: 'rec-01', name: 'Đầu ghi phòng bảo vệ', channels: 4, daysKept: 21, ...MADE_BY },
];

const newer = { os: 'Windows 11', cores: 6, memoryBytes: 16 * GIB, diskBytes: 512 * GIB } as const;
const older = { os: 'Windows 10', cores: 4, memoryBytes: 8 * GIB, diskBytes: 256 * GIB } as const;
const oldest = { os: 'Windows 10', cores: 2, memoryBytes: 4 * GIB, diskBytes: 128 * GIB } as const;

export const machines: readonly MachineEntry[] = [
  { ...newer, diskUsedRatio: 0.31, loadRatio: 0.08 },
  { ...newer, diskUsedRatio: 0.35, loadRatio: 0.12 },
  { ...newer, diskUsedRatio: 0.42, loadRatio: 0.22 },
  { ...older, diskUsedRatio: 0.58, loadRatio: 0.18 },
  { ...older, diskUsedRatio: 0.63, loadRatio: 0.35 },
  { ...oldest, diskUsedRatio: 0.93, memoryUsedRatio: 0.86, loadRatio: 0.55 },
].map((figures, index) => ({
  id: `pc-0${index + 1}`,
  name: `Máy ${index + 1}`,
  sysName: `TIN1-MAY0${index + 1}`,
  room: LAB,
  ...figures,
}));
