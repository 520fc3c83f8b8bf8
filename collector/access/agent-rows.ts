import { type EpochMs, epochMs } from '../../kit/units.ts';
import { number, type Sql, stampOrNone, text } from '../store/sql.ts';

export interface CodeLine {
  readonly id: number;
  readonly school: string;
  readonly createdBy: string;
  readonly expiresAt: EpochMs;
}

export interface AgentLine {
  readonly school: string;
  readonly agent: string;
  readonly enrolledAt: EpochMs;
  /** Since when it has had the token it writes with; undefined where it has none that is valid. */
  readonly tokenSince: EpochMs | undefined;
}

/** Enrolment codes that still work at a moment. */
export const OPEN_CODES = `SELECT * FROM enrolment_code
  WHERE used_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?`;

export const openCodes = (sql: Sql, now: EpochMs): readonly CodeLine[] =>
  sql.all(`${OPEN_CODES} ORDER BY expires_at, id`, now).map((row) => ({
    id: number(row, 'id'),
    school: text(row, 'school'),
    createdBy: text(row, 'created_by'),
    expiresAt: epochMs(number(row, 'expires_at')),
  }));

/** Agents that ever enrolled, in order of school and id. */
export function agentLines(sql: Sql, school?: string): readonly AgentLine[] {
  const [where, values] = school === undefined ? ['', []] : ['WHERE agent.school = ?', [school]];
  return sql
    .all(
      `SELECT school, agent.id, enrolled_at, max(token.created_at) AS token_since
       FROM agent LEFT JOIN token ON token.unit = agent.school AND token.agent = agent.id
         AND token.role = 'agent' AND token.revoked_at IS NULL
       ${where} GROUP BY school, agent.id ORDER BY school, agent.id`,
      ...values,
    )
    .map((row) => ({
      school: text(row, 'school'),
      agent: text(row, 'id'),
      enrolledAt: epochMs(number(row, 'enrolled_at')),
      tokenSince: stampOrNone(row, 'token_since'),
    }));
}
