import { type EpochMs, epochMs } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, stampOrNone, text } from '../store/sql.ts';
import type { PersonRole } from './caller.ts';
import { toCaller } from './identities.ts';

/** An API token as people may see it: never the secret. */
export interface TokenLine {
  readonly id: number;
  readonly role: PersonRole;
  readonly unit: string | undefined;
  readonly name: string;
  readonly createdAt: EpochMs;
  readonly createdBy: string;
  readonly expiresAt: EpochMs | undefined;
  readonly usedAt: EpochMs | undefined;
}

/** Tokens that are valid and no agent's, the newest first; those one person made, where one is named. */
export function apiTokens(sql: Sql, now: EpochMs, maker?: number): readonly TokenLine[] {
  const [made, values] = maker === undefined ? ['', []] : ['AND maker = ?', [maker]];
  return sql
    .all(
      `SELECT * FROM token WHERE role <> 'agent' AND revoked_at IS NULL
       AND ifnull(expires_at, 9e15) > ? ${made} ORDER BY id DESC`,
      ...[now, ...values],
    )
    .map(toToken);
}

function toToken(row: SqlRow): TokenLine {
  const { role, name, unit } = toCaller(row, undefined);
  if (role === 'agent') throw new Error('an agent’s token among those of the API');
  return {
    ...{ id: number(row, 'id'), role, name, unit },
    createdAt: epochMs(number(row, 'created_at')),
    createdBy: text(row, 'created_by'),
    expiresAt: stampOrNone(row, 'expires_at'),
    usedAt: stampOrNone(row, 'used_at'),
  };
}
