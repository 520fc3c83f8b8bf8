import { connect as connectTcp, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { fail, ok } from '../../../../kit/result.ts';
import type { SilenceReason } from '../soap/exchange.ts';
import { type Trust, trustAnyone } from '../trust/certificates.ts';
import { certificateOf, openTls } from '../trust/tls-door.ts';
import type { Connect, Listener } from './connect.ts';
import type { StreamAddress } from './stream-address.ts';

const LAST_WORDS_MS = 1_000;
const READ_BYTES = 65_536;

/**
 * TCP (or TLS for rtsps) to a stream. The signal stops the connecting; an open connection is closed by
 * whoever has it, because there is a TEARDOWN to be said first.
 */
export const connectRtspWith =
  (trust: Trust): Connect =>
  (address, listener, limits) =>
    connect(address, listener, { ...limits, trust });

export const connectRtsp: Connect = connectRtspWith(trustAnyone);

const connect = (
  address: StreamAddress,
  listener: Listener,
  { deadline, signal, trust }: Parameters<Connect>[2] & { readonly trust: Trust },
): ReturnType<Connect> =>
  new Promise((resolve) => {
    const socket = open(address, listener);
    let reason: SilenceReason = 'timeout';
    const abort = () => socket.destroy();
    socket.setNoDelay(true);
    socket.setTimeout(deadline, abort);
    socket.once(address.secure ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0);
      signal.removeEventListener('abort', abort);
      if (!isTrusted(address, socket, trust)) {
        reason = 'stranger';
        socket.destroy();
        return;
      }
      resolve(
        ok({
          ends: { local: socket.localAddress ?? '', remote: socket.remoteAddress ?? '' },
          write: (text) => {
            if (socket.writable) socket.write(text);
          },
          close: () => closeSoon(socket),
        }),
      );
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reason = REASONS[error.code ?? ''] ?? 'unreachable';
    });
    socket.on('data', (chunk) => listener.bytes(chunk));
    socket.on('end', () => socket.destroy());
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      resolve(fail(reason));
      listener.closed();
    });
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });

const isTrusted = ({ host, port }: StreamAddress, socket: Socket, trust: Trust): boolean =>
  !(socket instanceof TLSSocket) || trust(host, port, certificateOf(socket));

/** Lets the last words out, for as long as the other side takes them. */
function closeSoon(socket: Socket): void {
  socket.setTimeout(LAST_WORDS_MS, () => socket.destroy());
  socket.destroySoon();
}

function open({ host, port, secure }: StreamAddress, listener: Listener): Socket {
  const plain = host.replace(/^\[|\]$/g, '');
  return secure
    ? openTls(plain, port)
    : connectTcp({ host: plain, port, onread: intoOneBuffer(listener) });
}

/** One buffer for the whole stream: Node's own way takes a new one for every read. */
const intoOneBuffer = (listener: Listener) => ({
  buffer: new Uint8Array(READ_BYTES),
  callback: (size: number, buffer: Uint8Array): boolean => {
    listener.bytes(buffer.subarray(0, size));
    return true;
  },
});

const REASONS: Readonly<Record<string, SilenceReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNRESET: 'cut',
  ETIMEDOUT: 'timeout',
};
