import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSdp } from './sdp.ts';

const SDP = `v=0\r
o=- 0 0 IN IP4 0.0.0.0\r
a=control:rtsp://10.0.0.9/stream\r
m=audio 0 RTP/AVP 8\r
a=control:audio\r
m=video 0 RTP/AVP 97\r
a=rtpmap:97 H265/90000\r
a=fmtp:97 sprop-vps=QAEM;sprop-sps=QgEBAWAA;sprop-pps=RAHA\r
a=control:trackID=2\r
`;

describe('a description', () => {
  it('gives the video track with its codec, clock, control and parameter set', () => {
    const { control, video } = parseSdp(SDP);
    expect(control).toBe('rtsp://10.0.0.9/stream');
    expect(video).toMatchObject({ codec: 'H265', clockRate: 90_000, payloadType: 97 });
    expect(video?.control).toBe('trackID=2');
    expect(video?.parameterSets.map((set) => set[0])).toEqual([0x42]);
  });

  it('knows JPEG by its number, and no video where there is none', () => {
    expect(parseSdp('m=video 0 RTP/AVP 26\na=control:t').video?.codec).toBe('JPEG');
    expect(parseSdp('v=0\r\nm=audio 0 RTP/AVP 0').video).toBeUndefined();
  });

  it('never throws and never hangs on any text', () => {
    const line = fc.constantFrom(...SDP.split('\r\n'), 'a=rtpmap:97 ', 'm=video', 'a=fmtp:96 ;;=,');
    const text = fc.array(fc.oneof(line, fc.string()), { maxLength: 30 });
    fc.assert(
      fc.property(text, (lines) => {
        const { video } = parseSdp(lines.join('\r\n'));
        if (video !== undefined) expect(video.clockRate).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

it('reads a long row of blanks in the time of its length', () => {
  const blanks = ' '.repeat(200_000);
  const startedAt = performance.now();
  parseSdp(`v=0\nm=video 0 RTP/AVP 96\na=fmtp:96 sprop-sps=${blanks}`);
  expect(performance.now() - startedAt).toBeLessThan(250);
});

it('reads a few parameter sets of a description that holds thousands', () => {
  const sets = 'sprop-sps=QgEB; '.repeat(5_000);
  const { video } = parseSdp(
    `v=0\nm=video 0 RTP/AVP 96\na=rtpmap:96 H265/90000\na=fmtp:96 ${sets}`,
  );
  expect(video?.parameterSets).toHaveLength(16);
});
