import { clipOf } from '../bitstream/clip.ts';
import type { Picture } from '../bitstream/picture.ts';
import { fillerOf, payloadsOf } from './packets.ts';

/** RTP payload type of the one dynamic format described. */
export const PAYLOAD_TYPE = 96;
/** RTP ticks a second of every video format. */
export const RTP_CLOCK = 90_000;

/** One stream as RTP sends it: its description, and the payloads of any frame. */
export interface Track {
  readonly picture: Picture;
  readonly sdpLines: readonly string[];
  payloads(frame: number): readonly Buffer[];
}

/** `leastBps`: filled up to that bit rate. */
export function trackOf(picture: Picture, leastBps = 0): Track {
  const clip = clipOf(picture);
  const cut = new Map<number, Buffer[]>();
  const filled = (payloads: readonly Buffer[]): Buffer[] => {
    const octets = payloads.reduce((sum, { length }) => sum + length, 0);
    return [...payloads, ...fillerOf(picture.codec, leastBps / 8 / picture.fps - octets)];
  };
  return {
    picture,
    sdpLines: [
      `a=rtpmap:${PAYLOAD_TYPE} ${picture.codec}/${RTP_CLOCK}`,
      `a=fmtp:${PAYLOAD_TYPE} ${formatOf(picture, clip.parameterSets)}`,
      `a=framerate:${picture.fps}`,
    ],
    payloads(frame) {
      const place = frame % (2 * picture.gopFrames);
      const known = cut.get(place) ?? filled(payloadsOf(picture.codec, clip.accessUnit(place)));
      cut.set(place, known);
      return known;
    },
  };
}

/** Tracks coded before they are asked for, one for all cameras of a kind: a bench must not measure the coding. */
export function codedAhead(): typeof trackOf {
  const known = new Map<string, Track>();
  return (picture, leastBps) => {
    const kind = JSON.stringify([picture, leastBps]);
    const track = known.get(kind) ?? trackOf(picture, leastBps);
    for (let frame = 0; frame < 2 * picture.gopFrames; frame += 1) track.payloads(frame);
    known.set(kind, track);
    return track;
  };
}

function formatOf({ codec }: Picture, parameterSets: readonly Buffer[]): string {
  const coded = parameterSets.map((set) => set.toString('base64'));
  if (codec === 'H265') {
    return ['vps', 'sps', 'pps'].map((name, index) => `sprop-${name}=${coded[index]}`).join('; ');
  }
  const level = parameterSets[0]?.subarray(1, 4).toString('hex').toUpperCase();
  const sets = coded.join(',');
  return `packetization-mode=1; profile-level-id=${level}; sprop-parameter-sets=${sets}`;
}
