import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { fail, ok } from '../../../../kit/result.ts';
import type { SilenceReason } from '../soap/exchange.ts';
import type { Connect, Listener } from './connect.ts';
import type { StreamAddress } from './stream-address.ts';

const LAST_WORDS_MS = 1_000;
const READ_BYTES = 65_536;

/**
 * TCP (or TLS for rtsps) to a stream. The signal stops the connecting; an open connection is closed by
 * whoever has it, because there is a TEARDOWN to be said first.
 */
export const connectRtsp: Connect = (address, listener, { deadline, signal }) =>
  new Promise((resolve) => {
    const socket = open(address, listener);
    const abort = () => socket.destroy();
    socket.setNoDelay(true);
    socket.setTimeout(deadline, abort);
    socket.once(address.secure ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0);
      signal.removeEventListener('abort', abort);
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
    let reason: SilenceReason = 'timeout';
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

/** Lets the last words out, for as long as the other side takes them. */
function closeSoon(socket: Socket): void {
  socket.setTimeout(LAST_WORDS_MS, () => socket.destroy());
  socket.destroySoon();
}

function open({ host, port, secure }: StreamAddress, listener: Listener): Socket {
  const plain = host.replace(/^\[|\]$/g, '');
  // Cameras sign their own certificates; who answers is told by address, not by a chain.
  return secure
    ? connectTls({ host: plain, port, rejectUnauthorized: false })
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
