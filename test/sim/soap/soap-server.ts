import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { DigestGuard, LoginVerdict } from '../login/digest.ts';
import { textOf, type UsernameTokenGuard } from '../login/username-token.ts';
import { GARBAGE, type Hang, hang } from '../mischief.ts';
import { NO_SUCH_OPERATION, NOT_AUTHORIZED, PRE_AUTH, type Services } from './answers.ts';
import { type Call, callIn } from './call.ts';
import { branch, envelope, type Fault, faultEnvelope } from './envelope.ts';

/** Which schemes the SOAP side takes; with `both`, a request without any is sent to Digest; `any` wants a login and takes whatever it gets. */
export type SoapLogin = 'digest' | 'wsse' | 'both' | 'none' | 'any';

export interface SoapOptions {
  readonly services: Services;
  readonly login: SoapLogin;
  /** Operations answered to anybody, which should not be. */
  readonly openToAll: readonly string[];
  readonly digest: DigestGuard;
  readonly usernameToken: UsernameTokenGuard;
  /** Over TLS alone, with this certificate. */
  readonly tls: Tls | undefined;
  readonly hang: Hang | undefined;
  /** The one operation that hangs; undefined where all do. */
  readonly hangOn: string | undefined;
  readonly garbage: boolean;
  readonly seen: { request(): void; failedLogin(): void };
}

export interface Tls {
  readonly key: string;
  readonly cert: string;
}

const BODY_MAX_BYTES = 256 * 1024;
const SOAP = 'application/soap+xml; charset=utf-8';
const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: ${SOAP}\r\nConnection: close\r\n`;

export function soapServer(options: SoapOptions): Server {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    options.seen.request();
    if (options.garbage) {
      response.end(GARBAGE);
    } else {
      collect(request, response, (body) => {
        if (isHanging(options, body)) keepWaiting(request, options.hang);
        else send(response, reply(options, request, body));
      });
    }
  };
  const { tls } = options;
  return tls === undefined ? createServer(listener) : createTlsServer({ ...tls }, listener);
}

const isHanging = ({ hang: kind, hangOn }: SoapOptions, body: string): boolean =>
  kind !== undefined && (hangOn === undefined || callIn(body)?.operation === hangOn);

function keepWaiting({ socket }: IncomingMessage, kind: Hang = 'half-open'): void {
  hang(socket, kind, kind === 'endless-head' ? HEAD : `${HEAD}\r\n<?xml version="1.0"?>`);
}

function collect(
  request: IncomingMessage,
  response: ServerResponse,
  whole: (body: string) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= BODY_MAX_BYTES) chunks.push(chunk);
  });
  request.on('end', () => {
    if (size <= BODY_MAX_BYTES) whole(Buffer.concat(chunks).toString('utf8'));
    else response.writeHead(413).end();
  });
}

interface Reply {
  readonly status: number;
  readonly challenges?: string[];
  readonly body: string;
}

function reply(options: SoapOptions, request: IncomingMessage, body: string): Reply {
  if (request.method !== 'POST' || request.url?.startsWith('/onvif/') !== true) {
    return { status: 404, body: '' };
  }
  const call = callIn(body);
  const isFree = call !== undefined && isOpen(options, call.operation);
  const verdict = isFree ? 'ok' : checkLogin(options, request, body);
  if (verdict !== 'ok') return refuse(options, request, verdict);
  return call === undefined ? refusal(NO_SUCH_OPERATION) : answer(options.services, call);
}

const isOpen = ({ openToAll }: SoapOptions, operation: string): boolean =>
  PRE_AUTH.has(operation) || openToAll.includes(operation);

function checkLogin(options: SoapOptions, request: IncomingMessage, body: string): LoginVerdict {
  const { login, digest, usernameToken } = options;
  if (login === 'none') return 'ok';
  const { authorization } = request.headers;
  if (login === 'any')
    return (authorization ?? textOf(body, 'Username')) === undefined ? 'missing' : 'ok';
  if (login !== 'wsse' && authorization !== undefined) return digest.check('POST', authorization);
  return login === 'digest' ? 'missing' : usernameToken.check(body);
}

/** ONVIF Core §5.9.1: a refused token is a fault with 400, everything of Digest's is a 401. */
function refuse(
  { login, digest, seen }: SoapOptions,
  request: IncomingMessage,
  verdict: Exclude<LoginVerdict, 'ok'>,
): Reply {
  if (verdict === 'wrong') seen.failedLogin();
  const isToken = verdict === 'wrong' && request.headers.authorization === undefined;
  if (login === 'wsse' || isToken) return refusal(NOT_AUTHORIZED);
  return {
    ...refusal(NOT_AUTHORIZED),
    status: 401,
    challenges: digest.challenges(verdict === 'stale'),
  };
}

function answer(services: Services, call: Call): Reply {
  const answers = new Map(Object.entries(services[call.service] ?? {}));
  const given = answers.get(call.operation)?.(call) ?? NO_SUCH_OPERATION;
  if ('code' in given) return refusal(given);
  const name = `${call.service}:${call.operation}Response`;
  return { status: 200, body: envelope(branch(name, given)) };
}

const refusal = (fault: Fault): Reply => ({
  status: fault.code === 'Sender' ? 400 : 500,
  body: faultEnvelope(fault),
});

function send(response: ServerResponse, { status, challenges, body }: Reply): void {
  if (challenges !== undefined) response.setHeader('WWW-Authenticate', challenges);
  response.writeHead(status, { 'Content-Type': SOAP }).end(body);
}
