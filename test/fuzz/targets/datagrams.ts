import { encodeEcho, readEcho } from '../../../wire/echo.ts';
import { encodeHeartbeat, readHeartbeat } from '../../../wire/heartbeat.ts';
import { promise, type Target } from '../target.ts';

const id = '00ff10ef20df30cf';

/** What anybody may throw at the far end's UDP port, and at an agent's. */
export const datagrams: Target = {
  name: 'datagrams',
  seeds: async () => [
    encodeEcho({ kind: 'question', id, sequence: 7 }),
    encodeEcho({ kind: 'answer', id, sequence: 0 }),
    encodeHeartbeat({ kind: 'question', id, sequence: 1, received: 0 }),
    encodeHeartbeat({ kind: 'answer', id, sequence: 2 ** 32 - 1, received: 9 }),
  ],
  words: ['HTQ1', 'HTA1', 'HTB1', 'HTR1', '\0\0\0\0'],
  feed(bytes) {
    const [echo, beat] = [readEcho(bytes), readHeartbeat(bytes)];
    promise(echo === undefined || beat === undefined, 'an echo and a heartbeat at once');
    const read = echo === undefined ? beat && encodeHeartbeat(beat) : encodeEcho({ ...echo });
    promise(
      read === undefined || Buffer.compare(read, bytes) === 0,
      'something was read that was not there',
    );
  },
};
