/**
 * The NAL units an RTP payload carries or begins (RFC 6184, RFC 7798): enough to tell a picture, a
 * key frame and a parameter set. Fragments beyond the first say nothing new.
 */
export type VideoCodec = 'H264' | 'H265';

export interface Nal {
  readonly kind: 'picture' | 'key' | 'sps' | 'other';
  /** The whole unit, for a parameter set only. */
  readonly bytes: Uint8Array | undefined;
}

const NOTHING: readonly Nal[] = [];
const MAX_UNITS = 64;

export function nalsOf(codec: VideoCodec, payload: Uint8Array): readonly Nal[] {
  return codec === 'H264' ? h264(payload) : h265(payload);
}

function h264(payload: Uint8Array): readonly Nal[] {
  const type = (payload[0] ?? 0) & 0x1f;
  if (type === 24) return aggregated(payload, 1, h264Unit);
  if (type === 28 || type === 29) {
    const head = payload[1] ?? 0;
    return (head & 0x80) === 0 ? NOTHING : [{ kind: h264Kind(head & 0x1f), bytes: undefined }];
  }
  return [h264Unit(payload)];
}

function h265(payload: Uint8Array): readonly Nal[] {
  const type = ((payload[0] ?? 0) >> 1) & 0x3f;
  if (type === 48) return aggregated(payload, 2, h265Unit);
  if (type === 49) {
    const head = payload[2] ?? 0;
    return (head & 0x80) === 0 ? NOTHING : [{ kind: h265Kind(head & 0x3f), bytes: undefined }];
  }
  return [h265Unit(payload)];
}

function aggregated(
  payload: Uint8Array,
  headBytes: number,
  unit: (bytes: Uint8Array) => Nal,
): readonly Nal[] {
  const found: Nal[] = [];
  let at = headBytes;
  while (at + 2 < payload.length && found.length < MAX_UNITS) {
    const size = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    found.push(unit(payload.subarray(at + 2, at + 2 + size)));
    at += 2 + size;
  }
  return found;
}

const h264Unit = (bytes: Uint8Array): Nal => whole(h264Kind((bytes[0] ?? 0) & 0x1f), bytes);
const h265Unit = (bytes: Uint8Array): Nal => whole(h265Kind(((bytes[0] ?? 0) >> 1) & 0x3f), bytes);

const whole = (kind: Nal['kind'], bytes: Uint8Array): Nal => ({
  kind,
  bytes: kind === 'sps' ? bytes : undefined,
});

function h264Kind(type: number): Nal['kind'] {
  if (type === 5) return 'key';
  if (type === 1 || type === 2) return 'picture';
  return type === 7 ? 'sps' : 'other';
}

/** 16–21 are the random access pictures; below 32 everything is a picture. */
function h265Kind(type: number): Nal['kind'] {
  if (type >= 16 && type <= 21) return 'key';
  if (type < 32) return 'picture';
  return type === 33 ? 'sps' : 'other';
}
