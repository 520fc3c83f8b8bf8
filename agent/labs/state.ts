import type { EpochMs } from '../../kit/units.ts';
import type { LabCount } from './count.ts';
import type { Refusal } from './refusals.ts';

/** Whether lab machines are heard. */
export type Hearing =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'listening'; readonly port: number }
  /** The port is taken, the address is not of this machine, the key can't be read; tried again soon. */
  | { readonly kind: 'failing'; readonly problem: string; readonly since: EpochMs };

/** The labs of one moment, as the page shows them. */
export interface LabsState {
  /** As configured: `off`, or where lab machines report. */
  readonly listen: string;
  readonly hearing: Hearing;
  /** Undefined when the register of machines can't be read. */
  readonly count: LabCount | undefined;
  readonly withinDays: number;
  /** The newest first. */
  readonly refused: readonly Refusal[];
}
