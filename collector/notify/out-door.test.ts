import { describe, expect, it } from 'vitest';
import { ms } from '../../kit/units.ts';
import { outReceiver } from '../../test/out-receiver.ts';
import { sendWithin } from './out-door.ts';

const never = new AbortController().signal;
const ask = (url: string, patience: number, stop = never) =>
  sendWithin(ms(patience))({ url, method: 'GET', headers: {} }, stop);

describe('what is sent to another program', () => {
  it('gets an answer, of which no more than the head is read', async () => {
    let closed = false;
    const there = await outReceiver((_, response) => {
      response.on('close', () => {
        closed = true;
      });
      response.writeHead(200, { 'retry-after': '7' });
      const pour = () => {
        while (!closed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await ask(there.url, 30_000)).toEqual({
      ...{ kind: 'answered', status: 200, retryAfter: '7' },
    });
    await expect.poll(() => closed).toBe(true);
  });

  it('is given up when no answer comes in time', async () => {
    const there = await outReceiver(() => undefined);
    expect(await ask(there.url, 50)).toEqual({ kind: 'unreached', reason: 'timeout' });
  });

  it('ends when the collector does', async () => {
    const there = await outReceiver(() => undefined);
    const stop = new AbortController();
    const asked = ask(there.url, 60_000, stop.signal);
    await there.until(1);
    stop.abort();
    expect(await asked).toEqual({ kind: 'unreached', reason: 'stopped' });
  });

  it('says of a failure its code, never the address', async () => {
    const away = await outReceiver();
    away.close();
    const outcome = await ask(`${away.url}/SECRET-PATH`, 10_000);
    expect(outcome).toEqual({ kind: 'unreached', reason: 'ECONNREFUSED' });
    const garbled = await outReceiver((_, response) => {
      response.socket?.end('not HTTP SECRET\r\n\r\n');
    });
    expect(JSON.stringify(await ask(garbled.url, 10_000))).not.toContain('SECRET');
  });
});
