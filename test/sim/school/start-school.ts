import { randomBytes } from 'node:crypto';
import { startCamera } from '../camera/camera.ts';
import { startMachine } from '../machine/machine.ts';
import type { SimDevice } from '../onvif-device.ts';
import { startRecorder } from '../recorder/recorder.ts';
import type { ControlledDevice } from './control.ts';
import {
  type CameraEntry,
  cameras,
  type MachineEntry,
  machines,
  type RecorderEntry,
  recorders,
} from './roster.ts';

interface OnvifLine {
  readonly id: string;
  readonly name: string;
  /** `host:port` of the ONVIF side. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
}
export interface CameraLine extends OnvifLine {
  readonly zone: CameraEntry['zone'];
}
export interface MachineLine {
  readonly id: string;
  readonly name: string;
  readonly room: string;
  readonly address: string;
  readonly community: string;
}

/** What whoever configures an agent for this school needs to know. */
export interface SchoolLine {
  readonly cameras: readonly CameraLine[];
  readonly recorders: readonly OnvifLine[];
  readonly machines: readonly MachineLine[];
}

export interface School {
  readonly line: SchoolLine;
  readonly devices: readonly ControlledDevice[];
  stop(): Promise<void>;
}

interface Started<Line> {
  readonly line: Line;
  readonly device: ControlledDevice;
}

const USER = 'hatang';
const secret = (): string => randomBytes(12).toString('base64url');

/** Starts every device of the demo school on loopback, each with a login made up for this run. */
export async function startSchool(): Promise<School> {
  const [startedCameras, startedRecorders, startedMachines] = await Promise.all([
    Promise.all(cameras.map(cameraOf)),
    Promise.all(recorders.map(recorderOf)),
    Promise.all(machines.map(machineOf)),
  ]);
  const devices = [...startedCameras, ...startedRecorders, ...startedMachines].map(
    ({ device }) => device,
  );
  return {
    line: {
      cameras: startedCameras.map(({ line }) => line),
      recorders: startedRecorders.map(({ line }) => line),
      machines: startedMachines.map(({ line }) => line),
    },
    devices,
    async stop() {
      await Promise.all(devices.map((device) => device.stop()));
    },
  };
}

async function cameraOf(entry: CameraEntry): Promise<Started<CameraLine>> {
  const login = { user: USER, password: secret() };
  const camera = await startCamera({ ...entry, ...login });
  if (entry.isOffline === true) await camera.stop();
  const { id, name, zone } = entry;
  const line = { id, name, zone, address: `${camera.host}:${camera.onvifPort}`, ...login };
  return { line, device: controlled('camera', camera) };
}

async function recorderOf(entry: RecorderEntry): Promise<Started<OnvifLine>> {
  const login = { user: USER, password: secret() };
  const recorder = await startRecorder({ ...entry, ...login });
  const { id, name } = entry;
  const line = { id, name, address: `${recorder.host}:${recorder.onvifPort}`, ...login };
  return { line, device: controlled('recorder', recorder) };
}

async function machineOf({ id, name, room, sysName, ...figures }: MachineEntry) {
  const community = secret();
  const machine = await startMachine({ ...figures, name: sysName, location: room, community });
  const device: ControlledDevice = {
    id,
    kind: 'machine',
    state: () => (machine.isListening ? 'live' : 'offline'),
    start: () => machine.start(),
    stop: () => machine.stop(),
  };
  const line = { id, name, room, address: `${machine.host}:${machine.port}`, community };
  return { line, device };
}

function controlled(kind: 'camera' | 'recorder', device: SimDevice): ControlledDevice {
  return {
    id: device.id,
    kind,
    state: () => (device.isListening ? device.state : 'offline'),
    start: () => device.start(),
    stop: () => device.stop(),
    freeze: () => device.setState('frozen'),
    thaw: () => device.setState('live'),
  };
}
