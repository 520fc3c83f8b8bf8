import type { EpochMs } from '../../../kit/units.ts';
import { type Sql, text } from '../../store/sql.ts';
import { readDeliveryStatus } from './delivery-status.ts';

/** What became of a report on a mail. */
export type BounceOutcome =
  | { readonly kind: 'bounced' | 'delayed'; readonly mail: string; readonly recipient: string }
  /** No report of bad news, or none of a mail of ours. */
  | { readonly kind: 'ignored'; readonly reason: 'no report' | 'not ours' };

/** Marks mails that a server took and could not deliver. */
export class Bounces {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  take(message: Uint8Array, now: EpochMs): BounceOutcome {
    const status = readDeliveryStatus(message);
    if (status === undefined) return { kind: 'ignored', reason: 'no report' };
    const id = status.messageId.slice(0, Math.max(0, status.messageId.lastIndexOf('@')));
    const row = this.#sql.get(
      "SELECT id, recipient FROM mail WHERE id = ? AND (state IN ('sent', 'bounced') OR (state = 'queued' AND handed = 1))",
      id,
    );
    if (row === undefined) return { kind: 'ignored', reason: 'not ours' };
    if (status.action === 'failed')
      this.#sql.run(
        "UPDATE mail SET state = 'bounced', at = ?, error = ? WHERE id = ?",
        now,
        status.reason,
        id,
      );
    else
      this.#sql.run(
        "UPDATE mail SET error = ? WHERE id = ? AND state <> 'bounced'",
        status.reason,
        id,
      );
    const kind = status.action === 'failed' ? 'bounced' : 'delayed';
    return { kind, mail: id, recipient: text(row, 'recipient') };
  }
}
