import { randomBytes } from 'node:crypto';
import { startCamera } from '../camera/camera.ts';
import { type AnnouncedDevice, startResponder } from '../discovery-responder.ts';
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
  stranger,
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
  /** Where the cameras and recorders answer WS-Discovery, on loopback alone. */
  readonly discovery: { readonly port: number };
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
interface StartedOnvif<Line> extends Started<Line> {
  readonly sim: SimDevice;
}

const USER = 'hatang';
const secret = (): string => randomBytes(12).toString('base64url');

/** Starts every device of the demo school on loopback, each with a login made up for this run. */
export async function startSchool(): Promise<School> {
  const [startedCameras, startedRecorders, startedMachines, unlisted] = await Promise.all([
    Promise.all(cameras.map(cameraOf)),
    Promise.all(recorders.map(recorderOf)),
    Promise.all(machines.map(machineOf)),
    cameraOf(stranger),
  ]);
  const answering = [...startedCameras, ...startedRecorders, unlisted];
  const responder = await startResponder({ port: 0, devices: () => answering.flatMap(announced) });
  const devices = [...startedCameras, ...startedRecorders, ...startedMachines].map(
    ({ device }) => device,
  );
  return {
    line: {
      cameras: startedCameras.map(({ line }) => line),
      recorders: startedRecorders.map(({ line }) => line),
      machines: startedMachines.map(({ line }) => line),
      discovery: { port: responder.port },
    },
    devices,
    async stop() {
      await Promise.all([...devices, unlisted.sim, responder].map((one) => one.stop()));
    },
  };
}

/** Who is away does not answer. */
function announced({ line, sim }: StartedOnvif<OnvifLine>): readonly AnnouncedDevice[] {
  if (!sim.isListening) return [];
  const endpoint = `urn:hatang:simulated:${line.id}`;
  const xaddrs = [`http://${line.address}/onvif/device_service`];
  return [{ endpoint, xaddrs, name: line.name, hardware: 'hatang (mô phỏng)' }];
}

async function cameraOf(entry: CameraEntry): Promise<StartedOnvif<CameraLine>> {
  const login = { user: USER, password: secret() };
  const camera = await startCamera({ ...entry, ...login });
  if (entry.isOffline === true) await camera.stop();
  const { id, name, zone } = entry;
  const line = { id, name, zone, address: `${camera.host}:${camera.onvifPort}`, ...login };
  return { line, sim: camera, device: controlled('camera', camera) };
}

async function recorderOf(entry: RecorderEntry): Promise<StartedOnvif<OnvifLine>> {
  const login = { user: USER, password: secret() };
  const recorder = await startRecorder({ ...entry, ...login });
  const { id, name } = entry;
  const line = { id, name, address: `${recorder.host}:${recorder.onvifPort}`, ...login };
  return { line, sim: recorder, device: controlled('recorder', recorder) };
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
