import { describe, expect, it } from 'vitest';
import { type Capture, describeWithCaptures } from '../../../../test/onvif/captures.ts';
import { soap } from '../../../../test/onvif/listen.ts';
import { parseEnvelope } from '../soap/envelope.ts';
import {
  fillSettable,
  isWhole,
  readEncoderOptions,
  readEncoderOptions2,
} from './encoder-options.ts';

const bodyOf = (bytes: Uint8Array): unknown => {
  const answer = parseEnvelope(bytes);
  if (answer.kind !== 'answer') throw new Error(answer.kind);
  return answer.body;
};
const answer = (inner: string) =>
  bodyOf(
    Buffer.from(
      soap(
        `<GetVideoEncoderConfigurationOptionsResponse>${inner}</GetVideoEncoderConfigurationOptionsResponse>`,
      ),
    ),
  );
const size = (width: number | string, height: number | string) =>
  `<ResolutionsAvailable><Width>${width}</Width><Height>${height}</Height></ResolutionsAvailable>`;
const upTo = (fps: number) => `<FrameRateRange><Min>1</Min><Max>${fps}</Max></FrameRateRange>`;

describe('what an encoder can be set to, by Media1', () => {
  it('joins the sections of a codec with what its extension adds', () => {
    const h264 = `<H264>${size(1280, 720)}${upTo(25)}</H264>`;
    const more = `<Extension><H264>${size(1920, 1080)}${size(1280, 720)}${upTo(30)}</H264></Extension>`;
    expect(readEncoderOptions(answer(`<Options>${h264}${more}</Options>`))).toEqual({
      codecs: ['H264'],
      sizes: [
        { width: 1920, height: 1080 },
        { width: 1280, height: 720 },
      ],
      largest: { width: 1920, height: 1080 },
      fps: 30,
    });
  });

  it('takes no size and no rate of JPEG where there is H.264 or H.265', () => {
    const jpeg = `<JPEG>${size(3840, 2160)}${upTo(60)}</JPEG>`;
    const h265 = `<Extension><H265>${size(1280, 720)}${upTo(15)}</H265></Extension>`;
    expect(readEncoderOptions(answer(`<Options>${jpeg}${h265}</Options>`))).toMatchObject({
      codecs: ['H265', 'JPEG'],
      largest: { width: 1280, height: 720 },
      fps: 15,
    });
    expect(readEncoderOptions(answer(`<Options>${jpeg}</Options>`))).toMatchObject({
      codecs: ['JPEG'],
      fps: 60,
    });
  });

  it.each([
    '',
    '<Options/>',
    '<Options><H264/></Options>',
    `<Options><H264>${size(0, 1080)}${size('x', 'y')}${upTo(0)}</H264></Options>`,
  ])('is unknown where nothing usable is said: %s', (inner) => {
    expect(readEncoderOptions(answer(inner))).toBeUndefined();
  });
});

describe('what an encoder can be set to, by Media2', () => {
  const entry = (codec: string, rates: string, sizes: string) =>
    `<Options FrameRatesSupported="${rates}"><Encoding>${codec}</Encoding>${sizes}</Options>`;

  it('is an entry a codec, the largest picture and the highest rate of any', () => {
    const both =
      entry('H265', '25 12.5 x -3', size(2560, 1440)) + entry('h.264', '30', size(1920, 1080));
    expect(readEncoderOptions2(answer(both))).toMatchObject({
      codecs: ['H264', 'H265'],
      largest: { width: 2560, height: 1440 },
      fps: 30,
    });
  });

  it('is filled from Media1 where it leaves the rate open', () => {
    const newer = readEncoderOptions2(answer(entry('H265', '', size(2560, 1440))));
    const older = readEncoderOptions(
      answer(`<Options><H264>${size(640, 360)}${upTo(20)}</H264></Options>`),
    );
    expect([isWhole(newer), isWhole(older)]).toEqual([false, true]);
    expect(fillSettable(newer, older)).toMatchObject({
      codecs: ['H265'],
      largest: { width: 2560, height: 1440 },
      fps: 20,
    });
    expect(fillSettable(undefined, older)).toBe(older);
    expect(fillSettable(newer, undefined)).toBe(newer);
    expect(fillSettable(undefined, undefined)).toBeUndefined();
  });
});

describeWithCaptures('recorded encoder options', (captures) => {
  const read = (name: string): unknown =>
    bodyOf(captures.find((capture: Capture) => capture.name === name)?.bytes ?? Buffer.alloc(0));

  it('of three devices', () => {
    expect(
      readEncoderOptions(read('agsh/media.GetVideoEncoderConfigurationOptions.xml')),
    ).toMatchObject({
      codecs: ['H264', 'JPEG', 'MPEG4'],
      largest: { width: 1920, height: 1080 },
      fps: 25,
    });
    expect(
      readEncoderOptions2(read('ex_onvif/get_media2_video_encoder_configuration_options.xml')),
    ).toMatchObject({
      codecs: ['H264', 'H265'],
      largest: { width: 3840, height: 2160 },
      fps: 12.5,
    });
    expect(
      isWhole(readEncoderOptions(read('ex_onvif/get_video_encoder_configuration_options.xml'))),
    ).toBe(true);
  });
});
