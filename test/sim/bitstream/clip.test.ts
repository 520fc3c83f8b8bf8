import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithPeers } from '../../peers.ts';
import { decodedSamples } from '../decoded-samples.ts';
import { nalUnit } from './bit-writer.ts';
import { clipOf } from './clip.ts';
import type { Picture } from './picture.ts';

const START_CODE = Buffer.from([0, 0, 0, 1]);
const FRAMES = 25;

async function decoded(picture: Picture): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-clip-'));
  const file = join(folder, 'clip');
  const clip = clipOf(picture);
  const units = Array.from({ length: FRAMES }, (_, frame) => clip.accessUnit(frame)).flat();
  writeFileSync(file, Buffer.concat(units.flatMap((unit) => [START_CODE, unit])));
  const format = picture.codec === 'H264' ? 'h264' : 'hevc';
  const samples = await decodedSamples(['-f', format, '-i', file], FRAMES);
  rmSync(folder, { recursive: true });
  return samples;
}

describeWithPeers(['ffmpeg'], 'a synthesised clip', () => {
  it.each([
    { codec: 'H264', width: 1920, height: 1080 },
    { codec: 'H265', width: 1920, height: 1080 },
    { codec: 'H264', width: 640, height: 360 },
    { codec: 'H265', width: 646, height: 362 },
  ] as const)(
    'decodes to nothing but grey: $codec $width×$height',
    async (size) => {
      const samples = await decoded({ ...size, fps: 25, gopFrames: 10 });
      expect(samples.length).toBe(FRAMES * size.width * size.height * 1.5);
      expect(samples.every((sample) => sample === 128)).toBe(true);
    },
    60_000,
  );
});

describe('a NAL unit', () => {
  it('never holds a start code, and gives its payload back without the inserted 03s', () => {
    const payload = fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 255), { maxLength: 60 });
    fc.assert(
      fc.property(payload, (bytes) => {
        const unit = nalUnit([0x65], Buffer.from(bytes));
        const text = unit.toString('hex').match(/../g) ?? [];
        expect(text.join(' ')).not.toMatch(/00 00 0[012]/);
        const plain = text.join(' ').replaceAll(/00 00 03/g, '00 00');
        expect(plain).toBe(['65', ...bytes.map((b) => b.toString(16).padStart(2, '0'))].join(' '));
      }),
    );
  });
});
