import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { carry } from './carry.ts';
import { challengesOf, checkLogin } from './login.ts';
import type { RtspOptions } from './options.ts';
import type { RtspRequest } from './request.ts';
import { Sender } from './sender.ts';
import { PAYLOAD_TYPE, type Track } from './track.ts';

const METHODS = 'OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN';
const TRACK_NAME = 'trackID=1';
const SESSION_TIMEOUT_S = 60;
const REASONS = {
  200: 'OK',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  461: 'Unsupported Transport',
} as const;

interface Reply {
  readonly status: keyof typeof REASONS;
  readonly lines?: readonly string[];
  readonly body?: string;
}

interface Session {
  readonly id: string;
  readonly url: string;
  readonly sender: Sender;
}

/** One connection of a client, with at most one session. */
export class Conversation {
  readonly #socket: Socket;
  readonly #options: RtspOptions;
  #session: Session | undefined;

  constructor(socket: Socket, options: RtspOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  async answer(request: RtspRequest): Promise<string> {
    const { status, lines = [], body = '' } = await this.#guarded(request);
    const head = [
      `RTSP/1.0 ${status} ${REASONS[status]}`,
      `CSeq: ${request.headers.get('cseq') ?? 0}`,
      'Server: hatang camera simulator',
      ...lines,
      ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    ];
    return `${head.join('\r\n')}\r\n\r\n${body}`;
  }

  end(): void {
    if (this.#session === undefined) return;
    this.#session.sender.stop();
    this.#session = undefined;
    this.#options.seen.session(-1);
  }

  async #guarded(request: RtspRequest): Promise<Reply> {
    if (request.method === 'OPTIONS') return { status: 200, lines: [`Public: ${METHODS}`] };
    const authorization = request.headers.get('authorization');
    const verdict = checkLogin(this.#options, request.method, authorization);
    if (verdict === 'ok') return await this.#reply(request);
    if (verdict === 'wrong') this.#options.seen.failedLogin();
    const challenges = challengesOf(this.#options, verdict === 'stale');
    return { status: 401, lines: challenges.map((line) => `WWW-Authenticate: ${line}`) };
  }

  async #reply(request: RtspRequest): Promise<Reply> {
    switch (request.method) {
      case 'DESCRIBE':
        return this.#describe(request);
      case 'SETUP':
        return await this.#setUp(request);
      case 'PLAY':
        return this.#withSession(request, (session) => play(session));
      case 'GET_PARAMETER':
        return this.#withSession(request, ({ id }) => ({ status: 200, lines: [`Session: ${id}`] }));
      case 'TEARDOWN':
        return this.#withSession(request, () => this.#tearDown());
      default:
        return { status: 405, lines: [`Allow: ${METHODS}`] };
    }
  }

  #describe(request: RtspRequest): Reply {
    const track = this.#trackAt(request.url);
    if (track === undefined) return { status: 404 };
    const lines = [`Content-Base: ${request.url}/`, 'Content-Type: application/sdp'];
    return { status: 200, lines, body: description(track, this.#socket.localAddress) };
  }

  async #setUp(request: RtspRequest): Promise<Reply> {
    const track = this.#trackAt(request.url);
    if (track === undefined) return { status: 404 };
    if (this.#session !== undefined) return { status: 455 };
    const carried = await carry(
      this.#socket,
      this.#options.transport,
      request.headers.get('transport') ?? '',
    );
    if (carried === undefined) return { status: 461 };
    const { carrier, chosen } = carried;
    if (this.#socket.destroyed) {
      carrier.close();
      return { status: 454 };
    }
    const sender = new Sender({ track, carrier, state: this.#options.state });
    const id = randomBytes(4).toString('hex');
    this.#session = { id, url: request.url, sender };
    this.#options.seen.session(1);
    return {
      status: 200,
      lines: [`Session: ${id};timeout=${SESSION_TIMEOUT_S}`, `Transport: ${chosen}`],
    };
  }

  #tearDown(): Reply {
    this.end();
    this.#options.seen.teardown();
    return { status: 200 };
  }

  #withSession(request: RtspRequest, answer: (session: Session) => Reply): Reply {
    const sent = request.headers.get('session')?.split(';')[0];
    const session = this.#session;
    return session === undefined || sent !== session.id ? { status: 454 } : answer(session);
  }

  #trackAt(url: string): Track | undefined {
    const path = url.replace(/^rtsp:\/\/[^/]*/i, '').replace(`/${TRACK_NAME}`, '');
    return this.#options.tracks.get(path.replace(/\/$/, ''));
  }
}

function play({ id, url, sender }: Session): Reply {
  const lines = [
    `Session: ${id}`,
    'Range: npt=0.000-',
    `RTP-Info: url=${url};${sender.firstPacket}`,
  ];
  sender.play();
  return { status: 200, lines };
}

function description(track: Track, address: string | undefined): string {
  const lines = [
    'v=0',
    `o=- 1 1 IN IP4 ${address ?? '127.0.0.1'}`,
    's=hatang camera simulator',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'a=range:npt=0-',
    `m=video 0 RTP/AVP ${PAYLOAD_TYPE}`,
    ...track.sdpLines,
    `a=control:${TRACK_NAME}`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}
