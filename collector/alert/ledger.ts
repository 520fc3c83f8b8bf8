import { type EpochMs, epochMs } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, stampOrNone, text, textOrNone } from '../store/sql.ts';
import type { Joining, Leaving } from './engine/engine.ts';
import { type State, type Subject, subjectOfKey, type Watch, watchKey } from './engine/watch.ts';
import { type Fields, GROUP_KINDS, type GroupKind } from './rule.ts';

/** An incident as it stands in the tables. */
export interface StoredIncident {
  readonly id: string;
  readonly rule: string;
  readonly group: { readonly kind: GroupKind; readonly name: string } | undefined;
  readonly tell: 'at_once' | 'digest';
  readonly openedAt: EpochMs;
  readonly resolvedAt: EpochMs | undefined;
  readonly silentUntil: EpochMs | undefined;
  /** In the order they joined. */
  readonly members: readonly StoredMember[];
}
export interface StoredMember extends Joining {
  readonly leftAt: EpochMs | undefined;
}

export interface NewIncident {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly tell: 'at_once' | 'digest';
  readonly group: { readonly kind: GroupKind; readonly name: string } | undefined;
  readonly members: readonly Joining[];
}

/** What the engine remembers (`alert_state`), and the incidents it opens and ends, with their members and events. */
export class Ledger {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** What is remembered of one school. */
  watches(school: string): State {
    return stateOf(this.#sql.all('SELECT * FROM alert_state WHERE school = ?', school));
  }

  /** What is remembered of these rules, in all schools. */
  watchesOf(rules: readonly string[]): State {
    const rows = this.#sql.all(
      'SELECT * FROM alert_state WHERE rule IN (SELECT value FROM json_each(?))',
      JSON.stringify(rules),
    );
    return stateOf(rows);
  }

  /** What is remembered of rules that are no more. */
  watchesBesides(rules: readonly string[]): State {
    const rows = this.#sql.all(
      'SELECT * FROM alert_state WHERE rule NOT IN (SELECT value FROM json_each(?))',
      JSON.stringify(rules),
    );
    return stateOf(rows);
  }

  /** Writes only what changed: a good day writes nothing. */
  keep(before: State, after: State): void {
    for (const [key, watch] of after) {
      if (watch === before.get(key)) continue;
      const { rule, school, device } = subjectOfKey(key);
      this.#sql.run(
        'INSERT OR REPLACE INTO alert_state (school, rule, device, state) VALUES (?, ?, ?, ?)',
        ...[school, rule, device, JSON.stringify(watch)],
      );
    }
    for (const key of before.keys()) {
      if (after.has(key)) continue;
      const { rule, school, device } = subjectOfKey(key);
      this.#sql.run(
        'DELETE FROM alert_state WHERE school = ? AND rule = ? AND device = ?',
        ...[school, rule, device],
      );
    }
  }

  open({ id, rule, severity, tell, group, members }: NewIncident, now: EpochMs): void {
    const [first] = members;
    const one = members.length === 1;
    const openedAt = Math.min(...members.map(({ since }) => since));
    // Several devices are of one school; several schools share the incident.
    const school = one || group?.kind === 'school' ? (first?.school ?? '') : '';
    this.#sql.run(
      `INSERT INTO incident
         (id, rule, school, device, group_kind, group_name, severity, tell, state, opened_at, cause, evidence)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, '{}', ?)`,
      ...[id, rule, school === '' ? null : school, one ? first?.device || null : null],
      ...[group?.kind ?? null, group?.name ?? null, severity, tell, openedAt],
      JSON.stringify(one ? first?.evidence : {}),
    );
    this.#admit(id, rule, members, now);
    this.#event(id, 'opened', members, now);
  }

  join(incident: string, rule: string, members: readonly Joining[], now: EpochMs): void {
    this.#admit(incident, rule, members, now);
    this.#event(incident, 'joined', members, now);
  }

  leave(incident: string, members: readonly Leaving[], over: boolean, now: EpochMs): void {
    for (const { school, device, leftAt } of members)
      this.#sql.run(
        'UPDATE incident_member SET left_at = ? WHERE incident = ? AND school = ? AND device = ?',
        ...[leftAt, incident, school, device],
      );
    if (over)
      this.#sql.run(
        `UPDATE incident SET state = 'resolved',
           resolved_at = (SELECT max(left_at) FROM incident_member WHERE incident = ?1) WHERE id = ?1`,
        incident,
      );
    this.#event(incident, over ? 'resolved' : 'left', members, now);
  }

  /** The cause in words, which grows with the members. */
  say(incident: string, cause: object): void {
    this.#sql.run('UPDATE incident SET cause = ? WHERE id = ?', JSON.stringify(cause), incident);
  }

  find(id: string): StoredIncident | undefined {
    const row = this.#sql.get('SELECT * FROM incident WHERE id = ?', id);
    if (row === undefined) return undefined;
    const members = this.#sql.all(
      'SELECT * FROM incident_member WHERE incident = ? ORDER BY joined_at, school, device',
      id,
    );
    return {
      id,
      rule: text(row, 'rule'),
      group: groupOf(row),
      tell: text(row, 'tell') === 'digest' ? 'digest' : 'at_once',
      openedAt: epochMs(number(row, 'opened_at')),
      resolvedAt: stampOrNone(row, 'resolved_at'),
      silentUntil: stampOrNone(row, 'silent_until'),
      members: members.map(memberOf),
    };
  }

  #admit(incident: string, rule: string, members: readonly Joining[], now: EpochMs): void {
    for (const { school, device, since, evidence } of members)
      this.#sql.run(
        `INSERT INTO incident_member (incident, rule, school, device, since, joined_at, evidence)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[incident, rule, school, device, since, now, JSON.stringify(evidence)],
      );
  }

  #event(incident: string, kind: string, members: readonly Subject[], now: EpochMs): void {
    const named = members.map(({ school, device }) => ({ school, device }));
    this.#sql.run(
      'INSERT INTO incident_event (incident, at, kind, detail) VALUES (?, ?, ?, ?)',
      ...[incident, now, kind, JSON.stringify({ members: named })],
    );
  }
}

const stateOf = (rows: readonly SqlRow[]): State =>
  new Map(
    rows.map((row) => {
      const subject = { school: text(row, 'school'), device: text(row, 'device') };
      return [watchKey(text(row, 'rule'), subject), watchOf(text(row, 'state'))];
    }),
  );

/** Written by `keep` alone, as JSON of a Watch; a version before called `since` by another name. */
function watchOf(json: string): Watch {
  const watch = JSON.parse(json) as Watch & {
    readonly open?: { readonly openedAt?: EpochMs };
  };
  const { open } = watch;
  if (open?.openedAt === undefined) return watch;
  const { openedAt, incident } = open;
  return { ...watch, open: { incident, since: openedAt } };
}

function groupOf(row: SqlRow): StoredIncident['group'] {
  const word = textOrNone(row, 'group_kind');
  const kind = GROUP_KINDS.find((one) => one === word);
  return kind === undefined ? undefined : { kind, name: textOrNone(row, 'group_name') ?? '' };
}

/** Evidence is written by this file alone, as JSON of Fields. */
const memberOf = (row: SqlRow): StoredMember => ({
  school: text(row, 'school'),
  device: text(row, 'device'),
  since: epochMs(number(row, 'since')),
  leftAt: stampOrNone(row, 'left_at'),
  evidence: JSON.parse(text(row, 'evidence')) as Fields,
});
