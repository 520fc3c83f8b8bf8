import type { EpochMs } from '../../kit/units.ts';
import type { Fields } from './rule.ts';

/** What one rule sees of one subject this time round. */
export interface Signal {
  readonly rule: string;
  /** Empty for the collector itself. */
  readonly school: string;
  /** The device; the agent for a rule that reads receipts; a named part of the collector. */
  readonly device: string;
  readonly bad: boolean;
  /** False for replayed history: it may end an incident, never begin one. */
  readonly live: boolean;
  /** Identity of the observation: the fact's own stamp. */
  readonly at: EpochMs;
  /** When it was so, by the collector's clock. */
  readonly happenedAt: EpochMs;
  readonly evidence: Fields;
}
