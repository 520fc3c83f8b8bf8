import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Started, startedCollector } from './started.ts';

let collector: Started;
let token: string;
let other: string;
beforeAll(async () => {
  collector = await startedCollector();
  token = await collector.enrol('thcs-a');
  other = await collector.enrol('thcs-b');
});
afterAll(() => collector.end());

const write = (by: string, headers: Record<string, string> = {}) =>
  collector.call('/api/v2/write?precision=ms', {
    token: by,
    body: `cpu,host=one usage=1 ${Date.now()}`,
    headers,
  });

/** A body that is announced and never comes in whole. */
async function slowBody(by: string, bytes: number): Promise<Socket> {
  const { hostname, port } = new URL(collector.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(
    `POST /api/v2/write?precision=ms HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${by}\r\nContent-Length: ${bytes}\r\n\r\ncpu `,
  );
  return socket;
}

describe('under pressure', () => {
  it('an agent with bodies that never end keeps no other from writing, and is told to come again', async () => {
    const sockets = await Promise.all([1, 2, 3, 4, 5, 6].map(() => slowBody(token, 1_000_000)));
    await expect.poll(async () => (await write(token)).status, { timeout: 10_000 }).toBe(429);
    const refused = await write(token);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ status: 429, title: 'Too many requests' });
    expect((await write(other)).status).toBe(204);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await write(token)).status, { timeout: 10_000 }).toBe(204);
  });

  it('a body that breaks off leaves its place', async () => {
    for (let turn = 0; turn < 10; turn += 1) (await slowBody(token, 1_000_000)).destroy();
    await expect.poll(async () => (await write(token)).status, { timeout: 10_000 }).toBe(204);
  });

  it('an unlimited number of bytes is refused by its announcement', async () => {
    const socket = await slowBody(token, 100_000_000);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('HTTP/1.1 413');
  });
});
