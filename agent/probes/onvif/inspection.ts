import { claimedProfiles, type OfferedService } from './answers/device.ts';
import { type InspectedRecordings, inspectRecordings } from './inspected-recordings.ts';
import type { OpenPorts } from './open-ports.ts';
import type { CameraReading, CameraStream } from './reading/read-camera.ts';
import type { StepError } from './reading/reading.ts';
import type { StreamState } from './rtsp/figures.ts';
import { shownUri } from './rtsp/stream-address.ts';
import type { StreamReading } from './rtsp/watch-stream.ts';
import { anonymousAccess, isProfileS, isProfileT } from './verdicts.ts';

/** One camera in one document. The shape is stable; null is what is unknown, never a guess. */
export interface CameraInspection {
  readonly address: string;
  readonly reachable: boolean;
  readonly auth: 'ok' | 'failed' | 'not_required' | 'any_credentials' | 'unknown';
  readonly identity: {
    readonly manufacturer: string | null;
    readonly model: string | null;
    readonly firmware: string | null;
    readonly serial: string | null;
    readonly hardwareId: string | null;
  };
  readonly services: readonly InspectedService[];
  readonly profiles: {
    readonly claimed: readonly string[];
    readonly consistentWith: readonly string[];
  };
  readonly clock: {
    readonly offset_s: number | null;
    readonly kind: 'utc' | 'local_only' | 'missing' | null;
  };
  readonly streams: readonly InspectedStream[];
  readonly security: InspectedSecurity;
  readonly recordings: readonly InspectedRecordings[];
  readonly findings: readonly never[];
  readonly errors: readonly StepError[];
  readonly elapsed_ms: number;
}

interface InspectedService {
  readonly namespace: string;
  readonly path: string | null;
  readonly port: number | null;
  readonly version: string | null;
}

export interface InspectedStream {
  readonly profile: string;
  /** Without credentials. */
  readonly uri: string | null;
  readonly claimed: {
    readonly codec: string | null;
    readonly width: number | null;
    readonly height: number | null;
    readonly fps: number | null;
    readonly bitrate_bps: number | null;
  };
  readonly measured: MeasuredStream | null;
}

interface MeasuredStream {
  readonly state: StreamState;
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly rtp_fps: number | null;
  readonly bitrate_bps: number | null;
  readonly gop_s: number | null;
  readonly max_gap_s: number | null;
  readonly tail_silence_s: number | null;
  readonly frames: number | null;
  readonly window_s: number | null;
}

interface InspectedSecurity {
  readonly anonymous_access: boolean | null;
  readonly anonymous_profiles: boolean | null;
  readonly anonymous_stream: boolean | null;
  readonly https_offered: boolean | null;
  readonly telnet_open: boolean | null;
  readonly ftp_open: boolean | null;
}

/** What was found, before it is put into the document's shape. */
export interface Inspected {
  readonly address: string;
  readonly reading: CameraReading;
  /** In the order of the reading's streams; undefined where there was no address to play. */
  readonly watched: readonly (StreamReading | undefined)[];
  readonly ports: OpenPorts;
  readonly elapsedMs: number;
}

export function toInspection(inspected: Inspected): CameraInspection {
  const { address, reading, watched } = inspected;
  const { identity, clock } = reading;
  return {
    address,
    reachable: reading.reachable,
    auth: reading.auth,
    identity: {
      manufacturer: identity?.manufacturer ?? null,
      model: identity?.model ?? null,
      firmware: identity?.firmware ?? null,
      serial: identity?.serial ?? null,
      hardwareId: identity?.hardwareId ?? null,
    },
    services: reading.services.map(toService),
    profiles: {
      claimed: claimedProfiles(reading.scopes),
      consistentWith: provenProfiles(reading, watched[0]),
    },
    clock: { offset_s: clock?.offsetS ?? null, kind: clock?.kind ?? null },
    streams: reading.streams.map((stream, at) => toStream(stream, watched[at])),
    security: toSecurity(inspected),
    recordings: inspectRecordings(reading.recordings),
    findings: [],
    errors: [...reading.errors, ...streamErrors(reading, watched)],
    elapsed_ms: Math.round(inspected.elapsedMs),
  };
}

function toService({ namespace, xaddr, version }: OfferedService): InspectedService {
  const url = URL.canParse(xaddr) ? new URL(xaddr) : undefined;
  const usual = url?.protocol === 'https:' ? 443 : 80;
  return {
    namespace,
    path: url?.pathname ?? null,
    port: url === undefined ? null : Number(url.port) || usual,
    version: version ?? null,
  };
}

function provenProfiles(
  reading: CameraReading,
  main: StreamReading | undefined,
): readonly string[] {
  const proven = [
    ...(isProfileS(reading, main) === true ? ['S'] : []),
    ...(isProfileT(reading, main) === true ? ['T'] : []),
    ...(reading.recordings === undefined ? [] : ['G']),
  ];
  return proven.sort();
}

function toStream(
  { profile, address, claim }: CameraStream,
  watched: StreamReading | undefined,
): InspectedStream {
  return {
    profile,
    uri: address === undefined ? null : shownUri(address),
    claimed: {
      codec: claim.codec ?? null,
      width: claim.width ?? null,
      height: claim.height ?? null,
      fps: claim.fps ?? null,
      bitrate_bps: claim.bitrateBps ?? null,
    },
    measured: watched === undefined ? null : toMeasured(watched),
  };
}

function toMeasured({ state, codec, size, figures }: StreamReading): MeasuredStream {
  return {
    state,
    codec: codec ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
    fps: rounded(figures?.fps),
    rtp_fps: rounded(figures?.rtpFps),
    bitrate_bps: figures === undefined ? null : Math.round(figures.bitrateBps),
    gop_s: rounded(figures?.gopS),
    max_gap_s: rounded(figures?.maxGapS),
    tail_silence_s: rounded(figures?.tailSilenceS),
    frames: figures?.frames ?? null,
    window_s: rounded(figures?.windowS),
  };
}

const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 1_000) / 1_000;

function toSecurity({ reading, watched, ports }: Inspected): InspectedSecurity {
  const [main] = watched;
  return {
    anonymous_access: anonymousAccess(reading, main) ?? null,
    anonymous_profiles: reading.anonymousProfiles ?? null,
    anonymous_stream: main?.anonymous ?? null,
    https_offered: ports.https ?? null,
    telnet_open: ports.telnet ?? null,
    ftp_open: ports.ftp ?? null,
  };
}

function streamErrors(
  { streams }: CameraReading,
  watched: readonly (StreamReading | undefined)[],
): readonly StepError[] {
  return watched.flatMap((one, at) =>
    one?.error === undefined
      ? []
      : [{ step: `stream ${streams[at]?.profile ?? at}`, message: one.error }],
  );
}
