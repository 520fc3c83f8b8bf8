import type { EpochMs } from '../../../kit/units.ts';
import type { Composed } from './letter.ts';
import type { Issue, Reader } from './reader.ts';

/** What is to become of one reader's digest. */
export type Printed =
  | { readonly kind: 'send'; readonly letter: Composed }
  /** There is nothing to say of this time. */
  | { readonly kind: 'nothing' }
  /** What there is to say waits for the next one. */
  | { readonly kind: 'waits' };

/** Makes the digests of one slot, a reader after the other, all from one picture. */
export interface Press {
  /** The moment from which a reader is told, who was told up to `told`; undefined: never yet. */
  readonly from: (told: EpochMs | undefined) => EpochMs;
  readonly print: (reader: Reader, issue: Issue) => Printed;
}
