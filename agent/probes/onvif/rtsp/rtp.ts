/** What the head of an RTP packet says (RFC 3550 §5.1), and where its payload lies. */
export interface RtpHead {
  readonly payloadType: number;
  /** 32 bits, wraps. */
  readonly stamp: number;
  readonly start: number;
  readonly end: number;
}

/** Undefined when the bytes are no RTP version 2. */
export function readRtpHead(bytes: Uint8Array): RtpHead | undefined {
  const first = bytes[0] ?? 0;
  if (bytes.length < 12 || first >> 6 !== 2) return undefined;
  let start = 12 + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) start += 4 + uint16(bytes, start + 2) * 4;
  const padding = (first & 0x20) === 0 ? 0 : (bytes[bytes.length - 1] ?? 0);
  const end = bytes.length - padding;
  if (start > end) return undefined;
  return {
    payloadType: (bytes[1] ?? 0) & 0x7f,
    stamp: uint16(bytes, 4) * 0x1_0000 + uint16(bytes, 6),
    start,
    end,
  };
}

const uint16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
