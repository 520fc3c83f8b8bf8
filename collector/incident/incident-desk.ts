import type { Clock } from '../../kit/clock.ts';
import { oneLine } from '../../kit/one-line.ts';
import { fail, ok, type Result } from '../../kit/result.ts';
import { days, type EpochMs } from '../../kit/units.ts';
import type { Audit, Deed } from '../access/audit.ts';
import { type Actor, sightOf } from '../access/caller.ts';
import type { Sql } from '../store/sql.ts';
import { type DeedKind, type EventDetail, writeEvent } from './events.ts';
import type { Incidents } from './incidents.ts';
import { type IncidentRow, incidentRow } from './rows.ts';

/** Why nothing was done to an incident; each has its words, and its status over HTTP. */
export type IncidentRefusal =
  /** Not there, or not to be seen. */
  | 'unknown'
  | 'resolved'
  | 'acknowledged'
  | 'not_acknowledged'
  /** Schools out of the caller's sight share it: what is done to it would be done to them. */
  | 'shared'
  | 'bad_text'
  /** A silence ends in the future, and within 30 days. */
  | 'bad_end';

export type Done = Result<undefined, IncidentRefusal>;

export const LONGEST_COMMENT = 2_000;
export const LONGEST_NAME = 100;
const LONGEST_SILENCE = days(30);

export interface IncidentDeskParts {
  readonly sql: Sql;
  readonly incidents: Pick<Incidents, 'incident'>;
  readonly units: { schoolsBelow(unit: string): ReadonlySet<string> };
  readonly audit: Pick<Audit, 'write'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface Change {
  readonly kind: DeedKind;
  readonly deed: Deed;
  readonly detail?: EventDetail;
  /** Said in the log of deeds. */
  readonly said?: string;
  /** Still possible once the incident is over. */
  readonly afterwards?: true;
  /** Said for oneself: possible where others share the incident. */
  readonly forPart?: true;
  /** Why it can't be done to this one. */
  readonly refuse?: (incident: IncidentRow) => IncidentRefusal | undefined;
  readonly write?: (id: string, now: EpochMs) => void;
}

/** Where people say what they do about an incident: right, change, timeline and log entry are one transaction. */
export class IncidentDesk {
  readonly #parts: IncidentDeskParts;

  constructor(parts: IncidentDeskParts) {
    this.#parts = parts;
  }

  acknowledge(by: Actor, id: string): Done {
    return this.#change(by, id, {
      ...{ kind: 'acknowledged', deed: 'incident_acknowledged', forPart: true },
      refuse: ({ acknowledgedAt }) => (acknowledgedAt === undefined ? undefined : 'acknowledged'),
      write: (incident, now) =>
        this.#set(incident, 'acknowledged_at = ?, acknowledged_by = ?', now, by.name),
    });
  }

  takeBack(by: Actor, id: string): Done {
    return this.#change(by, id, {
      ...{ kind: 'taken_back', deed: 'incident_taken_back' },
      refuse: ({ acknowledgedAt }) =>
        acknowledgedAt === undefined ? 'not_acknowledged' : undefined,
      write: (incident) =>
        this.#set(incident, 'acknowledged_at = ?, acknowledged_by = ?', null, null),
    });
  }

  /** To nobody where the name is empty. */
  assign(by: Actor, id: string, name: string): Done {
    const to = oneLine(name, LONGEST_NAME);
    if (to !== name.trim()) return fail('bad_text');
    return this.#change(by, id, {
      ...{ kind: 'assigned', deed: 'incident_assigned', detail: { to }, said: to },
      write: (incident) => this.#set(incident, 'assigned_to = ?', to === '' ? null : to),
    });
  }

  comment(by: Actor, id: string, words: string): Done {
    const text = plainText(words);
    if (text === '' || text.length > LONGEST_COMMENT) return fail('bad_text');
    return this.#change(by, id, {
      ...{ kind: 'commented', deed: 'incident_commented', detail: { text } },
      ...{ afterwards: true, forPart: true },
    });
  }

  /** Nobody is told that it began before that moment; undefined ends the silence. */
  silence(by: Actor, id: string, until: EpochMs | undefined): Done {
    const now = this.#parts.clock.now();
    if (until === undefined)
      return this.#change(by, id, {
        ...{ kind: 'silence_ended', deed: 'incident_silence_ended' },
        write: (incident) => this.#set(incident, 'silent_until = ?', null),
      });
    if (until <= now || until > now + LONGEST_SILENCE) return fail('bad_end');
    const said = new Date(until).toISOString();
    return this.#change(by, id, {
      ...{ kind: 'silenced', deed: 'incident_silenced', detail: { until }, said },
      write: (incident) => this.#set(incident, 'silent_until = ?', until),
    });
  }

  #change(by: Actor, id: string, change: Change): Done {
    const { sql, audit, clock } = this.#parts;
    return sql.transaction(() => {
      const asked = this.#asked(by, id, change);
      if (!asked.ok) return asked;
      const row = asked.value;
      const now = clock.now();
      change.write?.(id, now);
      const detail = { ...change.detail, unit: by.unit ?? null };
      writeEvent(sql, { incident: id, kind: change.kind, who: by.name, detail }, now);
      const { deed, said } = change;
      const concerns = { subject: id, unit: row.school ?? by.unit, address: by.address };
      audit.write({ who: by.name, deed, ...concerns, detail: said }, now);
      return ok(undefined);
    });
  }

  /** The incident this may be done to, or why not. */
  #asked(by: Actor, id: string, change: Change): Result<IncidentRow, IncidentRefusal> {
    const { sql, incidents, units } = this.#parts;
    const sight = sightOf(by, (unit) => units.schoolsBelow(unit));
    const seen = incidents.incident(id, sight)?.incident;
    const row = seen === undefined ? undefined : incidentRow(sql, id);
    if (seen === undefined || row === undefined) return fail('unknown');
    if (seen.otherSchools > 0 && change.forPart !== true) return fail('shared');
    if (row.state === 'resolved' && change.afterwards !== true) return fail('resolved');
    const refusal = change.refuse?.(row);
    return refusal === undefined ? ok(row) : fail(refusal);
  }

  #set(id: string, what: string, ...values: readonly (string | number | null)[]): void {
    this.#parts.sql.run(`UPDATE incident SET ${what} WHERE id = ?`, ...values, id);
  }
}

/** Lines stay lines; what else can't be seen, or turns what stands around it, goes. */
const plainText = (words: string): string =>
  words
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .toWellFormed()
    .trim();
