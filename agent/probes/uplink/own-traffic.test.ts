import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../kit/clock.ts';
import { portIn } from './own-traffic.ts';
import { serverPort } from './own-traffic-door.ts';

const TEXT = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 336466 17256703    0    0    0     0          0         0 336467 17256703    0    0    0     0       0          0
  eth0:13291781604444444444    1    0    0    0     0          0         0  3937653   28335    0    0    0     0       0          0
eth0.7: 7 1
`;

describe('the server’s own port', () => {
  it('is read from the kernel’s table, however wide its counts', () => {
    expect(portIn(TEXT, 'eth0')).toEqual({ down: 13_291_781_604_444_444_444n, up: 3_937_653n });
    expect(portIn(TEXT, 'lo')).toEqual({ down: 336_466n, up: 336_467n });
  });

  it.each(['eth', 'eth1', 'face', 'eth0.7', ''])('is not there under the name %j', (name) => {
    expect(portIn(TEXT, name)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('counts what goes to the far end', async () => {
    const port = await serverPort('127.0.0.1', clock);
    const before = port?.bytes().up ?? 0;
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    for (let nth = 0; nth < 20; nth += 1) {
      socket.send(Buffer.alloc(5_000), socket.address().port, '127.0.0.1');
      await once(socket, 'message');
    }
    await new Promise<void>((done) => socket.close(() => done()));
    expect((port?.bytes().up ?? 0) - before).toBeGreaterThan(100_000);
    expect(await port?.meter.read(new AbortController().signal)).toMatchObject({ ok: true });
  });

  it('is nobody’s towards a host that is not there', async () => {
    expect(await serverPort('no..such..host', clock)).toBeUndefined();
  });
});
