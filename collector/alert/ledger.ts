import { Text } from '../../kit/text.ts';
import { epochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { Notice } from '../notify/notifier.ts';
import type { IncidentHead as IncidentView } from '../report/incident-view.ts';
import type { Sight } from '../report/views.ts';
import { number, numberOrNone, type Sql, type SqlRow, text, textOrNone } from '../store/sql.ts';
import type { State, Watch } from './engine.ts';
import { watchKey } from './engine.ts';
import { titleOf } from './notices.ts';
import type { Fields } from './rules.ts';

export interface IncidentFilter {
  readonly state?: 'open' | 'resolved';
  readonly school?: string;
  readonly sight: Sight;
  readonly limit: number;
}

export interface Names {
  readonly school: (
    id: string,
  ) => { readonly name: string; readonly simulated: boolean } | undefined;
  readonly devices: (school: string) => readonly Device[];
}

/** The tables `alert_state` and `incident`. */
export class Ledger {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  watches(school: string): State {
    const rows = this.#sql.all(
      'SELECT rule, device, state FROM alert_state WHERE school = ?',
      school,
    );
    return new Map(
      rows.map((row) => [watchKey(text(row, 'rule'), text(row, 'device')), watchOf(row)]),
    );
  }

  /** Schools with anything pending, open or lately ended. */
  schoolsWatched(): ReadonlySet<string> {
    const rows = this.#sql.all('SELECT DISTINCT school FROM alert_state');
    return new Set(rows.map((row) => text(row, 'school')));
  }

  /** Writes only what changed: a good day writes nothing. */
  keep(school: string, before: State, after: State): void {
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const watch = after.get(key);
      if (watch === before.get(key)) continue;
      const [rule = '', device = ''] = splitOnce(key);
      if (watch === undefined)
        this.#sql.run(
          'DELETE FROM alert_state WHERE school = ? AND rule = ? AND device = ?',
          school,
          rule,
          device,
        );
      else
        this.#sql.run(
          'INSERT OR REPLACE INTO alert_state (school, rule, device, state) VALUES (?, ?, ?, ?)',
          school,
          rule,
          device,
          JSON.stringify(watch),
        );
    }
  }

  open(notice: Notice, device: string): void {
    this.#sql.run(
      `INSERT INTO incident (id, rule, school, device, severity, state, opened_at, cause, evidence)
       VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?)`,
      notice.incident,
      notice.rule,
      notice.school.id,
      device === '' ? null : device,
      notice.severity,
      notice.openedAt,
      JSON.stringify(notice.cause),
      JSON.stringify(notice.evidence),
    );
  }

  resolve(notice: Notice): void {
    this.#sql.run(
      "UPDATE incident SET state = 'resolved', resolved_at = ? WHERE id = ?",
      notice.resolvedAt ?? notice.at,
      notice.incident,
    );
  }

  evidence(incident: string): Fields {
    const row = this.#sql.get('SELECT evidence FROM incident WHERE id = ?', incident);
    return row === undefined ? {} : evidenceOf(row);
  }

  openCounts(): ReadonlyMap<string, number> {
    const rows = this.#sql.all(
      "SELECT school, count(*) AS open FROM incident WHERE state = 'open' GROUP BY school",
    );
    return new Map(rows.map((row) => [text(row, 'school'), number(row, 'open')]));
  }

  openCount(school: string): number {
    const row = this.#sql.get(
      "SELECT count(*) AS open FROM incident WHERE school = ? AND state = 'open'",
      school,
    );
    return row === undefined ? 0 : number(row, 'open');
  }

  incidents(filter: IncidentFilter, names: Names): readonly IncidentView[] {
    const rows = this.#sql.all(
      `SELECT * FROM incident
       WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR school = ?2)
         AND (?3 IS NULL OR school IN (SELECT value FROM json_each(?3)))
       ORDER BY state = 'open' DESC, opened_at DESC, id LIMIT ?4`,
      filter.state ?? null,
      filter.school ?? null,
      filter.sight === undefined ? null : JSON.stringify([...filter.sight]),
      filter.limit,
    );
    const devices = new Map<string, readonly Device[]>();
    return rows.map((row) => {
      const school = text(row, 'school');
      const known = devices.get(school) ?? names.devices(school);
      devices.set(school, known);
      return toView(row, names.school(school), known);
    });
  }
}

const splitOnce = (key: string): readonly string[] => {
  const at = key.indexOf(' ');
  return [key.slice(0, at), key.slice(at + 1)];
};

/** Written by `keep` alone, as JSON of a Watch. */
const watchOf = (row: SqlRow): Watch => JSON.parse(text(row, 'state')) as Watch;

/** Written by `open` alone, as JSON of Fields. */
const evidenceOf = (row: SqlRow): Readonly<Record<string, FieldValue>> =>
  JSON.parse(text(row, 'evidence')) as Fields;

function toView(
  row: SqlRow,
  school: { readonly name: string; readonly simulated: boolean } | undefined,
  devices: readonly Device[],
): IncidentView {
  const id = textOrNone(row, 'device');
  const device = devices.find((candidate) => candidate.id === id);
  const resolvedAt = numberOrNone(row, 'resolved_at');
  return {
    id: text(row, 'id'),
    rule: text(row, 'rule'),
    title: titleOf(text(row, 'rule')),
    school: text(row, 'school'),
    schoolName: school?.name ?? text(row, 'school'),
    simulated: (school?.simulated ?? false) || (device?.simulated ?? false),
    device: id,
    deviceName: device?.name,
    severity: severityOf(text(row, 'severity')),
    state: text(row, 'state') === 'open' ? 'open' : 'resolved',
    openedAt: epochMs(number(row, 'opened_at')),
    resolvedAt: resolvedAt === undefined ? undefined : epochMs(resolvedAt),
    cause: Text.parse(JSON.parse(text(row, 'cause'))),
    evidence: evidenceOf(row),
  };
}

function severityOf(word: string): IncidentView['severity'] {
  return word === 'critical' || word === 'warning' ? word : 'info';
}
