/** Cuts access units into RTP payloads: RFC 6184 (H.264) and RFC 7798 (H.265). */
import type { AccessUnit, Codec } from '../bitstream/picture.ts';

/** Payload octets a packet, so that with its headers it fits an Ethernet frame. */
const PAYLOAD_MAX = 1_400;
/** The stop bit and its zeros, as filler ends. */
const END = Buffer.from([0x80]);
const FU_A = 28;
const FU_H265 = 49;

export function payloadsOf(codec: Codec, unit: AccessUnit): Buffer[] {
  const fragment = codec === 'H264' ? fragmentH264 : fragmentH265;
  return unit.flatMap((nal) => (nal.length <= PAYLOAD_MAX ? [nal] : fragment(nal)));
}

/**
 * Filler of about so many octets, cut into units that fit a packet: what a camera at a constant bit
 * rate sends beside a picture that needs less. H.264 type 12, H.265 type 38.
 */
export function fillerOf(codec: Codec, octets: number): Buffer[] {
  const header = codec === 'H264' ? [12] : [38 << 1, 1];
  const unit = (size: number) =>
    Buffer.concat([Buffer.from(header), Buffer.alloc(size, 0xff), END]);
  const whole = Math.floor(octets / PAYLOAD_MAX);
  const size = PAYLOAD_MAX - header.length - END.length;
  return Array.from({ length: Math.max(0, whole) }, () => unit(size));
}

/** RFC 6184 §5.8: an indicator with the unit's NRI, then start, end and type. */
function fragmentH264(nal: Buffer): Buffer[] {
  const header = nal.readUInt8(0);
  return pieces(nal.subarray(1), [(header & 0xe0) | FU_A], header & 0x1f);
}

/** RFC 7798 §4.4.3: both octets of the header with type 49, then start, end and type. */
function fragmentH265(nal: Buffer): Buffer[] {
  const header = nal.readUInt8(0);
  const type = (header >> 1) & 0x3f;
  return pieces(nal.subarray(2), [(header & 0x81) | (FU_H265 << 1), nal.readUInt8(1)], type);
}

function pieces(body: Buffer, indicator: readonly number[], type: number): Buffer[] {
  const size = PAYLOAD_MAX - indicator.length - 1;
  const count = Math.ceil(body.length / size);
  return Array.from({ length: count }, (_, index) => {
    const start = index === 0 ? 0x80 : 0;
    const end = index === count - 1 ? 0x40 : 0;
    const head = Buffer.from([...indicator, start | end | type]);
    return Buffer.concat([head, body.subarray(index * size, (index + 1) * size)]);
  });
}
