import { days, type EpochMs, epochMs } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, stampOrNone, text, textOrNone } from '../store/sql.ts';

/** Announced work; `unit` undefined: everyone's. */
export interface MaintenanceWindow {
  readonly id: number;
  readonly unit: string | undefined;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly note: string;
  readonly madeBy: string;
  readonly madeAt: EpochMs;
  /** Ended by hand, before its time. */
  readonly endedBy: string | undefined;
  readonly endedAt: EpochMs | undefined;
}

export type NewWindow = Pick<MaintenanceWindow, 'unit' | 'from' | 'until' | 'note' | 'madeBy'>;

const SHOWN_FOR = days(400);
const MOST_SHOWN = 1_000;

export class MaintenanceRows {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Those of the last 400 days and all that are to come, the latest first. */
  recent(now: EpochMs): readonly MaintenanceWindow[] {
    return this.#sql
      .all(
        'SELECT * FROM maintenance WHERE until_at > ? ORDER BY from_at DESC, id DESC LIMIT ?',
        now - SHOWN_FOR,
        MOST_SHOWN,
      )
      .map(toWindow);
  }

  /** Running or to come. */
  notOver(now: EpochMs): readonly MaintenanceWindow[] {
    return this.#sql
      .all('SELECT * FROM maintenance WHERE until_at > ?1 AND ifnull(ended_at, ?1 + 1) > ?1', now)
      .map(toWindow);
  }

  window(id: number): MaintenanceWindow | undefined {
    const row = this.#sql.get('SELECT * FROM maintenance WHERE id = ?', id);
    return row === undefined ? undefined : toWindow(row);
  }

  add({ unit, from, until, note, madeBy }: NewWindow, now: EpochMs): MaintenanceWindow {
    const row = this.#sql.get(
      `INSERT INTO maintenance (unit, from_at, until_at, note, made_by, made_at)
       VALUES (?, ?, ?, ?, ?, ?) RETURNING *`,
      ...[unit ?? null, from, until, note, madeBy, now],
    );
    if (row === undefined) throw new Error('the window that was just made is not there');
    return toWindow(row);
  }

  end(id: number, by: string, now: EpochMs): void {
    this.#sql.run('UPDATE maintenance SET ended_by = ?, ended_at = ? WHERE id = ?', by, now, id);
  }
}

const toWindow = (row: SqlRow): MaintenanceWindow => ({
  id: number(row, 'id'),
  unit: textOrNone(row, 'unit'),
  from: epochMs(number(row, 'from_at')),
  until: epochMs(number(row, 'until_at')),
  note: text(row, 'note'),
  madeBy: text(row, 'made_by'),
  madeAt: epochMs(number(row, 'made_at')),
  endedBy: textOrNone(row, 'ended_by'),
  endedAt: stampOrNone(row, 'ended_at'),
});
