import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ECHO_BYTES, type Echo, encodeEcho, readEcho } from './echo.ts';

const echo: fc.Arbitrary<Echo> = fc.record({
  kind: fc.constantFrom('question', 'answer'),
  id: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((id) => Buffer.from(id).toString('hex')),
  sequence: fc.integer({ min: 0, max: 0xffff_ffff }),
});

describe('the echo datagram', () => {
  it('reads back what it wrote, in the stated size', () => {
    fc.assert(
      fc.property(echo, (sent) => {
        expect(encodeEcho(sent).length).toBe(ECHO_BYTES);
        expect(readEcho(encodeEcho(sent))).toEqual(sent);
      }),
    );
  });

  it('never throws on any bytes, and knows only its own magic and size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const read = readEcho(bytes);
        if (read !== undefined) expect([...encodeEcho(read)]).toEqual([...bytes]);
      }),
    );
    expect(readEcho(new Uint8Array(ECHO_BYTES))).toBeUndefined();
  });
});
