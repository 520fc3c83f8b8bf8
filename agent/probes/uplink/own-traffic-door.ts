import type { Clock } from '../../../kit/clock.ts';
import { countPort, portWith, readPort } from '../../../kit/port-count-door.ts';
import { fail, ok } from '../../../kit/result.ts';
import { placeOf } from './place-door.ts';
import type { OwnBytes } from './surge.ts';
import type { Meter } from './traffic.ts';

/** The server's own port towards the far end. */
export interface ServerPort {
  readonly meter: Meter;
  /** Frames so far, now; what was read last where the kernel no longer tells. */
  readonly bytes: () => OwnBytes;
}

/**
 * By the kernel's counters; undefined where the system has none that can be read fast and without privilege, which is
 * everywhere but on Linux.
 */
export async function serverPort(
  server: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<ServerPort | undefined> {
  const name = portWith((await placeOf(server, signal))?.local);
  if (name === undefined) return undefined;
  let last: OwnBytes = { down: 0, up: 0 };
  return {
    meter: {
      kind: 'server',
      async read() {
        const counted = countPort(name, clock);
        if (counted === undefined) return fail(`no count of ${name}`);
        const { rxBytes, txBytes } = counted.frames;
        return ok({ at: counted.at, down: BigInt(rxBytes), up: BigInt(txBytes) });
      },
    },
    bytes() {
      const frames = readPort(name);
      if (frames !== undefined) last = { down: frames.rxBytes, up: frames.txBytes };
      return last;
    },
  };
}
