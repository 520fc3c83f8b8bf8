import { type EpochMs, epochMs, type Ms, minutes, seconds } from '../../kit/units.ts';
import { numberOrNone, type Sql } from '../store/sql.ts';
import type { Standing } from './readiness.ts';

export interface Working {
  readonly standing: readonly Standing[];
  /** Since incidents were last looked at without a mistake. */
  readonly sinceTick: Ms;
  /** Since when the mail has been due that waits longest; undefined where none is. */
  readonly mailDueSince: EpochMs | undefined;
}

const TICK_LATE = minutes(1);
const MAIL_LATE = minutes(15);

/** Why nobody would hear of an outage now: nothing is stored, nothing is judged, or no mail leaves. Undefined while all do. */
export function workProblem(
  { standing, sinceTick, mailDueSince }: Working,
  now: EpochMs,
): string | undefined {
  const broken = standing.find(({ status }) => status === 'fail');
  if (broken !== undefined) return `${broken.name}: ${broken.output ?? 'fails'}`;
  if (sinceTick > TICK_LATE) return `incidents: not looked at for ${inSeconds(sinceTick)} s`;
  const late = mailDueSince === undefined ? 0 : now - mailDueSince;
  return late > MAIL_LATE ? `mail: due for ${inSeconds(late)} s and not sent` : undefined;
}

const inSeconds = (span: number): number => Math.floor(span / seconds(1));

/**
 * Of a mail put off, from when it is due again; of one that no server took, which costs it no attempt, from when it was
 * written: as long as none is reached nobody hears of anything.
 */
export function mailDueSince(sql: Pick<Sql, 'get'>): EpochMs | undefined {
  const row = sql.get(
    `SELECT min(CASE WHEN attempts <= 1 AND error IS NOT NULL THEN created_at
       ELSE max(created_at, not_before) END) AS since FROM mail WHERE state = 'queued'`,
  );
  const since = row === undefined ? undefined : numberOrNone(row, 'since');
  return since === undefined ? undefined : epochMs(since);
}
