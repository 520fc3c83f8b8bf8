import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { messageOf } from '../../../../kit/result.ts';
import { type Trust, trustAnyone } from '../trust/certificates.ts';
import { certificateOf, openTls } from '../trust/tls-door.ts';
import type { Exchange, HttpAsk, HttpOutcome, SilenceReason } from './exchange.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;

/** Exchanges with whom `trust` lets; a stranger over TLS is told nothing at all. */
export const exchangeWith =
  (trust: Trust): Exchange =>
  (ask, deadline, signal) =>
    post(ask, AbortSignal.any([signal, AbortSignal.timeout(deadline)]), trust);

export const exchange: Exchange = exchangeWith(trustAnyone);

/**
 * One POST and its answer: one deadline over connecting, sending and reading, at most 1 MB, no
 * redirects (a 3xx is an answer like any other), settled once.
 */
function post(ask: HttpAsk, limit: AbortSignal, trust: Trust): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const request = open(ask, limit, trust);
    const settle = (outcome: HttpOutcome): void => {
      resolve(outcome);
      request.destroy();
    };
    const fail = (outcome: HttpOutcome): void =>
      settle(limit.aborted ? outOfTime(request) : outcome);
    request.on('error', (error) => fail(silence(error)));
    request.on('close', () => fail(CUT));
    request.on('response', (response) => collect(response, { settle, fail }));
    request.end(ask.body);
  });
}

function open({ url, headers, body }: HttpAsk, signal: AbortSignal, trust: Trust): ClientRequest {
  const options = {
    method: 'POST',
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' },
    signal,
  };
  // No pool: a connection lives for one exchange, so nothing outlasts a pass.
  return url.protocol === 'https:'
    ? httpsRequest(url, { ...options, createConnection: tlsTo(url, signal, trust) })
    : httpRequest(url, { ...options, agent: false });
}

type Connected = (error: Error | null, socket: Duplex) => void;

/** The request is written only once the certificate was looked at. */
const tlsTo =
  ({ hostname, port }: URL, signal: AbortSignal, trust: Trust) =>
  (_: unknown, connected: Connected): undefined => {
    const socket = openTls(hostname, Number(port || 443));
    const abort = (): unknown => socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.once('error', (error) => connected(error, socket));
    socket.once('secureConnect', () => {
      if (trust(hostname, Number(port || 443), certificateOf(socket))) connected(null, socket);
      else socket.destroy(Object.assign(new Error('another certificate'), { code: 'STRANGER' }));
    });
  };

function collect(
  response: IncomingMessage,
  { settle, fail }: Readonly<Record<'settle' | 'fail', (outcome: HttpOutcome) => void>>,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES)
      settle({ kind: 'garbled', detail: `an answer larger than ${MAX_ANSWER_BYTES} bytes` });
    else chunks.push(chunk);
  });
  response.on('end', () =>
    settle({
      kind: 'answered',
      status: response.statusCode ?? 0,
      challenges: response.headersDistinct['www-authenticate'] ?? [],
      body: Buffer.concat(chunks),
      date: response.headers.date,
    }),
  );
  response.on('error', () => fail(CUT));
}

const CUT: HttpOutcome = { kind: 'silent', reason: 'cut' };

const outOfTime = (request: ClientRequest): HttpOutcome => ({
  kind: 'silent',
  reason: request.writableFinished ? 'stalled' : 'timeout',
});

const REASONS: Readonly<Record<string, SilenceReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  STRANGER: 'stranger',
};

function silence(error: NodeJS.ErrnoException): HttpOutcome {
  const reason = REASONS[error.code ?? ''];
  return reason === undefined
    ? { kind: 'garbled', detail: `no HTTP: ${messageOf(error)}` }
    : { kind: 'silent', reason };
}
