import { createTransport } from 'nodemailer';
import { keepOut } from '../../../kit/keep-out.ts';
import { messageOf } from '../../../kit/result.ts';
import { type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import {
  type Outgoing,
  type Patience,
  SessionError,
  SmtpLine,
  type SmtpServer,
} from './smtp-session-door.ts';

/** What the server made of one mail. */
export type Delivery =
  | { readonly kind: 'accepted' }
  /** It will never take this mail. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may take this mail later. */
  | { readonly kind: 'deferred'; readonly reason: string }
  /** There was no server that would listen: says nothing about the mail. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It had the whole mail and gave no answer: it may have taken it. `silent`: it did not hang up either. */
  | { readonly kind: 'unanswered'; readonly reason: string; readonly silent: boolean };

/** After `stop` it ends soon. */
export type Post = (mail: Outgoing, stop: AbortSignal) => Promise<Delivery>;

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;
/** Long enough for the mails of one burst, short enough that no server minds. */
const IDLE = ms(500);
/** RFC 5321 §4.5.3.2.6 asks for ten minutes, in which no other mail would go out. */
const TAKING = minutes(5);
/** Each answer within ten seconds, all of them until the server has the mail within thirty, the last within five minutes. */
const PATIENCE = { answer: seconds(10), handing: seconds(30), taking: TAKING };

export function smtpPost(url: string, patience: Patience = PATIENCE): Post {
  const { server, clean } = serverAt(url, patience.answer);
  const line = new SmtpLine(server, IDLE);
  return async (mail, stop) => {
    try {
      await line.send(mail, patience, stop);
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
/** Relaying denied, our sender or our client refused: Postfix says so at RCPT TO. Source: RFC 3463 §3.2, §3.8. */
const ABOUT_US = /^5\.(?:7\.\d{1,3}|1\.[78])$/;

function deliveryOf(error: unknown, clean: (text: string) => string): Delivery {
  const reason = clean(messageOf(error)).slice(0, 300);
  const { command, code = 0, status = '' } = replyOf(error);
  const ours =
    (command === 'MAIL FROM' && code >= 500 && code !== TOO_LARGE) ||
    (command === 'RCPT TO' && ABOUT_US.test(status));
  if (ABOUT_THE_MAIL.has(command) && code >= 400 && code !== CLOSING && !ours)
    return { kind: code >= 500 ? 'refused' : 'deferred', reason };
  if (error instanceof SessionError && error.handed && code < 400)
    return { kind: 'unanswered', reason, silent: error.silent };
  return { kind: 'unreachable', reason };
}

interface Reply {
  readonly command?: unknown;
  readonly code?: number;
  /** Enhanced, as in RFC 3463. */
  readonly status?: string | undefined;
}

function replyOf(error: unknown): Reply {
  const failure = error instanceof SessionError ? error.cause : error;
  if (!(failure instanceof Error)) return {};
  const command = 'command' in failure ? failure.command : undefined;
  const code = 'responseCode' in failure ? failure.responseCode : undefined;
  const status = 'response' in failure ? statusIn(String(failure.response)) : undefined;
  return typeof code === 'number' ? { command, code, status } : { command };
}

const statusIn = (response: string): string | undefined =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})(?= |$)/.exec(response)?.[1];
