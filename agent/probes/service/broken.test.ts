import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { check, checkedFields, OpenServers } from '../../../test/open-servers.ts';
import type { ServiceQuestion } from './door.ts';

const servers = new OpenServers();
afterEach(() => servers.close());

describe('a system that does not answer well', () => {
  const http = async (server: Server) => `http://127.0.0.1:${await servers.listen(server)}/`;

  it('is told from the head alone, however long the body', async () => {
    const server = createHttp((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', pour);
      };
      pour();
    });
    expect(await checkedFields(await http(server))).toMatchObject({ up: true, status: 200 });
  });

  it.each([
    ['garbage', ['SSH-2.0-OpenSSH_9.2\r\n'], 'answered no HTTP'],
    ['a head without end', [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`], 'answered no HTTP'],
    ['headers without end', ['HTTP/1.1 200 OK\r\n', 'X: y\r\n'.repeat(50_000)], 'answered no HTTP'],
    [
      '"still working" without end',
      ['HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_000)],
      'answered no HTTP',
    ],
  ])('is named when it sends %s', async (_, sent, error) => {
    const server = createTcp((socket) => {
      for (const part of sent) socket.write(part);
    });
    const { failed } = await check(await http(server));
    expect(failed).toEqual({ step: 'http', error });
  });

  it('is cut where it closes in the middle of its head', async () => {
    const server = createTcp((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Le'));
    });
    expect((await check(await http(server))).failed).toEqual({
      ...{ step: 'http', error: 'connection cut' },
    });
  });

  it('is refused at TCP where nobody listens', async () => {
    const { failed, addresses, spent } = await check(
      `http://127.0.0.1:${await servers.closedPort()}/`,
    );
    expect({ failed, addresses, spent }).toEqual({
      ...{ failed: { step: 'tcp', error: 'refused' }, addresses: 1, spent: {} },
    });
  });

  it('is not found at DNS where the name has no address', async () => {
    expect(await checkedFields('https://no-such-host.invalid/')).toEqual({
      ...{ up: false, failed_step: 'dns', error: 'unresolved' },
    });
  });

  it('is asked at its next address where the first does not listen', async () => {
    const port = await servers.listen(createHttp((_, response) => response.end()));
    const lookup = async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await checkedFields(`http://two.example:${port}/`, { lookup })).toMatchObject({
      ...{ up: true, addresses: 2 },
    });
  });
});

describe('the deadline of a check', () => {
  const clock = new ManualClock();
  const late = (url: string, more: Partial<ServiceQuestion> = {}) =>
    check(url, { deadline: seconds(15), clock, ...more });

  it('ends a search for a name that brings nothing', async () => {
    const reply = late('https://name.example/', { lookup: () => new Promise(() => undefined) });
    await clock.advance(seconds(15));
    expect((await reply).failed).toEqual({ step: 'dns', error: 'timeout' });
  });

  it('ends a greeting that is not returned', async () => {
    const server = createTcp();
    const connected = once(server, 'connection');
    const reply = late(`https://127.0.0.1:${await servers.listen(server)}/`);
    await connected;
    await clock.advance(seconds(15));
    expect((await reply).failed).toEqual({ step: 'tls', error: 'stalled' });
  });

  it('ends an answer of one byte a second', async () => {
    const server = createTcp();
    const asked = once(server, 'connection').then(async ([socket]: Socket[]) => {
      if (socket !== undefined) await once(socket, 'data');
      return socket;
    });
    const reply = late(`http://127.0.0.1:${await servers.listen(server)}/`);
    const socket = await asked;
    for (const letter of 'HTTP/1.1 200 OK') {
      socket?.write(letter);
      await clock.advance(seconds(1));
    }
    expect((await reply).failed).toEqual({ step: 'http', error: 'stalled' });
  });
});
