import type { Account, DigestGuard } from '../login/digest.ts';
import type { Hang } from '../mischief.ts';
import type { StreamState } from './sender.ts';
import type { Track } from './track.ts';

/** What a SETUP may ask for; anything else gets 461. */
export type Transport = 'tcp' | 'udp' | 'both';
export type RtspLogin = 'basic' | 'digest' | 'both' | 'none';

export interface RtspOptions {
  /** By the path of their address, as `/stream/main`. */
  readonly tracks: ReadonlyMap<string, Track>;
  readonly transport: Transport;
  readonly login: RtspLogin;
  readonly realm: string;
  readonly account: Account;
  readonly guard: DigestGuard;
  readonly state: () => StreamState;
  readonly hang: Hang | undefined;
  /** The one method that hangs; undefined where all do. */
  readonly hangOn: string | undefined;
  readonly garbage: boolean;
  readonly seen: RtspSeen;
}

/** What happened, for the camera's counters. */
export interface RtspSeen {
  session(change: 1 | -1): void;
  teardown(): void;
  failedLogin(): void;
}
