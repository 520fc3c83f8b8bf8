import { createTransport, type SendMailOptions } from 'nodemailer';
import { keepOut } from '../../../kit/keep-out.ts';
import { messageOf } from '../../../kit/result.ts';
import { type Ms, seconds } from '../../../kit/units.ts';

/** What the server made of one mail. */
export type Delivery =
  | { readonly kind: 'accepted' }
  /** It will never take this mail. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may take this mail later. */
  | { readonly kind: 'deferred'; readonly reason: string }
  /** There was no server that would listen: says nothing about the mail. */
  | { readonly kind: 'unreachable'; readonly reason: string };

export type Post = (message: SendMailOptions) => Promise<Delivery>;

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** A real SMTP server; `patience` bounds each answer of it, three times that the whole mail. */
export function smtpPost(url: string, patience: Ms = seconds(10)): Post {
  const { transport, clean } = transportTo(url, patience);
  return async (message) => {
    try {
      await transport.sendMail({ ...message, signal: AbortSignal.timeout(3 * patience) });
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
  const { transport, clean } = transportTo(url, patience);
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    return clean(messageOf(error)).slice(0, 300);
  } finally {
    transport.close();
  }
}

function transportTo(url: string, patience: Ms) {
  const server = new URL(url);
  const local = LOOPBACK.test(server.hostname);
  const secure = server.protocol === 'smtps:';
  const user = decodeURIComponent(server.username);
  const pass = decodeURIComponent(server.password);
  const clean = keepOut([pass, `\0${user}\0${pass}`]);
  const transport = createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port === '' ? (secure ? 465 : 25) : Number(server.port),
    secure,
    ...(user === '' ? {} : { auth: { user, pass } }),
    requireTLS: user !== '' && !local,
    ignoreTLS: local,
    connectionTimeout: patience,
    greetingTimeout: patience,
    dnsTimeout: patience,
    socketTimeout: patience,
  });
  return { transport, clean };
}

/** Replies to these say something about the mail itself; any other failure is the server's or the network's. */
const ABOUT_THE_MAIL: ReadonlySet<unknown> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** 421: the service is closing. Source: RFC 5321 §4.2.3. */
const CLOSING = 421;

function deliveryOf(error: unknown, clean: (text: string) => string): Delivery {
  const reason = clean(messageOf(error)).slice(0, 300);
  const { command, responseCode } = replyOf(error);
  const code = responseCode ?? 0;
  if (!ABOUT_THE_MAIL.has(command) || code < 400 || code === CLOSING)
    return { kind: 'unreachable', reason };
  return { kind: code >= 500 ? 'refused' : 'deferred', reason };
}

function replyOf(error: unknown): { command?: unknown; responseCode?: number } {
  if (!(error instanceof Error)) return {};
  const command = 'command' in error ? error.command : undefined;
  const code = 'responseCode' in error ? error.responseCode : undefined;
  return typeof code === 'number' ? { command, responseCode: code } : { command };
}
