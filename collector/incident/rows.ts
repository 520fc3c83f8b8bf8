import { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import { epochMs } from '../../kit/units.ts';
import { type Fields, GROUP_KINDS, SEVERITIES } from '../alert/rule.ts';
import type { IncidentFilter, IncidentView } from '../report/incident-view.ts';
import { number, type Sql, type SqlRow, stampOrNone, text, textOrNone } from '../store/sql.ts';

/** An incident as the table `incident` holds it. */
export interface IncidentRow
  extends Pick<
    IncidentView,
    | 'id'
    | 'rule'
    | 'school'
    | 'device'
    | 'group'
    | 'severity'
    | 'tell'
    | 'state'
    | 'openedAt'
    | 'resolvedAt'
    | 'cause'
    | 'evidence'
    | 'acknowledgedAt'
    | 'acknowledgedBy'
    | 'assignedTo'
    | 'silentUntil'
    | 'escalatedAt'
  > {}

/** One of the table `incident_member`; an empty school is the collector itself, an empty device the school as a whole. */
export interface MemberRow {
  readonly incident: string;
  readonly rule: string;
  readonly school: string;
  readonly device: string;
  readonly since: EpochMs;
  readonly leftAt: EpochMs | undefined;
  readonly evidence: Fields;
}

/** What a list is narrowed to, its words already turned into ids. */
export interface RowFilter
  extends Pick<
    IncidentFilter,
    'state' | 'rule' | 'severity' | 'from' | 'to' | 'acknowledged' | 'sight' | 'limit' | 'offset'
  > {
  /** Only incidents of one of these. */
  readonly within: ReadonlySet<string> | undefined;
  readonly words:
    | {
        readonly part: string;
        readonly rules: readonly string[];
        readonly schools: readonly string[];
      }
    | undefined;
}

const ids = (values: Iterable<string> | undefined): string | null =>
  values === undefined ? null : JSON.stringify([...values]);

const OF_SCHOOLS = (list: string) =>
  `(school IN (SELECT value FROM json_each(${list})) OR id IN (SELECT incident FROM incident_member WHERE school IN (SELECT value FROM json_each(${list}))))`;

/** Open ones first, then the newest. */
const LIST = `SELECT * FROM incident
  WHERE (?1 IS NULL OR ${OF_SCHOOLS('?1')}) AND (?2 IS NULL OR ${OF_SCHOOLS('?2')})
    AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR rule = ?4) AND (?5 IS NULL OR severity = ?5)
    AND (?6 IS NULL OR opened_at >= ?6) AND (?7 IS NULL OR opened_at < ?7)
    AND (?8 IS NULL OR (acknowledged_at IS NOT NULL) = ?8)
    AND (?9 IS NULL OR rule IN (SELECT value FROM json_each(?10)) OR ${OF_SCHOOLS('?11')}
      OR (school IS NOT NULL AND instr(lower(cause), lower(?9)) > 0))
  ORDER BY state = 'open' DESC, opened_at DESC, id LIMIT ?12 OFFSET ?13`;

export function incidentRows(sql: Sql, filter: RowFilter): readonly IncidentRow[] {
  const { sight, within, words, acknowledged } = filter;
  return sql
    .all(
      LIST,
      ...[ids(sight), ids(within), filter.state ?? null],
      ...[filter.rule ?? null, filter.severity ?? null, filter.from ?? null, filter.to ?? null],
      acknowledged === undefined ? null : Number(acknowledged),
      ...[words?.part ?? null, ids(words?.rules), ids(words?.schools)],
      ...[filter.limit, filter.offset ?? 0],
    )
    .map(toIncident);
}

export function incidentRow(sql: Sql, id: string): IncidentRow | undefined {
  const row = sql.get('SELECT * FROM incident WHERE id = ?', id);
  return row === undefined ? undefined : toIncident(row);
}

const MEMBER = 'incident, rule, school, device, since, left_at, evidence';

/** Of these incidents, in the order they joined. */
export function membersOf(sql: Sql, incidents: readonly string[]): readonly MemberRow[] {
  return sql
    .all(
      `SELECT ${MEMBER} FROM incident_member WHERE incident IN (SELECT value FROM json_each(?))
       ORDER BY joined_at, since, school, device`,
      ids(incidents),
    )
    .map(toMember);
}

export interface AbsentAsked {
  /** Undefined: all. */
  readonly schools: ReadonlySet<string> | undefined;
  readonly rules: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Members of these rules that were not right at some time of a span. */
export function membersWithin(
  sql: Sql,
  { schools, rules, from, to }: AbsentAsked,
): readonly MemberRow[] {
  return sql
    .all(
      `SELECT ${MEMBER} FROM incident_member
       WHERE (?1 IS NULL OR school IN (SELECT value FROM json_each(?1))) AND school <> ''
         AND rule IN (SELECT value FROM json_each(?2)) AND since < ?3 AND ifnull(left_at, ?3) > ?4
       ORDER BY school, since`,
      ...[ids(schools), ids(rules), to, from],
    )
    .map(toMember);
}

const fieldsOf = (row: SqlRow): Fields => JSON.parse(text(row, 'evidence')) as Fields;

function toIncident(row: SqlRow): IncidentRow {
  const kind = GROUP_KINDS.find((one) => one === textOrNone(row, 'group_kind'));
  return {
    id: text(row, 'id'),
    rule: text(row, 'rule'),
    school: textOrNone(row, 'school'),
    device: textOrNone(row, 'device') || undefined,
    group: kind === undefined ? undefined : { kind, name: textOrNone(row, 'group_name') ?? '' },
    severity: SEVERITIES.find((one) => one === text(row, 'severity')) ?? 'info',
    tell: text(row, 'tell') === 'digest' ? 'digest' : 'at_once',
    state: text(row, 'state') === 'open' ? 'open' : 'resolved',
    openedAt: epochMs(number(row, 'opened_at')),
    resolvedAt: stampOrNone(row, 'resolved_at'),
    cause: Text.parse(JSON.parse(text(row, 'cause'))),
    evidence: fieldsOf(row),
    acknowledgedAt: stampOrNone(row, 'acknowledged_at'),
    acknowledgedBy: textOrNone(row, 'acknowledged_by'),
    assignedTo: textOrNone(row, 'assigned_to'),
    silentUntil: stampOrNone(row, 'silent_until'),
    escalatedAt: stampOrNone(row, 'escalated_at'),
  };
}

const toMember = (row: SqlRow): MemberRow => ({
  incident: text(row, 'incident'),
  rule: text(row, 'rule'),
  school: text(row, 'school'),
  device: text(row, 'device'),
  since: epochMs(number(row, 'since')),
  leftAt: stampOrNone(row, 'left_at'),
  evidence: fieldsOf(row),
});
