import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { SeriesFacts } from '../../wire/fact.ts';
import { OUTAGE_KINDS, readOutage, type ToldOutage } from '../../wire/outage.ts';
import { factsOf } from '../../wire/series.ts';
import { number, numberOrNone, type Sql, type SqlRow, text } from './sql.ts';

/** A word that was told earlier and comes in later changes nothing. */
const UPSERT = `
  INSERT INTO outage (school, device, subject, started_at, ended_at, kind, why, start_unsure_s,
                      end_unsure_s, unseen_s, told_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    ended_at = excluded.ended_at, kind = excluded.kind, why = excluded.why,
    start_unsure_s = excluded.start_unsure_s, end_unsure_s = excluded.end_unsure_s,
    unseen_s = excluded.unseen_s, told_at = excluded.told_at
  WHERE excluded.told_at >= told_at`;

const LONGEST_WHY = 300;

/** Keeps what was told of each outage; facts of other measurements are passed over. */
export function keepOutages(sql: Sql, school: string, series: readonly SeriesFacts[]): void {
  const told = series.filter(({ measurement }) => measurement === 'uplink_outage');
  for (const outage of factsOf(told).flatMap((fact) => readOutage(fact) ?? []))
    sql.run(
      UPSERT,
      school,
      outage.device,
      outage.subject,
      outage.startedAt,
      outage.endedAt ?? null,
      outage.kind,
      outage.why.slice(0, LONGEST_WHY),
      outage.startUnsureS,
      outage.endUnsureS,
      outage.unseenS,
      outage.toldAt,
    );
}

/** Newest first. */
export function readOutages(sql: Sql, school: string, limit: number): readonly ToldOutage[] {
  return sql
    .all(
      'SELECT * FROM outage WHERE school = ? ORDER BY started_at DESC, subject LIMIT ?',
      school,
      limit,
    )
    .flatMap((row) => outageOf(row) ?? []);
}

/** When each outage of a line began, and of which kind. */
export interface OutageStart {
  readonly device: string;
  readonly kind: ToldOutage['kind'];
  readonly startedAt: EpochMs;
}

export function readOutageStarts(sql: Sql, school: string, from: EpochMs): readonly OutageStart[] {
  return sql
    .all(
      'SELECT device, kind, started_at FROM outage WHERE school = ? AND started_at >= ?',
      school,
      from,
    )
    .flatMap((row) => {
      const kind = kindOf(row);
      const startedAt = epochMs(number(row, 'started_at'));
      return kind === undefined ? [] : [{ device: text(row, 'device'), kind, startedAt }];
    });
}

function outageOf(row: SqlRow): ToldOutage | undefined {
  const kind = kindOf(row);
  const endedAt = numberOrNone(row, 'ended_at');
  if (kind === undefined) return undefined;
  return {
    device: text(row, 'device'),
    subject: text(row, 'subject'),
    kind,
    startedAt: epochMs(number(row, 'started_at')),
    endedAt: endedAt === undefined ? undefined : epochMs(endedAt),
    startUnsureS: number(row, 'start_unsure_s'),
    endUnsureS: number(row, 'end_unsure_s'),
    unseenS: number(row, 'unseen_s'),
    why: text(row, 'why'),
    toldAt: epochMs(number(row, 'told_at')),
  };
}

/** A kind that another version wrote is not shown by this one. */
const kindOf = (row: SqlRow): ToldOutage['kind'] | undefined =>
  OUTAGE_KINDS.find((kind) => kind === text(row, 'kind'));
