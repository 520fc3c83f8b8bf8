import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestReader, type RtspRequest } from './request.ts';

const OPTIONS = 'OPTIONS rtsp://127.0.0.1/a RTSP/1.0\r\nCSeq: 1\r\n\r\n';
const REPORT = Buffer.from([0x24, 1, 0, 3, 9, 9, 9]);

describe('the requests in a client’s bytes', () => {
  it('come out the same however the bytes are cut, receiver reports between them skipped', () => {
    const whole = Buffer.concat([Buffer.from(OPTIONS), REPORT, Buffer.from(OPTIONS), REPORT]);
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length)), (cuts) => {
        const reader = new RequestReader();
        const found: RtspRequest[] = [];
        const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        for (const [index, from] of places.entries()) {
          const requests = reader.push(whole.subarray(from, places[index + 1]));
          if (requests === 'broken') throw new Error('broken');
          found.push(...requests);
        }
        expect(found.map(({ method }) => method)).toEqual(['OPTIONS', 'OPTIONS']);
      }),
    );
  });

  it('never throw on any bytes, and are bounded', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        const reader = new RequestReader();
        for (const chunk of chunks) {
          if (reader.push(Buffer.from(chunk)) === 'broken') break;
        }
      }),
    );
    expect(new RequestReader().push(Buffer.alloc(70_000, 'A'))).toBe('broken');
  });
});
