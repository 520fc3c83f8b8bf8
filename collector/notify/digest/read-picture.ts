import { days, type EpochMs, epochMs, type Ms } from '../../../kit/units.ts';
import type { Summary } from '../../../standards/summary.ts';
import { SEVERITIES } from '../../alert/rule.ts';
import { number, type Sql, type SqlRow, stampOrNone, text } from '../../store/sql.ts';
import type { School } from '../../store/units.ts';
import {
  type PastIncident,
  type PastMember,
  type Picture,
  picture,
  type SchoolPicture,
} from './picture.ts';

export interface PictureSources {
  /** Over `hatang.db`. */
  readonly sql: Sql;
  readonly schools: () => readonly School[];
  readonly agents: () => readonly {
    readonly school: string;
    readonly lastReceivedAt: EpochMs | undefined;
  }[];
  readonly judged: () => ReadonlyMap<string, Summary>;
  /** Lets others have their turn. */
  readonly turn: () => Promise<void>;
}

/** So many incidents, and their members, are read at once: some milliseconds, whatever happened. */
const AT_ONCE = 500;
/** An incident may turn out to have been over for so long: its facts came in late. */
const KNOWN_LATE: Ms = days(3);

/** All that digests tell of the time since a moment. */
export async function readPicture(
  sources: PictureSources,
  since: EpochMs,
  now: EpochMs,
): Promise<Picture> {
  const { sql, turn } = sources;
  const schools = schoolPictures(sources);
  await turn();
  const ids = sql
    .all("SELECT id FROM incident WHERE state = 'open' OR resolved_at > ?", since - KNOWN_LATE)
    .map((row) => text(row, 'id'));
  const incidents: PastIncident[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    incidents.push(...readIncidents(sql, ids.slice(at, at + AT_ONCE)));
    await turn();
  }
  return picture(now, schools, incidents);
}

function schoolPictures({ schools, agents, judged }: PictureSources): readonly SchoolPicture[] {
  const heard = new Map<string, boolean>();
  for (const { school, lastReceivedAt } of agents())
    heard.set(school, heard.get(school) === true || lastReceivedAt !== undefined);
  const summaries = judged();
  return schools().map(({ id, name, simulated }) => {
    const basic = summaries.get(id)?.basic;
    const agent = heard.get(id);
    return {
      ...{ id, name, simulated },
      verdict: basic?.verdict,
      unknownCriteria: basic?.unknown ?? 0,
      heard: agent === undefined ? 'no_agent' : agent ? 'heard' : 'never',
    };
  });
}

function readIncidents(sql: Sql, ids: readonly string[]): readonly PastIncident[] {
  const asked = JSON.stringify(ids);
  const members = Map.groupBy(
    sql.all(
      `SELECT incident, school, device, since, joined_at, left_at FROM incident_member
       WHERE incident IN (SELECT value FROM json_each(?))`,
      asked,
    ),
    (row) => text(row, 'incident'),
  );
  return sql
    .all(
      `SELECT id, rule, severity, tell, acknowledged_at,
         (SELECT max(at) FROM incident_event WHERE incident_event.incident = incident.id AND kind = 'resolved') AS known_over_at
       FROM incident WHERE id IN (SELECT value FROM json_each(?))`,
      asked,
    )
    .map((row) => incidentOf(row, (members.get(text(row, 'id')) ?? []).map(memberOf)));
}

function incidentOf(row: SqlRow, members: readonly PastMember[]): PastIncident {
  return {
    id: text(row, 'id'),
    rule: text(row, 'rule'),
    severity: SEVERITIES.find((one) => one === text(row, 'severity')) ?? 'info',
    tell: text(row, 'tell') === 'digest' ? 'digest' : 'at_once',
    acknowledged: row['acknowledged_at'] !== null,
    knownOverAt: stampOrNone(row, 'known_over_at'),
    members,
  };
}

const memberOf = (row: SqlRow): PastMember => ({
  school: text(row, 'school'),
  device: text(row, 'device'),
  since: epochMs(number(row, 'since')),
  joinedAt: epochMs(number(row, 'joined_at')),
  leftAt: stampOrNone(row, 'left_at'),
});
