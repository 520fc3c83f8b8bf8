import { createHash } from 'node:crypto';
import { type EpochMs, epochMs, type Ms } from '../../../kit/units.ts';
import { number, type Sql, type SqlRow, stampOrNone, text } from '../../store/sql.ts';

/** One call on its way: queued → sent | failed. */
export interface Call {
  readonly id: number;
  /** The same on every try, and of no other call. */
  readonly delivery: string;
  readonly event: string;
  readonly body: string;
  /** This try included. */
  readonly attempts: number;
  readonly createdAt: EpochMs;
}

/** How the calls of one webhook fare. */
export interface HookStanding {
  readonly hook: string;
  readonly queued: number;
  readonly sent: number;
  /** Given up. */
  readonly failed: number;
  readonly lastSentAt: EpochMs | undefined;
  /** Why the newest failed try failed; undefined where none did. */
  readonly error: string | undefined;
}

/**
 * ?1 is the hook, ?2 now. Both indexes go by id within what they find, so that the first due one ends the search, however
 * many wait.
 */
export const DUE_CALL = `SELECT * FROM webhook_call AS call INDEXED BY webhook_call_by_hook
  WHERE state = 'queued' AND hook = ?1 AND not_before <= ?2
    AND NOT EXISTS (
      SELECT 1 FROM webhook_call AS first INDEXED BY webhook_call_queued WHERE first.state = 'queued'
        AND first.hook = ?1 AND first.incident = call.incident AND first.id < call.id)
  ORDER BY id LIMIT 1`;

/** The table `webhook_call`. */
export class Calls {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  enqueue(call: {
    readonly hook: string;
    readonly incident: string;
    readonly kind: string;
    readonly body: string;
    readonly at: EpochMs;
  }): void {
    this.#sql.run(
      `INSERT INTO webhook_call (hook, incident, kind, body, state, created_at, at)
       VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?5)`,
      ...[call.hook, call.incident, call.kind, call.body, call.at],
    );
  }

  /** The oldest one that is due, held for `lease`; of an incident never a later one before an earlier one. */
  claim(hook: string, now: EpochMs, lease: Ms): Call | undefined {
    return this.#sql.transaction(() => {
      const row = this.#sql.get(DUE_CALL, hook, now);
      if (row === undefined) return undefined;
      const call = toCall(row);
      this.#sql.run(
        'UPDATE webhook_call SET attempts = ?, not_before = ? WHERE id = ?',
        ...[call.attempts, now + lease, call.id],
      );
      return call;
    });
  }

  settle(id: number, state: 'sent' | 'failed', now: EpochMs, error?: string): void {
    this.#sql.run(
      'UPDATE webhook_call SET state = ?, at = ?, error = ? WHERE id = ?',
      ...[state, now, error ?? null, id],
    );
  }

  postpone(id: number, until: EpochMs, error: string): void {
    this.#sql.run(
      'UPDATE webhook_call SET not_before = ?, error = ? WHERE id = ?',
      ...[until, error, id],
    );
  }

  /** Calls of webhooks that the config names no more go nowhere. */
  endOthers(hooks: readonly string[], now: EpochMs): number {
    const { changes } = this.#sql.run(
      `UPDATE webhook_call SET state = 'failed', at = ?, error = 'no such webhook in the config'
       WHERE state = 'queued' AND hook NOT IN (SELECT value FROM json_each(?))`,
      now,
      JSON.stringify(hooks),
    );
    return changes;
  }

  /** What was settled before then. */
  forget(before: EpochMs): void {
    this.#sql.run("DELETE FROM webhook_call WHERE state <> 'queued' AND at < ?", before);
  }

  standing(hook: string): HookStanding {
    const row =
      this.#sql.get(
        `SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
           count(*) FILTER (WHERE state = 'sent') AS sent,
           count(*) FILTER (WHERE state = 'failed') AS failed,
           max(at) FILTER (WHERE state = 'sent') AS last_sent_at
         FROM webhook_call WHERE hook = ?`,
        hook,
      ) ?? {};
    const missed = this.#sql.get(
      'SELECT error FROM webhook_call WHERE hook = ? AND error IS NOT NULL ORDER BY id DESC LIMIT 1',
      hook,
    );
    return {
      hook,
      queued: number(row, 'queued'),
      sent: number(row, 'sent'),
      failed: number(row, 'failed'),
      lastSentAt: stampOrNone(row, 'last_sent_at'),
      error: missed === undefined ? undefined : text(missed, 'error'),
    };
  }
}

function toCall(row: SqlRow): Call {
  const [id, incident, kind] = [number(row, 'id'), text(row, 'incident'), text(row, 'kind')];
  const exact = JSON.stringify([text(row, 'hook'), incident, kind, id, number(row, 'created_at')]);
  return {
    id,
    delivery: `msg_${createHash('sha256').update(exact).digest('hex').slice(0, 32)}`,
    event: kind,
    body: text(row, 'body'),
    attempts: number(row, 'attempts') + 1,
    createdAt: epochMs(number(row, 'created_at')),
  };
}
