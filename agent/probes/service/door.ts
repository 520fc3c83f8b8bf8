import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../../../kit/clock.ts';
import { epochMs, type Ms, ms } from '../../../kit/units.ts';
import type { ServiceReply, TlsSeen } from './facts.ts';

export interface ServiceQuestion {
  readonly url: string;
  readonly deadline: Ms;
  readonly clock: Clock;
  /** Further authorities, as PEM; the system's own hold beside them only when this is absent. */
  readonly ca?: string;
}

/**
 * Asks for the head of one page. A certificate that doesn't hold is read all the same, which is safe because
 * nothing secret is sent: no credentials, no cookies. Redirects are not followed, the body is not read.
 */
export function checkService(
  { url, deadline, clock, ca }: ServiceQuestion,
  outer: AbortSignal,
): Promise<ServiceReply> {
  const start = clock.elapsed();
  const limit = AbortSignal.timeout(deadline);
  const signal = AbortSignal.any([outer, limit]);
  return new Promise((settle) => {
    let tls: TlsSeen | undefined;
    const end = (reply: Omit<ServiceReply, 'tls'>): void => {
      settle({ ...reply, ...(tls === undefined ? {} : { tls }) });
      request.destroy();
    };
    const options = { method: 'GET', agent: false, signal, headers: HEADERS } as const;
    const request = url.startsWith('https:')
      ? httpsRequest(url, {
          ...options,
          rejectUnauthorized: false,
          ...(ca === undefined ? {} : { ca }),
        })
      : httpRequest(url, options);
    request.once('socket', (socket) => {
      if (!(socket instanceof TLSSocket)) return;
      socket.once('secureConnect', () => {
        tls = seen(socket);
      });
    });
    request.once('response', ({ statusCode }) => {
      end({ head: { status: statusCode ?? 0, after: ms(clock.elapsed() - start) } });
    });
    // Stays on, so that the errors of a request that was ended find a listener.
    request.on('error', (error) => end({ error: limit.aborted ? 'timeout' : reasonOf(error) }));
    request.end();
  });
}

const HEADERS = { Accept: '*/*', 'User-Agent': 'hatang', Connection: 'close' };

function seen(socket: TLSSocket): TlsSeen {
  const version = socket.getProtocol();
  const validTo = socket.getPeerX509Certificate()?.validToDate.getTime();
  return {
    valid: socket.authorized,
    ...(version === null ? {} : { version }),
    ...(socket.authorized ? {} : { reason: codeOf(socket.authorizationError) }),
    ...(validTo === undefined || Number.isNaN(validTo) ? {} : { validTo: epochMs(validTo) }),
  };
}

/** The types say Error; Node puts the code itself there. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

function reasonOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : 'failed';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'unresolved';
    case 'ECONNREFUSED':
      return 'refused';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'unreachable';
    case 'ETIMEDOUT':
      return 'timeout';
    case 'ECONNRESET':
      return 'connection cut';
    case 'ABORT_ERR':
      return 'stopped';
    default:
      return code.startsWith('HPE_') ? 'answered no HTTP' : code;
  }
}
