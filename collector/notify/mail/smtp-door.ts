import { createTransport } from 'nodemailer';
import { keepOut } from '../../../kit/keep-out.ts';
import { messageOf } from '../../../kit/result.ts';
import { type Ms, ms, seconds } from '../../../kit/units.ts';
import { type Outgoing, SessionError, SmtpLine, type SmtpServer } from './smtp-session-door.ts';

/** What the server made of one mail. */
export type Delivery =
  | { readonly kind: 'accepted' }
  /** It will never take this mail. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may take this mail later. */
  | { readonly kind: 'deferred'; readonly reason: string }
  /** There was no server that would listen: says nothing about the mail. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It had the whole mail and gave no answer: it may have taken it. */
  | { readonly kind: 'unanswered'; readonly reason: string };

export type Post = (mail: Outgoing) => Promise<Delivery>;

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;
/** Long enough for the mails of one burst, short enough that no server minds. */
const IDLE = ms(500);

/** A real SMTP server; `patience` bounds each answer of it, three times that the whole mail. */
export function smtpPost(url: string, patience: Ms = seconds(10)): Post {
  const { server, clean } = serverAt(url, patience);
  const line = new SmtpLine(server, IDLE);
  return async (mail) => {
    try {
      await line.send(mail, ms(3 * patience));
      return { kind: 'accepted' };
    } catch (error) {
      return deliveryOf(error, clean);
    }
  };
}

/** Why a server would not take a mail from us now: reached, encrypted and signed in to, but nothing is sent. Undefined where it would. */
export async function smtpProblem(
  url: string,
  patience: Ms = seconds(10),
): Promise<string | undefined> {
  const { server, clean } = serverAt(url, patience);
  const { login: auth, connection } = server;
  const transport = createTransport({ ...connection, ...(auth === undefined ? {} : { auth }) });
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    return clean(messageOf(error)).slice(0, 300);
  } finally {
    transport.close();
  }
}

function serverAt(url: string, patience: Ms) {
  const address = new URL(url);
  const local = LOOPBACK.test(address.hostname);
  const secure = address.protocol === 'smtps:';
  const user = decodeURIComponent(address.username);
  const pass = decodeURIComponent(address.password);
  const connection = {
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: address.port === '' ? (secure ? 465 : 25) : Number(address.port),
    secure,
    requireTLS: user !== '' && !local,
    ignoreTLS: local,
    connectionTimeout: patience,
    greetingTimeout: patience,
    dnsTimeout: patience,
    socketTimeout: patience,
  };
  const server: SmtpServer = { connection, login: user === '' ? undefined : { user, pass } };
  return { server, clean: keepOut([pass, `\0${user}\0${pass}`]) };
}

/** Replies to these say something about the mail itself; any other failure is the server's or the network's. */
const ABOUT_THE_MAIL: ReadonlySet<unknown> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** 421: the service is closing. Source: RFC 5321 §4.2.3. */
const CLOSING = 421;
/** 552: too large. Any other permanent no to MAIL FROM is about our own address, and so about every mail. */
const TOO_LARGE = 552;

function deliveryOf(error: unknown, clean: (text: string) => string): Delivery {
  const reason = clean(messageOf(error)).slice(0, 300);
  const { command, responseCode: code = 0 } = replyOf(error);
  const ours = command === 'MAIL FROM' && code >= 500 && code !== TOO_LARGE;
  if (ABOUT_THE_MAIL.has(command) && code >= 400 && code !== CLOSING && !ours)
    return { kind: code >= 500 ? 'refused' : 'deferred', reason };
  const handed = error instanceof SessionError && error.handed && code < 400;
  return { kind: handed ? 'unanswered' : 'unreachable', reason };
}

function replyOf(error: unknown): { command?: unknown; responseCode?: number } {
  const failure = error instanceof SessionError ? error.cause : error;
  if (!(failure instanceof Error)) return {};
  const command = 'command' in failure ? failure.command : undefined;
  const code = 'responseCode' in failure ? failure.responseCode : undefined;
  return typeof code === 'number' ? { command, responseCode: code } : { command };
}
