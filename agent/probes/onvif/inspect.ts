import type { Clock } from '../../../kit/clock.ts';
import type { Text } from '../../../kit/text.ts';
import { type Ms, seconds } from '../../../kit/units.ts';
import type { CompiledStandard } from '../../../standards/compile.ts';
import { MAX_STREAM_BYTES, STEP_DEADLINE } from './camera-probe.ts';
import { type Compared, compare } from './compare/compare.ts';
import { childScript, runChild } from './compare/run-child-door.ts';
import { toInspection } from './inspection.ts';
import { judgeCamera } from './judge-camera.ts';
import { knockAtPorts, NO_PORTS } from './open-ports.ts';
import { knockTcp } from './ports-door.ts';
import { type CameraReading, readCamera } from './reading/read-camera.ts';
import { receiveUdp } from './rtsp/udp-door.ts';
import { type StreamReading, watchStream } from './rtsp/watch-stream.ts';
import type { Credentials } from './soap/digest.ts';
import { ONVIF_PORTS, parseHost } from './soap/endpoint.ts';
import { Certificates } from './trust/certificates.ts';
import { doorsOf, type TrustingDoors } from './trust/trusting.ts';

export interface InspectionOrder {
  readonly address: string;
  /** Given together or not at all. */
  readonly user?: string;
  readonly password?: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** What it is judged by. */
  readonly standards: () => Promise<readonly CompiledStandard[]>;
  /** Ask the npm client `onvif` for its view too. */
  readonly compare?: boolean;
  /** A stream that is refused over the connection may come over UDP. */
  readonly udp?: boolean;
  /** How long each stream is watched. */
  readonly window?: Ms;
  /** Told what is looked at next: a look takes as long as a person waits. */
  readonly onStep?: (step: Text) => void;
}

const DEFAULT_WINDOW = seconds(6);
/** More profiles than these are copies; each costs a window. */
const MAX_STREAMS = 4;

/** One thorough look at one camera, stream after stream so that none disturbs the next. */
export async function inspectCamera(order: InspectionOrder): Promise<Compared> {
  const { clock, user, password, address } = order;
  const startedAt = clock.elapsed();
  const credentials = user === undefined || password === undefined ? undefined : { user, password };
  const host = parseHost(address);
  const doors = doorsOf(new Certificates({ known: {}, keep: () => undefined }));
  const parts = { ...order, ...doors, deadline: STEP_DEADLINE };
  order.onStep?.(ASKING);
  const reading = await readCamera({
    ...parts,
    host,
    credentials,
    knownPort: undefined,
    heldBack: false,
    invented: true,
    maxStreams: MAX_STREAMS,
    recordings: true,
    settled: 'all_streams',
  });
  const watched = await watchEach({ ...order, ...doors }, reading, credentials);
  if (reading.reachable) order.onStep?.(KNOCKING);
  const ports = reading.reachable
    ? await knockAtPorts(host, { ...parts, tcp: knockTcp })
    : NO_PORTS;
  const certificateChanged = doors.certificates.changedOf(host.host);
  const seen = { reading, watched: watched[0], ports, certificateChanged };
  const looked = { device: address, at: clock.now(), ...seen };
  const findings = reading.reachable ? judgeCamera(await order.standards(), looked) : [];
  const inspection = toInspection({
    address,
    reading,
    watched,
    ports,
    findings,
    elapsedMs: clock.elapsed() - startedAt,
  });
  if (order.compare !== true) return inspection;
  const port = reading.port ?? host.port ?? ONVIF_PORTS[0];
  const other = {
    ...order,
    host: host.host,
    port,
    credentials,
    script: childScript(),
    run: runChild,
  };
  return { ...inspection, compare: await compare(inspection, other) };
}

const ASKING: Text = { vi: 'hỏi camera qua ONVIF', en: 'asking the camera over ONVIF' };
const KNOCKING: Text = { vi: 'thử các cổng mạng', en: 'trying its ports' };

const watching = (at: number, of: number, window: Ms): Text => ({
  vi: `xem luồng ${at}/${of} trong ${Math.round(window / 1_000)} giây`,
  en: `watching stream ${at} of ${of} for ${Math.round(window / 1_000)} s`,
});

/** One refused login is enough: what comes after it is asked without one. */
async function watchEach(
  order: InspectionOrder & TrustingDoors,
  { streams, auth }: CameraReading,
  credentials: Credentials | undefined,
): Promise<readonly (StreamReading | undefined)[]> {
  const watched: (StreamReading | undefined)[] = [];
  let login = auth === 'failed' ? undefined : credentials;
  for (const [at, { address }] of streams.entries()) {
    if (address === undefined) {
      watched.push(undefined);
      continue;
    }
    const window = order.window ?? DEFAULT_WINDOW;
    order.onStep?.(watching(at + 1, streams.length, window));
    const reading = await watchStream({
      ...order,
      address,
      credentials: login,
      receive: order.udp === true ? receiveUdp : undefined,
      window,
      deadline: STEP_DEADLINE,
      maxBytes: MAX_STREAM_BYTES,
    });
    if (reading.loginFailed) login = undefined;
    watched.push(reading);
  }
  return watched;
}
