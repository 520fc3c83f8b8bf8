import { Readable } from 'node:stream';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { Ms } from '../../../kit/units.ts';

export interface SmtpServer {
  readonly connection: SmtpConnection.Options;
  readonly login: { readonly user: string; readonly pass: string } | undefined;
}

/** One message as it goes over the wire. */
export interface Outgoing {
  readonly from: string;
  readonly to: string;
  readonly eml: Uint8Array;
}

/**
 * What went wrong, and whether the server had the whole message by then: without an answer it may have kept it.
 * `silent`: it kept the connection and said nothing for as long as it was given.
 */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly handed: boolean;
  readonly silent: boolean;

  constructor(cause: unknown, { handed, silent }: { handed: boolean; silent: boolean }) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.handed = handed;
    this.silent = silent;
  }
}

/** How long a server is given. */
export interface Patience {
  /** For any answer but the last. */
  readonly answer: Ms;
  /** Until it has the whole mail. */
  readonly handing: Ms;
  /** For its answer to the whole mail. */
  readonly taking: Ms;
}

/** When to stop waiting, which may be put off or drawn near. */
class Deadline {
  readonly #ending = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  within(span: Ms): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ending.abort(), span);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** One signed-in connection; what fails on it ends it. */
export class SmtpSession {
  readonly #connection: SmtpConnection;
  readonly #answerWithin: number;
  #failed: Error | undefined;
  #fail: (error: Error) => void = () => undefined;

  private constructor(server: SmtpServer) {
    this.#connection = new SmtpConnection(server.connection);
    this.#answerWithin = server.connection.socketTimeout ?? 0;
    const end = (error?: Error) => {
      this.#failed ??= error ?? new Error('connection closed');
      this.#fail(this.#failed);
    };
    this.#connection.on('error', end);
    this.#connection.once('end', () => end());
  }

  /** `signal` bounds the opening. */
  static async open(server: SmtpServer, signal: AbortSignal): Promise<SmtpSession> {
    const session = new SmtpSession(server);
    try {
      await session.#step(signal, (done) => session.#connection.connect(done));
      const { login } = server;
      if (login !== undefined && session.#connection.allowsAuth)
        await session.#step(signal, (done) => session.#connection.login(loginOf(login), done));
      return session;
    } catch (error) {
      session.#connection.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.#failed === undefined;
  }

  /** Calls `onHanded` once the server has the whole message. */
  async send(
    { from, to, eml }: Outgoing,
    signal: AbortSignal,
    onHanded: () => void,
  ): Promise<void> {
    // Read only once the server asks for it, so that its end says it was handed over.
    const message = Readable.from([eml], { objectMode: false });
    let handed = false;
    message.once('end', () => {
      handed = true;
      this.#allow(0);
      onHanded();
    });
    const dsn = { ret: 'HDRS', notify: ['FAILURE', 'DELAY'] } as const;
    const envelope = { from, to: [to], dsn: { ret: dsn.ret, notify: [...dsn.notify] } };
    try {
      await this.#step(signal, (done) => this.#connection.send(envelope, message, done));
      this.#allow(this.#answerWithin);
    } catch (error) {
      this.close();
      throw new SessionError(error, { handed, silent: handed && signal.aborted });
    }
  }

  /** Says goodbye without waiting for the answer. */
  quit(): void {
    if (this.isOpen) this.#connection.quit();
  }

  close(): void {
    this.#failed ??= new Error('connection closed');
    this.#connection.close();
  }

  /** How long the server may say nothing, in ms; 0 is for ever. */
  #allow(silence: number): void {
    const socket = this.#connection._socket;
    if (socket) socket.setTimeout(silence);
  }

  /** One exchange: ended by its answer, by the connection's end, or by the signal. */
  #step(signal: AbortSignal, run: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(new Error('the server took too long'));
      const settle = (error?: Error | null) => {
        signal.removeEventListener('abort', abort);
        this.#fail = () => undefined;
        // An answer that ends the connection comes just before the connection's own end.
        if (error === undefined || error === null) resolve();
        else reject(error);
      };
      if (this.#failed !== undefined) return settle(this.#failed);
      signal.addEventListener('abort', abort, { once: true });
      this.#fail = (error) => setImmediate(settle, error);
      run(settle);
    });
  }
}

const loginOf = (login: { readonly user: string; readonly pass: string }) => ({
  credentials: { ...login },
});

/** A connection that stays open for the next mail, for so long after the last. */
export class SmtpLine {
  readonly #server: SmtpServer;
  readonly #idle: Ms;
  #session: SmtpSession | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: SmtpServer, idle: Ms) {
    this.#server = server;
    this.#idle = idle;
  }

  /** `stop`: the last answer is waited for no longer than any other. */
  async send(mail: Outgoing, { answer, handing, taking }: Patience, stop: AbortSignal) {
    clearTimeout(this.#timer);
    const deadline = new Deadline();
    const hurry = () => deadline.within(answer);
    const { signal } = deadline;
    deadline.within(handing);
    stop.addEventListener('abort', hurry, { once: true });
    try {
      const session = this.#session?.isOpen
        ? this.#session
        : await SmtpSession.open(this.#server, signal);
      this.#session = session;
      await session.send(mail, signal, () => deadline.within(stop.aborted ? answer : taking));
      this.#timer = setTimeout(() => this.#hangUp(), this.#idle).unref();
    } finally {
      stop.removeEventListener('abort', hurry);
      deadline.clear();
    }
  }

  #hangUp(): void {
    this.#session?.quit();
    this.#session = undefined;
  }
}
