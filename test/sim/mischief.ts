import type { Socket } from 'node:net';

/** Ways in which a device keeps a client waiting for ever. */
export type Hang = 'drip' | 'half-open' | 'endless' | 'endless-head';

const DRIP_EVERY_MS = 200;
const FLOOD = Buffer.alloc(64 * 1024, 'A');

/** Never ends an answer: silence, a byte now and then, or as much as the client will take. */
export function hang(socket: Socket, kind: Hang, head: string): void {
  switch (kind) {
    case 'half-open':
      break;
    case 'endless-head':
      drip(socket, `${head.trimEnd()}\r\nX: `);
      break;
    case 'drip':
      drip(socket, head);
      break;
    case 'endless':
      socket.write(head);
      flood(socket);
  }
}

/** These bytes, then one now and then for ever. */
export function drip(socket: Socket, first: string | Buffer): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(' '), DRIP_EVERY_MS);
  socket.on('close', () => clearInterval(timer));
}

function flood(socket: Socket): void {
  const pour = (): void => {
    if (!socket.destroyed && socket.write(FLOOD)) setImmediate(pour);
  };
  socket.on('drain', pour);
  pour();
}

/** Bytes that are no answer in any protocol: invalid UTF-8, NUL, half a tag, half a header. */
export const GARBAGE = Buffer.from([
  0xff, 0xfe, 0x00, 0x3c, 0x73, 0x3a, 0x45, 0x6e, 0x76, 0xc3, 0x28, 0x0d, 0x0a, 0x24, 0x00, 0x00,
  0x3c, 0x21, 0x5b, 0x43, 0x44, 0x41, 0x54, 0x41, 0x5b, 0x80, 0x81, 0x0a, 0x3a, 0x3a, 0x3d, 0x22,
]);
