/** A bare RTSP client for the simulator's own tests: plays one stream and notes what came when. */
import { connect, type Socket } from 'node:net';

export interface Frame {
  /** RTP time stamp. */
  readonly timestamp: number;
  readonly arrivedAtMs: number;
}

export interface Viewer {
  readonly frames: readonly Frame[];
  readonly playStatus: number;
  readonly isOpen: () => boolean;
  /** TEARDOWN, answered. */
  tearDown(): Promise<number>;
  close(): void;
}

/** Plays `url` with Basic credentials. */
export async function view(url: string, user: string, password: string): Promise<Viewer> {
  const { hostname, port } = new URL(url);
  const wire = new Wire(connect(Number(port), hostname));
  const login = `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  await wire.ask('DESCRIBE', url, [login]);
  const transport = 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1';
  const setUp = await wire.ask('SETUP', `${url}/trackID=1`, [login, transport]);
  const session = `Session: ${/Session: ([0-9a-f]+)/.exec(setUp)?.[1] ?? ''}`;
  const played = await wire.ask('PLAY', url, [login, session]);
  return {
    frames: wire.frames,
    playStatus: statusOf(played),
    isOpen: () => !wire.socket.destroyed,
    tearDown: async () => statusOf(await wire.ask('TEARDOWN', url, [login, session])),
    close: () => wire.socket.destroy(),
  };
}

const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

class Wire {
  readonly socket: Socket;
  readonly frames: Frame[] = [];
  #rest = Buffer.alloc(0);
  #cseq = 0;
  #waiting: ((answer: string) => void) | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      while (this.#takeOne());
    });
    socket.on('error', () => socket.destroy());
  }

  ask(method: string, url: string, lines: readonly string[]): Promise<string> {
    this.#cseq += 1;
    const head = [`${method} ${url} RTSP/1.0`, `CSeq: ${this.#cseq}`, ...lines];
    this.socket.write(`${head.join('\r\n')}\r\n\r\n`);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #takeOne(): boolean {
    if (this.#rest.length < 4) return false;
    return this.#rest[0] === 0x24 ? this.#takePacket() : this.#takeAnswer();
  }

  #takePacket(): boolean {
    const end = 4 + this.#rest.readUInt16BE(2);
    if (this.#rest.length < end) return false;
    const packet = this.#rest.subarray(4, end);
    const isVideo = this.#rest[1] === 0;
    const isLastOfFrame = isVideo && (packet.readUInt8(1) & 0x80) !== 0;
    if (isLastOfFrame) {
      this.frames.push({ timestamp: packet.readUInt32BE(4), arrivedAtMs: performance.now() });
    }
    this.#rest = this.#rest.subarray(end);
    return true;
  }

  #takeAnswer(): boolean {
    const head = this.#rest.indexOf('\r\n\r\n');
    if (head < 0) return false;
    const text = this.#rest.toString('utf8', 0, head);
    const end = head + 4 + Number(/Content-Length: (\d+)/.exec(text)?.[1] ?? 0);
    if (this.#rest.length < end) return false;
    this.#rest = this.#rest.subarray(end);
    this.#waiting?.(text);
    return true;
  }
}
