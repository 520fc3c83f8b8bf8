/** What the head of an RTP packet says (RFC 3550 §5.1), and where its payload stands. */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  /** 32 bits, wraps. */
  readonly stamp: number;
  readonly payload: Uint8Array;
}

/** Undefined when the bytes are no RTP version 2. */
export function parseRtp(bytes: Uint8Array): RtpPacket | undefined {
  if (bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint8(0);
  const second = view.getUint8(1);
  if (first >> 6 !== 2) return undefined;
  let start = 12 + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (start + 4 > bytes.length) return undefined;
    start += 4 + view.getUint16(start + 2) * 4;
  }
  const padding = (first & 0x20) === 0 ? 0 : view.getUint8(bytes.length - 1);
  const end = bytes.length - padding;
  if (start > end) return undefined;
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    stamp: view.getUint32(4),
    payload: bytes.subarray(start, end),
  };
}
