import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';

export interface Head {
  readonly status: number;
  readonly location: string | undefined;
}

const HEADERS = { Accept: '*/*', 'User-Agent': 'hatang', Connection: 'close' };

/** Heads longer than this are no head: 16 KiB is what Node and most servers take. */
const MAX_HEAD_BYTES = 16_384;

/** "I am still working" may be said without end. */
const MAX_INTERIM = 8;

/** Asks for one page over an open connection and reads the head of the answer alone; closes the connection. */
export function askHead(socket: Socket, url: URL): Promise<Head> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      createConnection: () => socket,
      method: 'GET',
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      headers: { ...HEADERS, Host: url.host },
      maxHeaderSize: MAX_HEAD_BYTES,
    });
    let interim = 0;
    request.on('information', () => {
      interim += 1;
      if (interim > MAX_INTERIM) request.destroy(ENDLESS);
    });
    request.once('response', ({ statusCode, headers }) => {
      resolve({ status: statusCode ?? 0, location: headers.location });
      request.destroy();
    });
    // Stays on, so that the errors of a request that was ended find a listener.
    request.on('error', reject);
    request.end();
  });
}

const ENDLESS = Object.assign(new Error('interim answers without end'), { code: 'HPE_ENDLESS' });
