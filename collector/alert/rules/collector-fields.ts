import type { ValueType } from '../../../standards/cel.ts';
import type { FieldValue } from '../../../wire/fact.ts';

/**
 * What the collector tells of itself to the rules that read `collector`. A field that is left out is not known: nothing is
 * decided by it.
 */
export interface CollectorFields {
  /** Facts can't be stored, and why. */
  readonly store_failing?: boolean;
  readonly store_error?: string;
  /** How long the oldest mail has waited that was tried at least once; 0 while none is stuck. */
  readonly mail_stuck_s?: number;
  readonly mail_waiting?: number;
  readonly mail_error?: string;
  /** The history database takes nothing. */
  readonly history_failing?: boolean;
  readonly history_waiting_lines?: number;
  readonly history_error?: string;
  /** Free beyond what is kept in reserve; negative where the reserve is touched. */
  readonly disk_spare_bytes?: number;
  /** Until only the reserve is left, as the stores grow. */
  readonly disk_full_in_s?: number;
  /** Since the newest good backup; of a collector that never made one, since it was started. */
  readonly backup_age_s?: number;
}

export const COLLECTOR_TYPES: Readonly<Record<keyof CollectorFields, ValueType>> = {
  store_failing: 'boolean',
  store_error: 'text',
  mail_stuck_s: 'number',
  mail_waiting: 'number',
  mail_error: 'text',
  history_failing: 'boolean',
  history_waiting_lines: 'number',
  history_error: 'text',
  disk_spare_bytes: 'number',
  disk_full_in_s: 'number',
  backup_age_s: 'number',
};

/** Of an agent: nothing came from it for longer than it is waited for. */
export const RECEIPT_TYPES: Readonly<Record<'silent', ValueType>> = { silent: 'boolean' };

export const plainFields = (fields: CollectorFields): Readonly<Record<string, FieldValue>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
