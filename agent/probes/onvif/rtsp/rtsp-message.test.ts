import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseOf,
  buildRequest,
  controlUri,
  headersOf,
  type RtspItem,
  RtspReader,
} from './rtsp-message.ts';

const RESPONSE =
  'RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\nWWW-Authenticate: Basic realm="x"\r\nwww-authenticate: Digest nonce="1"\r\nContent-Length: 4\r\n\r\nbody';
const FRAME = Buffer.from([0x24, 0, 0, 3, 1, 2, 3]);
type Read = RtspItem | { readonly kind: 'frame'; readonly payload: Uint8Array };

/** A reader, and what it has handed on; of frames a copy, as they are gone when the next chunk comes. */
function reading() {
  const items: Read[] = [];
  const reader = new RtspReader({
    onFrame: (_, payload) => items.push({ kind: 'frame', payload: Uint8Array.from(payload) }),
    onItem: (item) => items.push(item),
  });
  return { items, push: (bytes: string | Buffer) => reader.push(Buffer.from(bytes)) };
}

const read = (...chunks: readonly (string | Buffer)[]): readonly Read[] => {
  const { items, push } = reading();
  for (const chunk of chunks) push(chunk);
  return items;
};

describe('an RTSP connection', () => {
  it('gives responses with every header line, and frames between them', () => {
    const items = read(Buffer.concat([FRAME, Buffer.from(RESPONSE), FRAME]));
    expect(items.map(({ kind }) => kind)).toEqual(['frame', 'response', 'frame']);
    const response = items[1];
    expect(response).toMatchObject({ status: 401, body: 'body' });
    expect(response?.kind === 'response' && headersOf(response, 'www-authenticate')).toHaveLength(
      2,
    );
  });

  it('gives the same however the bytes are torn', () => {
    const whole = Buffer.concat([FRAME, Buffer.from(`\r\n${RESPONSE}`), FRAME, FRAME]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length })), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const parts = edges.slice(1).map((edge, at) => whole.subarray(edges[at] ?? 0, edge));
        expect(read(...parts)).toEqual(read(whole));
      }),
    );
  });

  it('passes over a question of the server, torn anywhere', () => {
    const text = `OPTIONS rtsp://x/ RTSP/1.0\r\nCSeq: 1\r\n\r\n${RESPONSE}`;
    for (let cut = 0; cut <= text.length; cut += 1) {
      const items = read(text.slice(0, cut), text.slice(cut));
      expect(items.map(({ kind }) => kind)).toEqual(['request', 'response']);
    }
  });

  it.each([
    ['another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['noise', Buffer.from([0xff, 0xfe, 0x00, 0x3c])],
    ['a head without an end', `RTSP/1.0 200 OK\r\n${'X: y\r\n'.repeat(4_000)}`],
    ['a body of impossible length', 'RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n'],
  ])('ends at %s, and holds nothing after it', (_, bytes) => {
    const { items, push } = reading();
    push(bytes);
    expect(items.at(-1)?.kind).toBe('garbage');
    const before = items.length;
    push(RESPONSE);
    push(FRAME);
    expect(items).toHaveLength(before);
  });

  it('never throws and never hangs on any bytes', () => {
    const head = fc.constantFrom('RTSP/1.0 200 OK\r\n', '$', 'RTSP/1.0 200', 'GET ', '\r\n', '');
    const chunk = fc.tuple(head, fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(chunk), (chunks) => {
        const { push } = reading();
        for (const [first, rest] of chunks)
          push(Buffer.concat([Buffer.from(first), Buffer.from(rest)]));
      }),
      { numRuns: 500 },
    );
  });
});

describe('addresses over RTSP', () => {
  it('mend a doubled scheme, and fall back to what was asked', () => {
    const stated = (value: string) => ({ headers: [['content-base', value] as const] });
    expect(baseOf(stated('rtsp://rtsp://10.0.0.9:554/a/'), 'x')).toBe('rtsp://10.0.0.9:554/a/');
    expect(baseOf(stated('/a/b'), 'rtsp://h/a')).toBe('rtsp://h/a');
    expect(baseOf({ headers: [] }, 'rtsp://h/a')).toBe('rtsp://h/a');
  });

  it.each([
    ['rtsp://h/a/', 'trackID=1', 'rtsp://h/a/trackID=1'],
    ['rtsp://h/a', 'trackID=1', 'rtsp://h/a/trackID=1'],
    ['rtsp://h/a?x=1', 'trackID=1', 'rtsp://h/a?x=1/trackID=1'],
    ['rtsp://h/a', 'rtsp://10.0.0.1/b?c', 'rtsp://10.0.0.1/b?c'],
    ['rtsp://h/a', '*', 'rtsp://h/a'],
  ])('resolve on %s the control %s', (base, control, uri) => {
    expect(controlUri(base, control)).toBe(uri);
  });

  it('cannot carry a line of their own into a request', () => {
    const request = buildRequest('SETUP', 'rtsp://h/a\r\nX: 1', { Session: '1\r\nY: 2' });
    expect(request.trimEnd().split('\r\n')).toHaveLength(2);
  });
});
