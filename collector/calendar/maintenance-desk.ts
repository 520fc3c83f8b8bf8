import { fail, ok, type Result } from '../../kit/result.ts';
import { days, type EpochMs, hours } from '../../kit/units.ts';
import type { Deed } from '../access/audit.ts';
import { type Actor, chargeOf } from '../access/caller.ts';
import type { DeskParts } from '../access/desk.ts';
import type { Refusal } from '../access/refusal.ts';
import type { Units } from '../store/units.ts';
import type { Maintenance } from './calendar.ts';
import { Covering } from './covering.ts';
import { MaintenanceRows, type MaintenanceWindow } from './maintenance-rows.ts';

export interface MaintenanceWish {
  /** Where left out, the caller's own; an admin's is everyone. */
  readonly unit?: string | undefined;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly note: string;
}

export interface MaintenanceView extends MaintenanceWindow {
  readonly unitName: string | undefined;
  readonly state: 'running' | 'coming' | 'past';
  /** The caller may end it. */
  readonly endable: boolean;
}

const LONGEST = days(90);
/** Who fills in a form writes the minute of the beginning. */
const PAST_TAKEN = hours(1);
const MOST_OPEN = 500;

type Parts = Pick<DeskParts, 'sql' | 'audit' | 'clock'> & {
  readonly units: Pick<Units, 'schoolsBelow' | 'groupsBelow' | 'chainTo' | 'has' | 'name'>;
};

/** Where work is announced, so that nobody is told of what it breaks: by an admin for all, by others for the own unit and below. */
export class MaintenanceDesk implements Maintenance {
  readonly #parts: Parts;
  readonly #rows: MaintenanceRows;
  readonly #covering: Covering;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#rows = new MaintenanceRows(parts.sql);
    this.#covering = new Covering(this.#rows, (unit) => parts.units.schoolsBelow(unit));
  }

  covers(school: string, at: EpochMs): boolean {
    return this.#covering.covers(school, at);
  }

  /** Those of the caller's units, and of the units above: they concern the caller too. The latest first. */
  list(by: Actor): readonly MaintenanceView[] {
    const now = this.#parts.clock.now();
    const concerned = this.#concerned(by);
    return this.#rows
      .recent(now)
      .filter(({ unit }) => concerned(unit))
      .map((window) => this.#view(by, window, now));
  }

  announce(by: Actor, wish: MaintenanceWish): Result<MaintenanceView, Refusal> {
    const { sql, units, clock } = this.#parts;
    const now = clock.now();
    return sql.transaction(() => {
      const unit = wish.unit ?? by.unit;
      // Asked first: whoever may not announce there learns nothing of the tree.
      if (!this.#may(by, unit)) return fail('not_allowed');
      if (unit !== undefined && !units.has(unit)) return fail('unknown_unit');
      const wrong = wrongSpan(wish, now);
      if (wrong !== undefined) return fail(wrong);
      if (this.#rows.notOver(now).length >= MOST_OPEN) return fail('too_many');
      const { from, until, note } = wish;
      const window = this.#rows.add({ unit, from, until, note, madeBy: by.name }, now);
      this.#write(by, 'maintenance_announced', window);
      return ok(this.#view(by, window, now));
    });
  }

  /** Before its time, also before it began. */
  end(by: Actor, id: number): Result<MaintenanceView, Refusal> {
    const { sql, clock } = this.#parts;
    const now = clock.now();
    return sql.transaction(() => {
      const window = this.#rows.window(id);
      if (window === undefined || !this.#concerned(by)(window.unit)) return fail('unknown');
      if (!this.#may(by, window.unit)) return fail('not_allowed');
      if (stateOf(window, now) === 'past') return fail('over_already');
      this.#rows.end(id, by.name, now);
      this.#write(by, 'maintenance_ended', window);
      return ok(this.#view(by, this.#rows.window(id) ?? window, now));
    });
  }

  #may(by: Actor, unit: string | undefined): boolean {
    if (by.role === 'admin') return true;
    if (unit === undefined) return false;
    if (by.role === 'school') return by.unit === unit;
    return chargeOf(by, this.#parts.units)?.has(unit) ?? false;
  }

  #concerned(by: Actor): (unit: string | undefined) => boolean {
    const { units } = this.#parts;
    if (by.role === 'admin') return () => true;
    const above = new Set(by.unit === undefined ? [] : units.chainTo(by.unit));
    const charge = chargeOf(by, units) ?? new Set();
    return (unit) => unit === undefined || above.has(unit) || charge.has(unit);
  }

  #view(by: Actor, window: MaintenanceWindow, now: EpochMs): MaintenanceView {
    const state = stateOf(window, now);
    return {
      ...window,
      unitName: window.unit === undefined ? undefined : this.#parts.units.name(window.unit),
      state,
      endable: state !== 'past' && this.#may(by, window.unit),
    };
  }

  #write(by: Actor, deed: Deed, { unit, from, until, note }: MaintenanceWindow): void {
    const { audit, clock } = this.#parts;
    const detail = `${isoOf(from)} – ${isoOf(until)}: ${note}`;
    const entry = { subject: unit ?? '', unit, detail, address: by.address };
    audit.write({ who: by.name, deed, ...entry }, clock.now());
    this.#covering.forget();
  }
}

const isoOf = (at: EpochMs): string => new Date(at).toISOString();

function wrongSpan({ from, until }: MaintenanceWish, now: EpochMs): Refusal | undefined {
  if (until <= from) return 'ends_before';
  if (until - from > LONGEST) return 'too_long';
  if (until <= now || from < now - PAST_TAKEN) return 'in_past';
  return from > now + days(366) ? 'too_far' : undefined;
}

function stateOf(
  { from, until, endedAt }: MaintenanceWindow,
  now: EpochMs,
): MaintenanceView['state'] {
  if (until <= now || (endedAt !== undefined && endedAt <= now)) return 'past';
  return from <= now ? 'running' : 'coming';
}
