import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ECHO_BYTES, encodeEcho, readEcho } from './echo.ts';
import { encodeHeartbeat, HEARTBEAT_BYTES, type Heartbeat, readHeartbeat } from './heartbeat.ts';

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const id = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const beat: fc.Arbitrary<Heartbeat> = fc.record({
  kind: fc.constantFrom('question', 'answer'),
  id,
  sequence: word,
  received: word,
});

describe('the heartbeat datagram', () => {
  it('reads back what it wrote, in the stated size, and an answer is as long as its question', () => {
    fc.assert(
      fc.property(beat, (sent) => {
        expect(encodeHeartbeat(sent).length).toBe(HEARTBEAT_BYTES);
        expect(readHeartbeat(encodeHeartbeat(sent))).toEqual(sent);
      }),
    );
  });

  it('never throws on any bytes, and knows only its own magic and size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const read = readHeartbeat(bytes);
        if (read !== undefined) expect([...encodeHeartbeat(read)]).toEqual([...bytes]);
      }),
    );
    expect(readHeartbeat(new Uint8Array(HEARTBEAT_BYTES))).toBeUndefined();
  });

  it('and the echo are never taken for one another', () => {
    fc.assert(
      fc.property(beat, (sent) => {
        expect(readEcho(encodeHeartbeat(sent))).toBeUndefined();
        const echo = encodeEcho({ kind: sent.kind, id: sent.id, sequence: sent.sequence });
        expect(echo.length).toBe(ECHO_BYTES);
        expect(readHeartbeat(echo)).toBeUndefined();
      }),
    );
  });

  it('counts on past the largest number of 32 bits', () => {
    const sent = { kind: 'answer', id: '00'.repeat(8), sequence: 2 ** 32 + 3, received: 2 ** 32 };
    expect(readHeartbeat(encodeHeartbeat({ ...sent, kind: 'answer' }))).toMatchObject({
      sequence: 3,
      received: 0,
    });
  });
});
