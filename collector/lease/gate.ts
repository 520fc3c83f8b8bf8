import type { Result } from '../../kit/result.ts';
import type { Ms } from '../../kit/units.ts';

export type MeasureDirection = 'down' | 'up';

/** `watch`: a stream that tells of a test and moves next to nothing; it has the lease's whole time. */
export type MeasureStream = MeasureDirection | 'watch';

/** Who has a lease: one at a time. */
export interface LeaseHolder {
  /** A school; or, in no form a school's id has, an admin or an address. */
  readonly id: string;
  readonly agent: string;
}

/** Why a call may not measure. */
export type Refusal = 'none' | 'foreign' | 'expired' | 'returned' | 'spent' | 'crowded';

export const refusalWords: Readonly<Record<Refusal, string>> = {
  none: 'a lease is needed: POST /api/v1/leases grants one',
  foreign: 'the lease is another’s',
  expired: 'the lease is past its time',
  returned: 'the lease was handed back',
  spent: 'the lease has no time or no bytes left for this direction',
  crowded: 'the lease has too many streams open',
};

/** What one stream may take; its lease’s other streams take from the same. */
export interface Allowance {
  /** The same for all streams of one lease. */
  readonly test: object;
  /** Until the direction's time or the lease's is over, whichever comes first. */
  readonly span: Ms;
  /** Until the slot is another's: whatever still runs is cut then. */
  readonly cutAfter: Ms;
  /** Aborts when the lease ends before its time. */
  readonly ended: AbortSignal;
  /** Takes of the bytes that are left, and says how many it got. */
  take(bytes: number): number;
  /** Gives back what was taken and not sent. */
  giveBack(bytes: number): void;
  /** The stream is over. */
  close(): void;
}

/** What the far end asks before it pours or drinks. */
export interface LeaseGate {
  /** Opens a stream within the lease. Without a holder the lease itself is the right. */
  use(
    lease: string | undefined,
    stream: MeasureStream,
    holder: LeaseHolder | undefined,
  ): Result<Allowance, Refusal>;
}
