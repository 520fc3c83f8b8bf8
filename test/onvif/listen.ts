import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';

/** A server of one test, closed with all its connections when the test is over. */
async function listening(server: Server, host: string, port = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

export type HttpAnswer = (request: IncomingMessage, body: string, response: ServerResponse) => void;

/** Answers each POST once its body is whole. */
export function listenHttp(answer: HttpAnswer, host = '127.0.0.1', at = 0): Promise<number> {
  return listening(
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => answer(request, body, response));
    }),
    host,
    at,
  );
}

export function listenTcp(
  connected: (socket: Socket) => void,
  host = '127.0.0.1',
): Promise<number> {
  return listening(createTcpServer(connected), host);
}

/** A SOAP answer with this body. */
export const soap = (body: string): string =>
  '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">' +
  `<s:Body>${body}</s:Body></s:Envelope>`;
