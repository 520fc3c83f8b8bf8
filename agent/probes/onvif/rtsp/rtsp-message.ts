/**
 * What comes over an RTSP connection (RFC 2326 §4, §10.12): messages as text, and between them
 * binary frames: `$`, one byte of channel, two of length, the payload.
 */
export interface RtspResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export type RtspItem =
  | RtspResponse
  /** A question of the server to us; there is nothing we would answer. */
  | { readonly kind: 'request' }
  | { readonly kind: 'garbage'; readonly detail: string };

const MAX_HEAD_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 256 * 1024;
const DOLLAR = 0x24;
/** Bytes of a frame before its payload. */
const HEAD = 4;
const NOTHING = Buffer.alloc(0);

/** Who is handed what was read, in the order in which it came. */
export interface RtspTaker {
  /** `payload` is a view of what was pushed, until `push` returns. */
  onFrame(channel: number, payload: Uint8Array): void;
  onItem(item: RtspItem): void;
}

/** Reads chunks torn anywhere. After garbage it reads nothing more. */
export class RtspReader {
  readonly #taker: RtspTaker;
  #pending: Buffer = NOTHING;
  #broken = false;

  constructor(taker: RtspTaker) {
    this.#taker = taker;
  }

  push(chunk: Uint8Array): void {
    if (this.#broken) return;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const rest = this.#pending[0] === DOLLAR ? this.#afterTorn(bytes) : this.#joined(bytes);
    if (rest !== undefined) this.#read(rest);
  }

  #joined(bytes: Buffer): Buffer {
    return this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
  }

  /** What follows the torn frame; undefined while it is torn still. Almost every chunk has a torn end: it is not copied for that. */
  #afterTorn(bytes: Buffer): Buffer | undefined {
    const torn = this.#pending;
    const head = torn.length < HEAD ? Buffer.concat([torn, bytes.subarray(0, HEAD)]) : torn;
    const missing = (lengthOfFrame(head, 0) ?? Number.POSITIVE_INFINITY) - torn.length;
    this.#pending = this.#joined(bytes.subarray(0, missing));
    if (bytes.length < missing) return undefined;
    passFrames(this.#pending, 0, this.#taker);
    return bytes.subarray(missing);
  }

  #read(bytes: Buffer): void {
    let at = 0;
    for (;;) {
      at = passFrames(bytes, at, this.#taker);
      const taken = at < bytes.length && bytes[at] !== DOLLAR ? takeMessage(bytes, at) : undefined;
      if (taken === undefined) break;
      at = taken.next;
      if (taken.item.kind === 'garbage') this.#broken = true;
      this.#taker.onItem(taken.item);
    }
    // A copy of what is left: the chunk is not ours to keep.
    this.#pending = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at));
  }
}

type Taken = { readonly item: RtspItem; readonly next: number } | undefined;

/** Hands on every whole frame from `at` on, and says where what is no whole frame begins. It runs for every packet: plain, and no object more. */
function passFrames(bytes: Buffer, from: number, taker: RtspTaker): number {
  for (let at = passLineEnds(bytes, from); ; ) {
    const length = bytes[at] === DOLLAR ? lengthOfFrame(bytes, at) : undefined;
    if (length === undefined || bytes.length < at + length) return at;
    // A plain view: Buffer's own subarray shows in a profile.
    const payload = new Uint8Array(bytes.buffer, bytes.byteOffset + at + HEAD, length - HEAD);
    taker.onFrame(bytes[at + 1] ?? 0, payload);
    at = passLineEnds(bytes, at + length);
  }
}

/** With its head; undefined while that is not all there. */
const lengthOfFrame = (bytes: Buffer, at: number): number | undefined =>
  bytes.length < at + HEAD ? undefined : HEAD + bytes.readUInt16BE(at + 2);

function passLineEnds(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x0d || bytes[at] === 0x0a) at += 1;
  return at;
}

function takeMessage(bytes: Buffer, start: number): Taken {
  const shown = bytes.subarray(start, start + MAX_HEAD_BYTES).toString('latin1');
  if (!couldBeMessage(shown)) return garbage(bytes, 'bytes that are no RTSP');
  const end = /\r?\n\r?\n/.exec(shown);
  if (end === null)
    return shown.length < MAX_HEAD_BYTES ? undefined : garbage(bytes, 'a head without an end');
  const [first = '', ...lines] = shown.slice(0, end.index).split(/\r?\n/);
  const headers = readHeaders(lines);
  const length = Number(headerOf({ headers }, 'content-length') ?? '0');
  if (!Number.isInteger(length) || length < 0 || length > MAX_BODY_BYTES)
    return garbage(bytes, 'a body of impossible length');
  const bodyAt = start + end.index + end[0].length;
  if (bytes.length < bodyAt + length) return undefined;
  const status = /^RTSP\/\d\.\d (\d{3})/i.exec(first)?.[1];
  if (status === undefined) return { item: { kind: 'request' }, next: bodyAt + length };
  const body = bytes.subarray(bodyAt, bodyAt + length).toString('utf8');
  return {
    item: { kind: 'response', status: Number(status), headers, body },
    next: bodyAt + length,
  };
}

const garbage = (bytes: Buffer, detail: string): Taken => ({
  item: { kind: 'garbage', detail },
  next: bytes.length,
});

/** A status line, or a request of the server (a method in capitals, an address, a version), as far as it has come. */
function couldBeMessage(shown: string): boolean {
  const [first = ''] = shown.split('\n', 1);
  if (isBegunBy(first, 'RTSP/')) return true;
  const words = /^([A-Z_]{1,20})(?: ([\x21-\x7e]{0,2000})(?: ([\x21-\x7e]{0,8}))?)?\r?$/.exec(
    first,
  );
  return words !== null && !first.startsWith('HTTP') && isBegunBy(words[3] ?? '', 'RTSP/');
}

/** One is the beginning of the other, however the letters are written. */
const isBegunBy = (text: string, start: string): boolean =>
  start.startsWith(text.slice(0, start.length).toUpperCase());

function readHeaders(lines: readonly string[]): RtspResponse['headers'] {
  return lines.slice(0, 100).flatMap((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) return [];
    return [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
}

type Headed = Pick<RtspResponse, 'headers'>;

export const headerOf = ({ headers }: Headed, name: string): string | undefined =>
  headers.find(([known]) => known === name)?.[1];

export const headersOf = ({ headers }: Headed, name: string): readonly string[] =>
  headers.filter(([known]) => known === name).map(([, value]) => value);

/** A request of ours. Values come from the other side: a line break in one is left out. */
export function buildRequest(
  method: string,
  uri: string,
  headers: Readonly<Record<string, string>>,
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${oneLine(value)}\r\n`);
  return `${method} ${oneLine(uri)} RTSP/1.0\r\n${lines.join('')}\r\n`;
}

const oneLine = (text: string): string => text.replace(/[\r\n\0]/g, '');

/** The base of a description's relative addresses; `rtsp://rtsp://…` is a known slip. */
export function baseOf(response: Headed, asked: string): string {
  const stated = headerOf(response, 'content-base') ?? headerOf(response, 'content-location');
  const mended = stated?.replace(/^(?:rtsps?:\/\/)+(?=rtsps?:\/\/)/i, '');
  return mended !== undefined && /^rtsps?:\/\/[^\s]+$/i.test(mended) ? mended : asked;
}

/** A control address resolved as cameras mean it: appended, behind a query string too. */
export function controlUri(base: string, control: string): string {
  if (control === '' || control === '*') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return `${base}${base.endsWith('/') ? '' : '/'}${control.replace(/^\/+/, '')}`;
}
