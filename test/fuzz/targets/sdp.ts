import { FrameCounter } from '../../../agent/probes/onvif/rtsp/frame-counter.ts';
import { baseOf, controlUri } from '../../../agent/probes/onvif/rtsp/rtsp-message.ts';
import { parseSdp } from '../../../agent/probes/onvif/rtsp/sdp.ts';
import { bytesOf, promise, promiseSmall, type Target, textOf } from '../target.ts';
import { promiseSize } from './sps.ts';

const ASKED = 'rtsp://192.0.2.7/stream';

const description = (codec: string, format: string): string =>
  [
    ...['v=0', 'o=- 1 1 IN IP4 192.0.2.7', 's=Media', 'c=IN IP4 0.0.0.0', 't=0 0', 'a=control:*'],
    ...['m=audio 0 RTP/AVP 0', 'a=control:trackID=2', 'm=video 0 RTP/AVP 96', 'b=AS:4096'],
    ...[`a=rtpmap:96 ${codec}/90000`, `a=fmtp:96 ${format}`, 'a=framerate:25.0'],
    ...['a=control:rtsp://10.0.0.1:554/cam?x=1&trackID=1', ''],
  ].join('\r\n');

/** A stream's description and what is made of it. */
export const sdp: Target = {
  name: 'sdp',
  seeds: async () =>
    [
      description(
        'H264',
        'packetization-mode=1; sprop-parameter-sets=Z2QAKKzZQHgCJ+XARAAAAwAEAAADAMg8YMZY,aOvjyyLA',
      ),
      description(
        'H265',
        'sprop-vps=QAEMAf//AWAAAAMAsAAAAwAAAwB4qgJA; sprop-sps=QgEBAWAAAAMAsAAAAwAAAwB4oAPAgBDlllQ; sprop-pps=RAHBcrRiQA==',
      ),
      'v=0\nm=video 0 RTP/AVP 26\na=control:track1\n',
    ].map(bytesOf),
  words: [
    ...['m=video 0 RTP/AVP 96', 'a=control:', 'a=rtpmap:96 H265/', 'a=fmtp:96 ', 'sprop-sps='],
    ...['rtsp://rtsp://', 'rtsp://', '*', '\r\n', '?', 'trackID=', '96', 'H264/0'],
  ],
  feed(bytes) {
    const text = textOf(bytes);
    const { control, video } = parseSdp(text);
    const base = baseOf({ headers: [['content-base', text.slice(0, 2_000)]] }, ASKED);
    promise(/^rtsps?:\/\/\S+$/i.test(base), `a base that is no address: ${base.slice(0, 60)}`);
    if (video === undefined) return;
    promise(Number.isFinite(video.clockRate) && video.clockRate > 0, `clock ${video.clockRate}`);
    promise(typeof controlUri(control ?? base, video.control) === 'string', 'no control address');
    promiseSmall(
      video.parameterSets.map(({ length }) => length),
      200,
      'parameter sets',
    );
    promiseSize(new FrameCounter(video.codec, video.parameterSets).size);
  },
};
