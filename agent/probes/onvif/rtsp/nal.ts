import { readH264Size, readH265Size } from './sps.ts';

/**
 * The NAL units an RTP payload carries whole or in part (RFC 6184, RFC 7798): enough to tell a
 * picture, a key frame and a parameter set. Every fragment says of what it is one.
 */
export type VideoCodec = 'H264' | 'H265';

export interface Carried {
  readonly kind: 'picture' | 'key' | 'other';
  /** A sequence parameter set that stands whole in the payload. */
  readonly sps: Uint8Array | undefined;
}

const PICTURE: Carried = { kind: 'picture', sps: undefined };
const KEY: Carried = { kind: 'key', sps: undefined };
const OTHER: Carried = { kind: 'other', sps: undefined };
const MAX_UNITS = 64;
/** An aggregation packet, whose units stand behind a head of so many bytes. */
const SINGLE_TIME = { H264: { type: 24, head: 1 }, H265: { type: 48, head: 2 } } as const;

export function carriedBy(codec: VideoCodec, payload: Uint8Array): Carried {
  const type = typeOf(codec, payload[0]);
  const { type: aggregation, head } = SINGLE_TIME[codec];
  if (type === aggregation) return aggregated(codec, payload, head);
  if (codec === 'H264' && (type === 28 || type === 29))
    return carrying(h264Kind((payload[1] ?? 0) & 0x1f));
  if (codec === 'H265' && type === 49) return carrying(h265Kind((payload[2] ?? 0) & 0x3f));
  return unit(codec, payload);
}

function aggregated(codec: VideoCodec, payload: Uint8Array, head: number): Carried {
  let found = OTHER;
  let at = head;
  for (let units = 0; at + 2 < payload.length && units < MAX_UNITS; units += 1) {
    const size = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    const { kind, sps } = unit(codec, payload.subarray(at + 2, at + 2 + size));
    found = { kind: kind === 'other' ? found.kind : kind, sps: sps ?? found.sps };
    at += 2 + size;
  }
  return found;
}

function unit(codec: VideoCodec, bytes: Uint8Array): Carried {
  // Its missing type would pass for 0, a picture of H.265.
  if (bytes.length === 0) return OTHER;
  const type = typeOf(codec, bytes[0]);
  const kind = codec === 'H264' ? h264Kind(type) : h265Kind(type);
  return kind === 'sps' ? { kind: 'other', sps: bytes } : carrying(kind);
}

const typeOf = (codec: VideoCodec, head = 0): number =>
  codec === 'H264' ? head & 0x1f : (head >> 1) & 0x3f;

type Kind = Carried['kind'] | 'sps';

function carrying(kind: Kind): Carried {
  if (kind === 'picture') return PICTURE;
  return kind === 'key' ? KEY : OTHER;
}

function h264Kind(type: number): Kind {
  if (type === 5) return 'key';
  if (type === 1 || type === 2) return 'picture';
  return type === 7 ? 'sps' : 'other';
}

/** 16–21 are the random access pictures; below 32 everything is a picture. */
function h265Kind(type: number): Kind {
  if (type >= 16 && type <= 21) return 'key';
  if (type < 32) return 'picture';
  return type === 33 ? 'sps' : 'other';
}

/**
 * The codec whose parameter set this payload is, whatever the description said. The heads are told
 * apart because no camera uses H.264 data partitioning or H.265 layers.
 */
export function codecByParameterSet(payload: Uint8Array): VideoCodec | undefined {
  const [first = 0, second = 0] = payload;
  if (first === 0x42 && second === 0x01 && readH265Size(payload) !== undefined) return 'H265';
  const isH264 = (first & 0x9f) === 7 && (first & 0x60) !== 0;
  return isH264 && readH264Size(payload) !== undefined ? 'H264' : undefined;
}
