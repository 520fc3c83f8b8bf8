import type { Socket } from 'node:net';
import { listenTcp } from './listen.ts';

/** One request as the script sees it. */
export interface Asked {
  readonly method: string;
  readonly uri: string;
  /** Head and all. */
  readonly text: string;
}

export interface Script {
  /** Lines of the description behind `v=0`. */
  readonly sdp?: readonly string[];
  /** Status line without `RTSP/1.0 `, then header lines; undefined for the usual answer, null for none. */
  readonly answer?: (asked: Asked) => readonly string[] | null | undefined;
  /** Header lines beside the usual ones. */
  readonly extra?: (asked: Asked) => readonly string[];
  /** Once PLAY was asked, before it is answered. */
  readonly play?: (socket: Socket) => void;
}

export interface Scripted {
  readonly port: number;
  /** `METHOD uri`, in order. */
  readonly seen: readonly string[];
}

export const H264_TRACK = ['m=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000', 'a=control:track1'];

/** An RTSP server that answers rightly, but for what its script says. */
export async function scriptedRtsp(script: Script): Promise<Scripted> {
  const seen: string[] = [];
  const port = await listenTcp((socket) => {
    socket.on('data', (data) => {
      const asked = askedBy(data.toString());
      seen.push(`${asked.method} ${asked.uri}`);
      if (asked.method === 'PLAY') script.play?.(socket);
      const answer = answerTo(asked, script);
      if (answer !== undefined) socket.write(answer);
    });
  });
  return { port, seen };
}

function askedBy(text: string): Asked {
  const [method = '', uri = ''] = text.split(' ');
  return { method, uri, text };
}

function answerTo(asked: Asked, { answer, extra, sdp = H264_TRACK }: Script): string | undefined {
  const body = asked.method === 'DESCRIBE' ? describe(sdp) : '';
  const own = answer?.(asked);
  if (own === null) return undefined;
  const [status, ...lines] = own ?? [
    '200 OK',
    ...usual(asked.method, body),
    ...(extra?.(asked) ?? []),
  ];
  const sequence = `CSeq: ${/CSeq: (\d+)/.exec(asked.text)?.[1]}`;
  const head = [`RTSP/1.0 ${status}`, sequence, ...lines].join('\r\n');
  return `${head}\r\n\r\n${own === undefined ? body : ''}`;
}

const describe = (lines: readonly string[]): string => `v=0\r\n${lines.join('\r\n')}\r\n`;

function usual(method: string, body: string): readonly string[] {
  if (method === 'DESCRIBE') return [`Content-Length: ${body.length}`];
  return method === 'SETUP'
    ? ['Session: 7;timeout=60', 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1']
    : ['Session: 7'];
}

export interface Packet {
  readonly stamp: number;
  readonly payload: readonly number[] | Uint8Array;
  readonly payloadType?: number;
  /** The first byte: version, padding, extension, number of sources. */
  readonly head?: number;
}

export function rtp({ stamp, payload, payloadType = 96, head = 0x80 }: Packet): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(head, 0);
  bytes.writeUInt8(payloadType, 1);
  bytes.writeUInt32BE(stamp, 4);
  return Buffer.concat([bytes, Uint8Array.from(payload)]);
}

/** RFC 2326 §10.12. */
export function interleaved(packet: Uint8Array, channel = 0): Buffer {
  const head = Buffer.from([0x24, channel, 0, 0]);
  head.writeUInt16BE(packet.length, 2);
  return Buffer.concat([head, packet]);
}

export const KEY = [0x65, 0x88];
export const PICTURE = [0x41, 0x9a];

/** Sends at 25 a second by a clock four times as fast, from now on until the socket closes. */
export function at25(socket: Socket, send: (at: number) => Buffer): void {
  let at = 0;
  const tick = () => {
    if (socket.writable) socket.write(send(at));
    at += 1;
  };
  tick();
  const timer = setInterval(tick, 10);
  socket.on('close', () => clearInterval(timer));
}

export const stampOf = (at: number): number => at * 3_600;
