import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../../../kit/units.ts';
import { listenTcp } from '../../../test/onvif/listen.ts';
import { knockAtPorts } from './open-ports.ts';
import { knockTcp, knockTls } from './ports-door.ts';
import { parseHost } from './soap/endpoint.ts';

const limits = { deadline: seconds(2), signal: new AbortController().signal };

describe('knocking', () => {
  it('tells an open port from a closed one, and TLS from plain talk', async () => {
    const port = await listenTcp((socket) => socket.on('data', () => socket.end('what?\r\n')));
    expect(await knockTcp('127.0.0.1', port, limits)).toBe(true);
    expect(await knockTcp('127.0.0.1', 1, limits)).toBe(false);
    expect(await knockTls('127.0.0.1', port, limits)).toBe(false);
  });

  it('knows nothing of a port that says nothing', async () => {
    const port = await listenTcp(() => undefined);
    expect(await knockTls('127.0.0.1', port, { ...limits, deadline: ms(200) })).toBeUndefined();
  });

  it.each([
    ['10.0.0.5', [443, 23, 21]],
    ['10.0.0.5:8080', [23, 21]],
    ['127.0.0.1:8080', []],
    ['[::1]:8080', []],
  ])('at %s tries only ports that are the device’s own', async (address, expected) => {
    const tried: number[] = [];
    const note = async (_: string, port: number): Promise<false> => {
      tried.push(port);
      return false;
    };
    await knockAtPorts(parseHost(address), { tcp: note, tls: note, ...limits });
    expect(tried).toEqual(expected);
  });
});
