import { createServer, type Server, type Socket } from 'node:net';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type SmtpReply = 'take' | { readonly code: number };

/** Real SMTP servers on loopback, and the mails they took, as a mail program reads them. */
export class SmtpCatcher {
  readonly inbox: ParsedMail[] = [];
  readonly #servers: { close(done: () => void): unknown }[] = [];

  /** A server that answers each mail as `reply` says at that moment; gives its port. */
  listen(reply: () => SmtpReply, options: SMTPServerOptions = {}, port = 0): Promise<number> {
    const server = new SMTPServer({
      authOptional: true,
      // Its own certificate is public: plain on loopback is what these tests speak.
      disabledCommands: ['STARTTLS'],
      ...options,
      onData: (stream, _session, done) => {
        simpleParser(stream).then((mail) => done(this.#answer(mail, reply())), done);
      },
    });
    server.on('error', () => undefined);
    this.#servers.push(server);
    return listening(server.server, port);
  }

  /** A server that never says a word. */
  mute(): Promise<number> {
    return this.#raw(createServer((socket) => void socket.on('error', () => undefined)));
  }

  /** A server that is none: what it says first is no greeting. */
  babbling(): Promise<number> {
    return this.#raw(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      }),
    );
  }

  /** A server that says yes to everything but the mail itself: after its last byte `end` does. */
  ending(end: (socket: Socket) => unknown): Promise<number> {
    const server = createServer((socket) => {
      let inData = false;
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1');
        if (inData) return text.endsWith('\r\n.\r\n') ? end(socket) : undefined;
        inData = text.startsWith('DATA');
        return socket.write(inData ? '354 go on\r\n' : '250 fine\r\n');
      });
      socket.write('220 ready\r\n');
    });
    return this.#raw(server);
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await new Promise<void>((done) => server.close(done));
  }

  #raw(server: Server): Promise<number> {
    this.#servers.push(server);
    return listening(server, 0);
  }

  #answer(mail: ParsedMail, reply: SmtpReply): Error | null {
    if (reply !== 'take') return Object.assign(new Error('not now'), { responseCode: reply.code });
    this.inbox.push(mail);
    return null;
  }
}

export async function listening(
  server: Pick<Server, 'listen' | 'address'>,
  port: number,
): Promise<number> {
  await new Promise<void>((done) => void server.listen(port, '127.0.0.1', done));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export function recipientOf({ to }: ParsedMail): string | undefined {
  const [only] = Array.isArray(to) ? to : [to satisfies AddressObject | undefined];
  return only?.text;
}

/** A port that nothing listens on, yet. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listening(probe, 0);
  await new Promise((done) => probe.close(done));
  return port;
}
