import { type EpochMs, epochMs } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, text } from '../store/sql.ts';

/** What people, and time, do to an incident; the engine writes `opened`, `joined`, `left` and `resolved`. */
export type DeedKind =
  | 'acknowledged'
  | 'taken_back'
  | 'assigned'
  | 'commented'
  | 'silenced'
  | 'silence_ended'
  | 'escalated';

/** What an event says beside its kind, as JSON; what another version wrote is read as far as it is known. */
export interface EventDetail {
  readonly members?: readonly { readonly school: string; readonly device: string }[];
  /** The unit whoever did it belongs to; null: all units. Left out where a mail's link did it. */
  readonly unit?: string | null;
  readonly via?: 'mail';
  readonly to?: string;
  readonly text?: string;
  readonly until?: number;
}

export interface IncidentEvent {
  readonly at: EpochMs;
  readonly kind: string;
  /** Empty where no person did it. */
  readonly who: string;
  readonly detail: EventDetail;
}

export interface NewEvent {
  readonly incident: string;
  readonly kind: DeedKind;
  readonly who: string;
  readonly detail: EventDetail;
}

export function writeEvent(
  sql: Sql,
  { incident, kind, who, detail }: NewEvent,
  now: EpochMs,
): void {
  sql.run(
    'INSERT INTO incident_event (incident, at, kind, who, detail) VALUES (?, ?, ?, ?, ?)',
    ...[incident, now, kind, who, JSON.stringify(detail)],
  );
}

/** In the order they happened. */
export function readEvents(sql: Sql, incident: string): readonly IncidentEvent[] {
  return sql
    .all(
      'SELECT at, kind, who, detail FROM incident_event WHERE incident = ? ORDER BY id',
      incident,
    )
    .map((row) => ({
      at: epochMs(number(row, 'at')),
      kind: text(row, 'kind'),
      who: text(row, 'who'),
      detail: detailOf(row),
    }));
}

/** Written by `writeEvent` and by the engine's ledger alone. */
const detailOf = (row: SqlRow): EventDetail => JSON.parse(text(row, 'detail')) as EventDetail;
