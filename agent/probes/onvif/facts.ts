import type { EpochMs } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';
import { claimedProfiles } from './answers/device.ts';
import type { CameraStream } from './reading/read-camera.ts';
import type { StreamState } from './rtsp/figures.ts';
import { shownUri } from './rtsp/stream-address.ts';
import { type Looked, securityOf } from './security.ts';
import { cameraState, isProfileS, isProfileT, problemOf } from './verdicts.ts';

/** One pass over a camera, as values. */
export interface CameraPass extends Looked {
  readonly device: string;
  readonly at: EpochMs;
  /** Another certificate than the one first seen; undefined where none was seen before. */
  readonly certificateChanged?: boolean | undefined;
}

export type Fields = Readonly<Record<string, FieldValue | undefined>>;

export function cameraFacts(pass: CameraPass): readonly Fact[] {
  const [main, sub] = pass.reading.streams;
  const { device, at } = pass;
  const facts = [
    fact('camera', { device }, cameraFields(pass), at),
    // Of a camera that does not answer too, or its last live picture would stand for ever.
    fact('camera_stream', { device, stream: 'main' }, mainFields(pass, main), at),
  ];
  if (sub !== undefined)
    facts.push(fact('camera_stream', { device, stream: 'sub' }, streamFields(sub), at));
  // A line of facts needs a field: a sub stream that claims nothing says nothing.
  return facts.filter(({ fields }) => Object.keys(fields).length > 0);
}

function cameraFields(pass: CameraPass): Fields {
  const { reading, watched } = pass;
  const { identity, clock } = reading;
  const claimed = claimedProfiles(reading.scopes);
  return {
    up: reading.reachable,
    state: cameraState(reading, watched),
    auth: reading.auth,
    manufacturer: identity?.manufacturer,
    model: identity?.model,
    firmware: identity?.firmware,
    serial: identity?.serial,
    hardware: identity?.hardwareId,
    onvif: reading.reachable ? identity !== undefined && reading.streams.length > 0 : undefined,
    rtsp: watched === undefined ? undefined : watched.figures !== undefined,
    claimed_profiles: reading.scopes.length === 0 ? undefined : claimed.join(','),
    profile_s: isProfileS(reading, watched),
    profile_t: isProfileT(reading, watched),
    clock_offset_s: clock?.offsetS,
    clock_kind: clock?.kind,
    ...securityOf(pass),
    certificate_changed: pass.certificateChanged,
    error: problemOf(reading, watched),
  };
}

function mainFields({ watched, reading }: CameraPass, main: CameraStream | undefined): Fields {
  const state: StreamState = watched?.state ?? cameraState(reading, watched);
  const figures = watched?.figures;
  return {
    state,
    // Behind a refused login nobody knows.
    live: state === 'unauthorized' ? undefined : state === 'live',
    codec: watched?.codec,
    width: watched?.size?.width,
    height: watched?.size?.height,
    fps: figures?.fps,
    rtp_fps: figures?.rtpFps,
    bitrate_bps: figures?.bitrateBps,
    gop_s: figures?.gopS,
    max_gap_s: figures?.maxGapS,
    tail_silence_s: figures?.tailSilenceS,
    frames: figures?.frames,
    window_s: figures?.windowS,
    ...(main === undefined ? {} : streamFields(main)),
  };
}

const MAX_WORD_CHARS = 200;

const streamFields = ({ profile, address, claim, settable }: CameraStream): Fields => ({
  profile: profile.slice(0, MAX_WORD_CHARS),
  uri: address === undefined ? undefined : shownUri(address).slice(0, MAX_WORD_CHARS),
  claimed_codec: claim.codec,
  claimed_width: claim.width,
  claimed_height: claim.height,
  claimed_fps: claim.fps,
  claimed_bitrate_bps: claim.bitrateBps,
  settable_codecs: settable?.codecs.join(','),
  settable_width: settable?.largest?.width,
  settable_height: settable?.largest?.height,
  settable_fps: settable?.fps,
});

export function fact(
  measurement: string,
  tags: Readonly<Record<string, string>>,
  fields: Fields,
  at: EpochMs,
): Fact {
  const known = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { measurement, tags, fields: Object.fromEntries(known), at };
}
