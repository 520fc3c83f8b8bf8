import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { encodeEcho, readEcho } from '../../../wire/echo.ts';
import { tryMeeting } from './try-meeting.ts';

const never = new AbortController().signal;

/** A far end that answers what it is told to. */
async function farEnd(answers: (sequence: number) => boolean) {
  const socket = createSocket('udp4');
  socket.on('message', (datagram, { address, port }) => {
    const echo = readEcho(datagram);
    if (echo !== undefined && answers(echo.sequence))
      socket.send(encodeEcho({ ...echo, kind: 'answer' }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { host: '127.0.0.1', port: socket.address().port };
}

it('loses what does not come back, and times what does', async () => {
  const echo = await farEnd((sequence) => sequence % 4 !== 0);
  const meeting = await tryMeeting(echo, systemClock, never);
  expect(meeting?.sent).toBe(200);
  // A machine that is held up loses more of it, as a call would.
  expect(meeting?.loss_ratio).toBeGreaterThanOrEqual(0.25);
  expect(meeting?.loss_ratio).toBeLessThan(1);
  expect(meeting?.rtt_s).toBeGreaterThan(0);
  expect(meeting?.jitter_s).toBeGreaterThanOrEqual(0);
}, 20_000);

it('has lost all of it where nothing comes back', async () => {
  const echo = await farEnd(() => false);
  expect(await tryMeeting(echo, systemClock, never)).toEqual({ sent: 200, loss_ratio: 1 });
}, 20_000);

it('says nothing where there is no such host, or where it was called off', async () => {
  const nowhere = { host: 'nobody.invalid', port: 9 };
  expect(await tryMeeting(nowhere, systemClock, never)).toBeUndefined();
  const echo = await farEnd(() => true);
  expect(await tryMeeting(echo, systemClock, AbortSignal.abort())).toBeUndefined();
});
