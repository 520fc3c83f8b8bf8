import {
  headersOf,
  type RtspItem,
  RtspReader,
} from '../../../agent/probes/onvif/rtsp/rtsp-message.ts';
import {
  parseStreamUri,
  shownUri,
  uriOf,
} from '../../../agent/probes/onvif/rtsp/stream-address.ts';
import {
  authorization,
  chooseChallenge,
  offersBasic,
  parseChallenges,
} from '../../../agent/probes/onvif/soap/digest.ts';
import { bytesOf, promise, type Target, textOf } from '../target.ts';

const ACCOUNT = { user: 'viewer', password: 'planted-secret' };
const HOST = { host: '192.0.2.7', port: undefined };

const FRAME = Buffer.from([0x24, 0, 0, 14, 0x80, 0xe0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0x65, 0x88]);
const CHALLENGES = [
  'WWW-Authenticate: Digest realm="cam", nonce="n", qop="auth, auth-int", algorithm=SHA-256',
  'WWW-Authenticate: digest realm="c\\"am", nonce=n, stale=true, algorithm=MD5-sess',
  'WWW-Authenticate: Basic realm="cam"',
].join('\r\n');

/** What comes over an RTSP connection, torn anywhere; logins; addresses of streams. */
export const rtsp: Target = {
  name: 'rtsp',
  seeds: async () => [
    bytesOf(`RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\n${CHALLENGES}\r\n\r\n`),
    bytesOf(
      'RTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Base: rtsp://rtsp://h/\r\nContent-Length: 4\r\n\r\nv=0\n',
    ),
    bytesOf(
      'RTSP/1.0 200 OK\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\nSession: 1;timeout=60\r\n\r\n',
    ),
    Buffer.concat([FRAME, FRAME, bytesOf('OPTIONS rtsp://h/ RTSP/1.0\r\nCSeq: 1\r\n\r\n'), FRAME]),
    bytesOf(
      'rtsp://viewer:planted-secret@10.0.0.1:554:554/cam?user=viewer&password=planted-secret',
    ),
  ],
  words: [
    ...[
      'algorithm=constructor',
      'algorithm=__proto__',
      'viewer:planted/secret@',
      'pwd=planted?secret',
    ],
    ...['RTSP/1.0 200 OK\r\n', '\r\n\r\n', 'Content-Length: 262145\r\n', 'Content-Length: -1\r\n'],
    ...[
      'WWW-Authenticate: ',
      'Digest ',
      'nonce="',
      'qop=',
      'stale=true',
      '$\0\0\0',
      '$\xff\xff\xff',
    ],
    ...['rtsp://', 'rtsps://', '@', ':554', '?password='],
  ],
  feed(bytes, random) {
    const whole = itemsOf([bytes]);
    const torn = itemsOf(chunksOf(bytes, random));
    promise(JSON.stringify(whole) === JSON.stringify(torn), 'torn elsewhere it reads otherwise');
    for (const item of whole)
      if (item.kind === 'response') logIn(headersOf(item, 'www-authenticate'));
    const text = textOf(bytes);
    logIn(text.split('\n', 20));
    const address = parseStreamUri(text.slice(0, 2_000), HOST);
    if (address === undefined) return;
    promise(uriOf(address).includes(HOST.host), 'a stream of another host');
    promise(!/password=planted-secret/.test(shownUri(address)), 'a password is shown');
  },
};

type Read =
  | RtspItem
  | { readonly kind: 'frame'; readonly channel: number; readonly payload: Uint8Array };

/** Of a frame a copy: its payload is a view of its chunk, gone when the next one comes. */
function itemsOf(chunks: readonly Uint8Array[]): readonly Read[] {
  const items: Read[] = [];
  const reader = new RtspReader({
    onFrame: (channel, payload) =>
      items.push({ kind: 'frame', channel, payload: Uint8Array.from(payload) }),
    onItem: (item) => items.push(item),
  });
  for (const chunk of chunks) reader.push(chunk);
  return items;
}

/** At most a hundred, or a long input would take the time of its square in the test itself. */
function chunksOf(bytes: Uint8Array, random: () => number): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const step = Math.max(1, Math.ceil(bytes.length / 50));
  for (let at = 0; at < bytes.length; ) {
    const next = at + 1 + Math.floor(random() * step);
    chunks.push(Uint8Array.from(bytes.subarray(at, next)));
    at = next;
  }
  return chunks;
}

function logIn(lines: readonly string[]): void {
  offersBasic(lines);
  const challenge = chooseChallenge(parseChallenges(lines), true);
  if (challenge === undefined) return;
  const signed = { method: 'DESCRIBE', uri: 'rtsp://192.0.2.7/', cnonce: 'c', count: 1 };
  const value = authorization(challenge, ACCOUNT, signed);
  promise(!/[\r\n]/.test(value), 'a login of two lines');
  // What the camera itself said comes back to it in the answer.
  const isEchoed = lines.some((line) => line.includes(ACCOUNT.password));
  promise(isEchoed || !value.includes(ACCOUNT.password), 'a password in the clear');
}
