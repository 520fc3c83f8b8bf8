/**
 * The plain test that speed pages make: four HTTP streams for three seconds, counted by the application.
 * `plain.ts serve HOST PORT` is the far end, `plain.ts get|put URL` prints {bps, seconds, bytes}.
 */
import { randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';

const STREAMS = 4;
const SPAN_MS = 3_000;
const CHUNK = randomBytes(128 * 1024);

const [deed, where = '', port = ''] = process.argv.slice(2);
if (deed === 'serve') serve(where, Number(port));
else process.stdout.write(`${JSON.stringify(await (deed === 'get' ? get : put)(where))}\n`);

function serve(host: string, at: number): void {
  const server = createServer((asked, answer) => {
    if (asked.method === 'PUT') {
      asked.resume().once('end', () => answer.end());
      return;
    }
    answer.on('error', () => {});
    const more = (): void => {
      while (answer.write(CHUNK));
      answer.once('drain', more);
    };
    more();
  });
  server.on('connection', (socket) => socket.on('error', () => socket.destroy()));
  server.listen(at, host, () => process.stdout.write('listening\n'));
}

async function get(url: string) {
  let bytes = 0;
  const start = performance.now();
  const streams = Array.from({ length: STREAMS }, () => {
    const stream = request(url, { agent: false }, (answer) => {
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      answer.on('error', () => {});
    });
    stream.on('error', () => {});
    return stream.end();
  });
  await new Promise((settle) => setTimeout(settle, SPAN_MS));
  const seconds = (performance.now() - start) / 1_000;
  const counted = bytes;
  for (const stream of streams) stream.destroy();
  return { bps: (counted * 8) / seconds, seconds, bytes: counted };
}

async function put(url: string) {
  let bytes = 0;
  const start = performance.now();
  const one = (): Promise<void> =>
    new Promise((settle, refuse) => {
      const stream = request(url, { method: 'PUT', agent: false }, (answer) => {
        answer.resume().once('end', settle);
      });
      stream.once('error', refuse);
      const more = (): void => {
        while (performance.now() - start < SPAN_MS) {
          bytes += CHUNK.length;
          if (!stream.write(CHUNK)) {
            stream.once('drain', more);
            return;
          }
        }
        stream.end();
      };
      more();
    });
  await Promise.all(Array.from({ length: STREAMS }, one));
  const seconds = (performance.now() - start) / 1_000;
  return { bps: (bytes * 8) / seconds, seconds, bytes };
}
