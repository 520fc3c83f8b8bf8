import type { Clock } from '../../kit/clock.ts';
import { type EpochMs, epochMs, type Ms, ms } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import { type Known, shownAddress } from '../notify/recipients/shown-address.ts';
import type {
  IncidentFilter,
  IncidentMail,
  IncidentPageView,
  IncidentView,
} from '../report/incident-view.ts';
import type { Sight } from '../report/views.ts';
import { number, type Sql, text } from '../store/sql.ts';
import type { School } from '../store/units.ts';
import { type IncidentEvent, readEvents } from './events.ts';
import { incidentRow, incidentRows, membersOf } from './rows.ts';
import {
  mayKnow,
  type Namer,
  type RuleSayings,
  type Seeing,
  sees,
  toTimeline,
  toView,
  type WholeIncident,
} from './to-view.ts';

export interface IncidentParts {
  readonly sql: Sql;
  readonly units: {
    school(id: string): School | undefined;
    schools(): readonly School[];
    schoolsBelow(unit: string): ReadonlySet<string>;
  };
  readonly device: (school: string, id: string) => Device | undefined;
  readonly sayings: (rule: string) => RuleSayings;
  readonly schoolTime: (from: EpochMs, to: EpochMs) => Ms;
  readonly known: Known;
  readonly clock: Pick<Clock, 'now'>;
}

/** What is read of incidents: each reader is told of the members in sight, and of the others only how many schools they are. */
export class Incidents {
  readonly #parts: IncidentParts;

  constructor(parts: IncidentParts) {
    this.#parts = parts;
  }

  /** Open ones first, then the newest. */
  incidents(filter: IncidentFilter): readonly IncidentView[] {
    const { sql } = this.#parts;
    const { words, sight } = filter;
    const rows = incidentRows(sql, {
      ...filter,
      within: this.#within(filter),
      words: words === undefined ? undefined : this.#wordsToIds(words, sight),
    });
    const byIncident = Map.groupBy(
      membersOf(
        sql,
        rows.map(({ id }) => id),
      ),
      ({ incident }) => incident,
    );
    const namer = this.#namer();
    return rows.map((row) =>
      this.#view({ row, members: byIncident.get(row.id) ?? [] }, sight, namer),
    );
  }

  /** Undefined where there is none, or it may not be seen. */
  incident(id: string, sight: Sight): IncidentPageView | undefined {
    const { sql, clock, schoolTime, known } = this.#parts;
    const row = incidentRow(sql, id);
    const members = row === undefined ? [] : membersOf(sql, [id]);
    if (row === undefined || !isSeen({ row, members }, sight)) return undefined;
    const namer = this.#namer();
    const incident = this.#view({ row, members }, sight, namer);
    const { advice, threshold } = namer.rule(row.rule);
    const from = epochMs(Math.min(row.openedAt, ...incident.members.map(({ since }) => since)));
    const to = endOf(incident) ?? clock.now();
    const seeing = { sight, isPart: incident.otherSchools > 0, namer };
    return {
      ...{ incident, advice, threshold },
      lost: ms(to - from),
      lostInSchoolHours: schoolTime(from, to),
      timeline: toTimeline(readEvents(sql, id), seeing).map((entry) =>
        entry.who?.includes('@') === true
          ? { ...entry, who: shownAddress(entry.who, sight, known) }
          : entry,
      ),
      mails: mailsOf(sql, id, { sight, known }),
    };
  }

