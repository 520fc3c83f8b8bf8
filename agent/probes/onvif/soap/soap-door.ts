import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { messageOf } from '../../../../kit/result.ts';
import type { Ms } from '../../../../kit/units.ts';
import type { HttpAsk, HttpOutcome, SilenceReason } from './exchange.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * One POST and its answer: one deadline over connecting, sending and reading, at most 1 MB, no
 * redirects (a 3xx is an answer like any other), settled once.
 */
export function exchange(ask: HttpAsk, deadline: Ms, signal: AbortSignal): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
    const request = open(ask, limit);
    const settle = (outcome: HttpOutcome): void => {
      resolve(outcome);
      request.destroy();
    };
    request.on('error', (error) => settle(silence(error, limit)));
    request.on('close', () => settle({ kind: 'silent', reason: 'cut' }));
    request.on('response', (response) => collect(response, limit, settle));
    request.end(ask.body);
  });
}

function open({ url, headers, body }: HttpAsk, signal: AbortSignal): ClientRequest {
  const options = {
    method: 'POST',
    // No pool: a connection lives for one exchange, so nothing outlasts a pass.
    agent: false as const,
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' },
    signal,
  };
  // Cameras sign their own certificates; who answers is told by address, not by a chain.
  return url.protocol === 'https:'
    ? httpsRequest(url, { ...options, rejectUnauthorized: false })
    : httpRequest(url, options);
}

function collect(
  response: IncomingMessage,
  limit: AbortSignal,
  settle: (outcome: HttpOutcome) => void,
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
    }),
  );
  response.on('error', () => settle({ kind: 'silent', reason: limit.aborted ? 'timeout' : 'cut' }));
}

const REASONS: Readonly<Record<string, SilenceReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
};

function silence(error: NodeJS.ErrnoException, limit: AbortSignal): HttpOutcome {
  if (limit.aborted) return { kind: 'silent', reason: 'timeout' };
  const reason = REASONS[error.code ?? ''];
  return reason === undefined
    ? { kind: 'garbled', detail: `no HTTP: ${messageOf(error)}` }
    : { kind: 'silent', reason };
}
