import type { Bps, Ms } from '../../kit/units.ts';
import type { LeaseHolder } from './gate.ts';
import type { Slot } from './limits.ts';
import type { Tally } from './tally.ts';

/** A lease as it is kept: its secret never is. */
export interface KeptLease {
  readonly hash: string;
  readonly holder: LeaseHolder;
  readonly slot: Pick<Slot, 'seconds' | 'downBytes' | 'upBytes' | 'life'>;
  readonly rate: Bps;
  readonly endsAt: Ms;
}

/** What was kept, on the clock of the process that reads it. */
export interface Kept {
  readonly leases: readonly KeptLease[];
  /** Holders in the order of their places. */
  readonly waiting: readonly string[];
  readonly tallies: ReadonlyMap<string, Tally>;
}

/** What is over. */
export interface Over {
  readonly hashes?: readonly string[];
  /** Holders whose places are. */
  readonly places?: readonly string[];
  /** Holders whose tallies are. */
  readonly tallies?: readonly string[];
}

/** Where leases and places outlive the process. Each call is durable when it returns. */
export interface LeaseJournal {
  load(): Kept;
  /** The holder's place is over, and its lease begins. */
  granted(lease: KeptLease, tally: Tally): void;
  /** In this order, behind those who wait already. */
  wait(holders: readonly string[]): void;
  forget(over: Over): void;
}

/** For a far end that stands alone: its leases end with its process. */
export const noJournal: LeaseJournal = {
  load: () => ({ leases: [], waiting: [], tallies: new Map() }),
  granted: () => undefined,
  wait: () => undefined,
  forget: () => undefined,
};