  openCount(school: string): number {
    const row = this.#parts.sql.get(
      `SELECT count(DISTINCT incident) AS open FROM incident_member WHERE school = ? AND left_at IS NULL`,
      school,
    );
    return row === undefined ? 0 : number(row, 'open');
  }

  /** Of each school that is in any open incident. */
  openCounts(): ReadonlyMap<string, number> {
    const rows = this.#parts.sql.all(
      'SELECT school, count(DISTINCT incident) AS open FROM incident_member WHERE left_at IS NULL GROUP BY school',
    );
    return new Map(rows.map((row) => [text(row, 'school'), number(row, 'open')]));
  }

  /** Every rule there is an incident of. */
  rules(): readonly { readonly id: string; readonly title: RuleSayings['title'] }[] {
    return this.#parts.sql
      .all('SELECT DISTINCT rule FROM incident ORDER BY rule')
      .map((row) => text(row, 'rule'))
      .map((id) => ({ id, title: this.#parts.sayings(id).title }));
  }

  /** As `toView`, and without the names of people out of sight. */
  #view(whole: WholeIncident, sight: Sight, namer: Namer): IncidentView {
    const view = this.#toldView(whole, sight, namer);
    if (view.otherSchools === 0) return view;
    const seeing = { sight, isPart: true, namer };
    const events = readEvents(this.#parts.sql, view.id);
    return {
      ...view,
      acknowledgedBy: knownFrom('acknowledged', events, seeing) ? view.acknowledgedBy : undefined,
      assignedTo: knownFrom('assigned', events, seeing) ? view.assignedTo : undefined,
    };
  }

  /** With the address that acknowledged by mail as this reader sees it. */
  #toldView(whole: WholeIncident, sight: Sight, namer: Namer): IncidentView {
    const view = toView(whole, sight, namer);
    const { acknowledgedBy: by } = view;
    if (by === undefined || !by.includes('@')) return view;
    return { ...view, acknowledgedBy: shownAddress(by, sight, this.#parts.known) };
  }

  #within({ school, unit }: IncidentFilter): ReadonlySet<string> | undefined {
    if (school === undefined)
      return unit === undefined ? undefined : this.#parts.units.schoolsBelow(unit);
    const isBelow = unit === undefined || this.#parts.units.schoolsBelow(unit).has(school);
    return new Set(isBelow ? [school] : []);
  }

  #wordsToIds(part: string, sight: Sight) {
    const wanted = folded(part);
    const schools = this.#parts.units
      .schools()
      .filter(({ id, name }) => sees(sight, id) && folded(name).includes(wanted));
    const rules = this.rules().filter(
      ({ title }) => folded(title.vi).includes(wanted) || folded(title.en).includes(wanted),
    );
    return { part, schools: schools.map(({ id }) => id), rules: rules.map(({ id }) => id) };
  }

  /** Each school and each device is looked up once. */
  #namer(): Namer {
    const { units, device, sayings } = this.#parts;
    const schools = new Map<string, School | undefined>();
    const known = new Map<string, Device | undefined>();
    return {
      rule: sayings,
      school(id) {
        if (!schools.has(id)) schools.set(id, units.school(id));
        return schools.get(id);
      },
      device(school, id) {
        if (school === '' || id === '') return undefined;
        const key = `${school}\n${id}`;
        if (!known.has(key)) known.set(key, device(school, id));
        return known.get(key);
      },
    };
  }
}

const folded = (words: string): string => words.normalize('NFC').toLowerCase();

function isSeen({ row, members }: WholeIncident, sight: Sight): boolean {
  if (sight === undefined) return true;
  const ofSchools = row.school === undefined ? members : [{ school: row.school }, ...members];
  return ofSchools.some(({ school }) => sight.has(school));
}

/** Undefined while any member in sight is not right yet. */
function endOf({ members, resolvedAt }: IncidentView): EpochMs | undefined {
  const left = members.map(({ leftAt }) => leftAt);
  if (left.length === 0) return resolvedAt;
  return left.includes(undefined) ? undefined : epochMs(Math.max(...left.map((at) => at ?? 0)));
}

const knownFrom = (kind: string, events: readonly IncidentEvent[], seeing: Seeing): boolean => {
  const last = events.findLast((event) => event.kind === kind);
  return last !== undefined && mayKnow(last.detail, seeing);
};

/** Only those of which the reader may see every school they name. */
function mailsOf(
  sql: Sql,
  incident: string,
  { sight, known }: { readonly sight: Sight; readonly known: Known },
): readonly IncidentMail[] {
  const rows = sql.all(
    `SELECT id, recipient, kind, subject, state, at FROM mail
     WHERE incident = ?1 AND (?2 IS NULL OR (schools <> '[]' AND NOT EXISTS (
       SELECT 1 FROM json_each(schools) AS named WHERE named.value NOT IN (SELECT value FROM json_each(?2)))))
     ORDER BY created_at, id`,
    incident,
    sight === undefined ? null : JSON.stringify([...sight]),
  );
  return rows.map((row) => ({
    id: text(row, 'id'),
    to: shownAddress(text(row, 'recipient'), sight, known),
    kind: text(row, 'kind'),
    subject: text(row, 'subject'),
    state: text(row, 'state'),
    at: epochMs(number(row, 'at')),
  }));
}
