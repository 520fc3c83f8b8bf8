import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { type EpochMs, epochMs, type Ms, ms } from '../../kit/units.ts';
import type { Rule } from '../alert/rule.ts';
import type { Notice } from '../notify/notice.ts';
import { number, type Sql, text } from '../store/sql.ts';
import { writeEvent } from './events.ts';

/** An open incident that was told at once and that nobody has acknowledged, silenced or escalated yet. */
export interface WaitingIncident {
  readonly id: string;
  readonly rule: string;
  /** When people could first hear of it: what was held back went wrong long before. */
  readonly toldAt: EpochMs;
}

export type EscalationRule = Pick<Rule, 'id' | 'escalate' | 'hours'>;

export interface EscalationCalendar {
  /** How much of a span lies in school time. */
  readonly schoolTime: (from: EpochMs, to: EpochMs) => Ms;
}

/** Those that have waited for as long as their rule allows; of a rule with school hours only these count. */
export function dueEscalations(
  waiting: readonly WaitingIncident[],
  rules: readonly EscalationRule[],
  { schoolTime, now }: EscalationCalendar & { readonly now: EpochMs },
): readonly WaitingIncident[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return waiting.filter(({ rule: id, toldAt }) => {
    const rule = byId.get(id);
    if (rule?.escalate === undefined) return false;
    const waited = ms(now - toldAt);
    if (waited < rule.escalate.after) return false;
    return rule.hours === 'always' || schoolTime(toldAt, now) >= rule.escalate.after;
  });
}

export interface EscalationParts extends EscalationCalendar {
  readonly sql: Sql;
  readonly rules: readonly EscalationRule[];
  /** As it stands now; its `duties` are those the rule escalates to. Undefined: there is nobody to tell. */
  readonly noticeOf: (incident: string, kind: 'escalated') => Notice | undefined;
  readonly notifiers: readonly { accept(notice: Notice): void }[];
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Tells others of what nobody acknowledged in time, once; the mark, the event and the telling are one transaction. */
export class Escalation {
  readonly #parts: EscalationParts;

  constructor(parts: EscalationParts) {
    this.#parts = parts;
  }

  /** To be called each tick. */
  escalate(): void {
    const { sql, rules, schoolTime, clock, log } = this.#parts;
    const now = clock.now();
    for (const { id, rule } of dueEscalations(waitingOf(sql, now), rules, { schoolTime, now }))
      try {
        sql.transaction(() => this.#tell(id, now));
        log.info({ incident: id, rule }, 'incident_escalated');
      } catch (error) {
        log.error({ incident: id, problem: messageOf(error) }, 'escalation_failed');
      }
  }

  #tell(incident: string, now: EpochMs): void {
    const { sql, noticeOf, notifiers } = this.#parts;
    sql.run('UPDATE incident SET escalated_at = ? WHERE id = ?', now, incident);
    writeEvent(sql, { incident, kind: 'escalated', who: '', detail: {} }, now);
    const notice = noticeOf(incident, 'escalated');
    if (notice !== undefined) for (const notifier of notifiers) notifier.accept(notice);
  }
}

function waitingOf(sql: Sql, now: EpochMs): readonly WaitingIncident[] {
  const rows = sql.all(
    `SELECT id, rule, ifnull((SELECT min(joined_at) FROM incident_member WHERE incident = incident.id), opened_at) AS told_at
     FROM incident
     WHERE state = 'open' AND tell = 'at_once' AND acknowledged_at IS NULL AND escalated_at IS NULL
       AND (silent_until IS NULL OR silent_until <= ?)
     ORDER BY opened_at, id`,
    now,
  );
  return rows.map((row) => ({
    id: text(row, 'id'),
    rule: text(row, 'rule'),
    toldAt: epochMs(number(row, 'told_at')),
  }));
}
