import { number, type Sql } from '../../collector/store/sql.ts';
import type { EpochMs } from '../../kit/units.ts';

/** What the collector really opened and mailed of some schools in that time, by the rules it had. */
export interface Sent {
  readonly incidents: number;
  readonly mails: number;
}

/** Over `hatang.db`. */
export function sentThen(
  sql: Sql,
  schools: readonly string[],
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
): Sent {
  const asked = [JSON.stringify(schools), from, to] as const;
  const count = (statement: string) => number(sql.get(statement, ...asked) ?? {}, 'count');
  return {
    incidents: count(
      `SELECT count(*) AS count FROM incident WHERE opened_at >= ?2 AND opened_at < ?3
         AND EXISTS (SELECT 1 FROM incident_member
           WHERE incident_member.incident = incident.id AND school IN (SELECT value FROM json_each(?1)))`,
    ),
    mails: count(
      `SELECT count(*) AS count FROM mail WHERE created_at >= ?2 AND created_at < ?3 AND state <> 'merged'
         AND EXISTS (SELECT 1 FROM incident_member
           WHERE incident_member.incident = mail.incident AND school IN (SELECT value FROM json_each(?1)))`,
    ),
  };
}
