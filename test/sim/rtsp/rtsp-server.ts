import { createServer, type Server, type Socket } from 'node:net';
import { GARBAGE, hang } from '../mischief.ts';
import { Conversation } from './conversation.ts';
import type { RtspOptions } from './options.ts';
import { RequestReader } from './request.ts';

const HEAD = 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: ';

export function rtspServer(options: RtspOptions): Server {
  return createServer((socket) => {
    socket.setNoDelay(true);
    const { hang: kind, hangOn, garbage } = options;
    if (garbage) socket.once('data', () => socket.end(GARBAGE));
    else if (kind !== undefined && hangOn === undefined)
      socket.once('data', () => hang(socket, kind, HEAD));
    else converse(socket, options);
  });
}

function converse(socket: Socket, options: RtspOptions): void {
  const reader = new RequestReader();
  const conversation = new Conversation(socket, options);
  let said = Promise.resolve();
  socket.on('data', (chunk: Buffer) => {
    const requests = reader.push(chunk);
    if (requests === 'broken') {
      socket.end('RTSP/1.0 400 Bad Request\r\n\r\n');
      return;
    }
    for (const request of requests) {
      if (options.hang !== undefined && request.method === options.hangOn)
        hang(socket, options.hang, HEAD);
      else said = said.then(async () => void socket.write(await conversation.answer(request)));
    }
  });
  socket.on('close', () => conversation.end());
}
