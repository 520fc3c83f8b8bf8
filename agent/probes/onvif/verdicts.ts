import type { OpenPorts } from './open-ports.ts';
import type { CameraReading } from './reading/read-camera.ts';
import type { StepError } from './reading/reading.ts';
import type { StreamState } from './rtsp/figures.ts';
import type { StreamReading } from './rtsp/watch-stream.ts';

type Watched = StreamReading | undefined;

/** The camera's state as people speak of it: that of its main stream, unless it fails before that. */
export function cameraState(reading: CameraReading, watched: Watched): StreamState {
  if (!reading.reachable) return 'unreachable';
  if (isLockedOut(reading)) return 'unauthorized';
  // It answers over ONVIF, so it is there; only its pictures are not.
  if (watched === undefined || watched.state === 'unreachable') return 'no_video';
  return watched.state;
}

export const isLockedOut = ({ auth, wantsLogin }: CameraReading): boolean =>
  auth === 'failed' || (auth === 'unknown' && wantsLogin);

/** False only when both the profiles and the stream were refused; one alone proves nothing. */
export function anonymousAccess(reading: CameraReading, watched: Watched): boolean | undefined {
  return trueIfAny([reading.anonymousProfiles, watched?.anonymous]);
}

/** Whether a password may be asked for in the clear; false only when HTTP and RTSP both offered better. */
export function basicInClear(
  overHttp: Pick<CameraReading, 'basicInClear'>,
  overRtsp: Pick<StreamReading, 'basicInClear'> | undefined,
): boolean | undefined {
  return trueIfAny([overHttp.basicInClear, overRtsp?.basicInClear]);
}

/** By a stream's address, the device's own word, or a handshake at the port for it. */
export function rtspsOffered(
  { streams, posture }: Pick<CameraReading, 'streams' | 'posture'>,
  { rtsps }: Pick<OpenPorts, 'rtsps'>,
): boolean | undefined {
  if (streams.some(({ address }) => address?.secure === true)) return true;
  if (posture?.rtspsEnabled === true) return true;
  return rtsps ?? posture?.rtspsEnabled;
}

/** One yes is a yes; a no needs every one of them. */
function trueIfAny(seen: readonly (boolean | undefined)[]): boolean | undefined {
  if (seen.includes(true)) return true;
  return seen.every((one) => one === false) ? false : undefined;
}

/** Whether the calls that Profile S asks for worked; undefined while the camera could not be asked. */
export function isProfileS(reading: CameraReading, watched: Watched): boolean | undefined {
  if (!reading.reachable || isLockedOut(reading)) return undefined;
  const { media1, encoders, uri1 } = reading.proof;
  return (
    media1 &&
    encoders &&
    uri1 &&
    reading.identity !== undefined &&
    reading.scopes.length > 0 &&
    watched?.figures !== undefined
  );
}

/** The same for Profile T: Media2, and H.264 or H.265 delivered. */
export function isProfileT(reading: CameraReading, watched: Watched): boolean | undefined {
  if (!reading.reachable || isLockedOut(reading)) return undefined;
  const { media2, uri2 } = reading.proof;
  const delivered =
    watched?.figures !== undefined && (watched.codec === 'H264' || watched.codec === 'H265');
  return media2 && uri2 && reading.identity !== undefined && delivered;
}

const MAX_PROBLEM_CHARS = 300;

/** What went wrong in one line; undefined when nothing did. */
export function problemOf(
  { errors }: { readonly errors: readonly StepError[] },
  watched: Watched,
): string | undefined {
  const all = errors.map(({ step, message }) => `${step}: ${message}`);
  if (watched?.error !== undefined) all.push(watched.error);
  return all.length === 0 ? undefined : all.join('; ').slice(0, MAX_PROBLEM_CHARS);
}
