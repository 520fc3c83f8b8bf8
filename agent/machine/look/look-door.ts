import { hostname, uptime } from 'node:os';
import type { Clock } from '../../../kit/clock.ts';
import { type Description, describeMachine } from './describe.ts';
import { readLibrary } from './library-door.ts';
import type { OwnSeen } from './seen.ts';

export interface Looking {
  readonly clock: Clock;
  readonly version: string;
  readonly room?: string | undefined;
}

/** Looks at the machine it runs on; what can't be read by the time the signal aborts is absent. */
export async function lookAtMachine(
  { clock, version, room }: Looking,
  signal: AbortSignal,
): Promise<Description> {
  const own = await readOwn(clock, signal);
  const seen = await readLibrary(clock, signal);
  return describeMachine(seen, own, {
    ...{ program: version, takenAt: clock.now(), hostName: hostname(), uptimeS: uptime(), room },
    ...{ architecture: process.arch, windows: process.platform === 'win32' },
  });
}

async function readOwn(clock: Clock, signal: AbortSignal): Promise<OwnSeen> {
  switch (process.platform) {
    case 'win32':
      return (await import('./windows-door.ts')).readWindowsMachine(signal);
    case 'linux':
      return (await import('./linux-door.ts')).readLinux(clock, signal);
    default:
      return { systemVolume: '/', browsers: [] };
  }
}
