import type { Finding } from '../../../standards/finding.ts';
import { type InspectedFinding, toInspectedFinding } from '../inspected-findings.ts';
import { claimedProfiles, type OfferedService } from './answers/device.ts';
import { type InspectedRecordings, inspectRecordings } from './inspected-recordings.ts';
import { type InspectedSecurity, toSecurity } from './inspected-security.ts';
import { type InspectedStream, toStream } from './inspected-stream.ts';
import type { OpenPorts } from './open-ports.ts';
import type { CameraReading } from './reading/read-camera.ts';
import type { StepError } from './reading/reading.ts';
import type { StreamReading } from './rtsp/watch-stream.ts';
import { isProfileS, isProfileT } from './verdicts.ts';

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
  /** The criteria of a camera, held against this one look; empty of one that does not answer. */
  readonly findings: readonly InspectedFinding[];
  readonly errors: readonly StepError[];
  readonly elapsed_ms: number;
}

interface InspectedService {
  readonly namespace: string;
  readonly path: string | null;
  readonly port: number | null;
  readonly version: string | null;
}

/** What was found, before it is put into the document's shape. */
export interface Inspected {
  readonly address: string;
  readonly reading: CameraReading;
  /** In the order of the reading's streams; undefined where there was no address to play. */
  readonly watched: readonly (StreamReading | undefined)[];
  readonly ports: OpenPorts;
  readonly findings: readonly Finding[];
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
    security: toSecurity({ ...inspected, watched: watched[0] }),
    recordings: inspectRecordings(reading.recordings),
    findings: inspected.findings.map(toInspectedFinding),
    errors: [...reading.errors, ...streamErrors(reading, watched)],
    elapsed_ms: Math.round(inspected.elapsedMs),
  };
}

function toService({ namespace, xaddr, version }: OfferedService): InspectedService {
  // Devices with several addresses state them in one element.
  const [stated = ''] = xaddr.trim().split(/\s+/);
  const url = URL.parse(stated) ?? undefined;
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
