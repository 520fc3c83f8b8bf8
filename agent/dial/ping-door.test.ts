import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../kit/clock.ts';
import { epochMs, ms } from '../../kit/units.ts';
import { pingUdp } from './ping-door.ts';

/** A system whose timers are late, each time, as those of Windows are. */
class LateClock implements Clock {
  #elapsed = 0;
  now = () => epochMs(this.#elapsed);
  elapsed = () => ms(this.#elapsed);
  async sleep(span: number): Promise<void> {
    this.#elapsed += span + 15;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('sends as many a second as it was asked to, however late the timers are', async () => {
  const farEnd = createSocket('udp4').bind(0, '127.0.0.1');
  await once(farEnd, 'listening');
  onTestFinished(() => void farEnd.close());
  const clock = new LateClock();
  const endpoint = { host: '127.0.0.1', port: farEnd.address().port };
  const call = { probes: 100, spacing: ms(20), wait: ms(0), clock, endpoint };
  const { trips } = await pingUdp(call, new AbortController().signal);
  expect(trips).toHaveLength(100);
  expect(clock.elapsed()).toBeLessThan(100 * 20 + 100);
});
