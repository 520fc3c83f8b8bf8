import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { sayEndpoint } from '../../kit/endpoint.ts';
import type { AgentAnswer, AgentKnown, Question } from './asking.ts';

const MAX_HEAD_BYTES = 16_384;
export const LONGEST_ANSWER_BYTES = 64 * 1024;

/**
 * One exchange with the school's agent, over a connection of its own. Not a byte of HTTP, and so no token, goes to whoever shows
 * another certificate than the one this machine was set up with. Never rejects.
 */
export async function askAgent(
  known: AgentKnown,
  question: Question,
  signal: AbortSignal,
): Promise<AgentAnswer> {
  let socket: TLSSocket | undefined;
  try {
    socket = await open(known, signal);
    if (fingerprintOf(socket) !== known.fingerprint) return { kind: 'stranger' };
    return await exchange(socket, known, question);
  } catch (error) {
    return { kind: 'unreached', reason: signal.aborted ? 'timeout' : reasonOf(error) };
  } finally {
    socket?.destroy();
  }
}

/** Whoever signed it: the fingerprint says who it is. */
function open({ endpoint }: AgentKnown, signal: AbortSignal): Promise<TLSSocket> {
  const { host, port } = endpoint;
  const socket = connect({
    ...{ host, port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] },
    // No authority is asked, so none is loaded: they take 4 MB.
    ca: [],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  return new Promise((resolve, reject) => {
    const cut = (): void => void socket.destroy(new Error('aborted'));
    signal.addEventListener('abort', cut, { once: true });
    socket.once('secureConnect', () => resolve(socket));
    // Stays on, so that what goes wrong later finds a listener.
    socket.on('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', cut);
      reject(CUT);
    });
    if (signal.aborted) cut();
  });
}

/** SHA-256 of the certificate's DER, base64url; undefined where none was shown. */
function fingerprintOf(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate();
  return raw === undefined ? undefined : createHash('sha256').update(raw).digest('base64url');
}

function exchange(
  socket: TLSSocket,
  { endpoint, token }: AgentKnown,
  { method, path, body }: Question,
): Promise<AgentAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      createConnection: () => socket,
      ...{ method, path, maxHeaderSize: MAX_HEAD_BYTES },
      headers: {
        Host: sayEndpoint(endpoint),
        Authorization: `Bearer ${token}`,
        'User-Agent': 'hatang-machine',
        Connection: 'close',
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
      },
    });
    request.once('response', (response) => {
      read(response).then(resolve, reject);
    });
    request.on('error', reject);
    socket.once('close', () => reject(CUT));
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<AgentAnswer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LONGEST_ANSWER_BYTES) return { kind: 'unreached', reason: 'answer without end' };
    parts.push(part);
  }
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    body: Buffer.concat(parts).toString('utf8'),
  };
}

const CUT = Object.assign(new Error('closed'), { code: 'ECONNRESET' });

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connection cut',
  EPIPE: 'connection cut',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  if (code.startsWith('HPE_')) return 'answered no HTTP';
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'answered no TLS';
  return REASONS[code] ?? code;
}
