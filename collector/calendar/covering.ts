import { type EpochMs, seconds } from '../../kit/units.ts';
import type { Maintenance } from './calendar.ts';
import type { MaintenanceRows } from './maintenance-rows.ts';

interface Known {
  readonly at: EpochMs;
  readonly windows: readonly {
    readonly from: EpochMs;
    readonly until: EpochMs;
    /** Undefined: everyone, and the collector itself. */
    readonly schools: ReadonlySet<string> | undefined;
  }[];
}

/** So long the unit tree is taken for unchanged. */
const GOOD_FOR = seconds(30);

/** Which schools announced work covers, kept in memory: a city is asked about at every turn. */
export class Covering implements Maintenance {
  readonly #rows: MaintenanceRows;
  readonly #schoolsBelow: (unit: string) => ReadonlySet<string>;
  #known: Known | undefined;

  constructor(rows: MaintenanceRows, schoolsBelow: (unit: string) => ReadonlySet<string>) {
    this.#rows = rows;
    this.#schoolsBelow = schoolsBelow;
  }

  covers(school: string, at: EpochMs): boolean {
    return this.#at(at).windows.some(
      ({ from, until, schools }) =>
        from <= at && at < until && (schools === undefined || schools.has(school)),
    );
  }

  /** After a window was made or ended. */
  forget(): void {
    this.#known = undefined;
  }

  #at(at: EpochMs): Known {
    if (this.#known === undefined || Math.abs(at - this.#known.at) > GOOD_FOR) {
      const windows = this.#rows.notOver(at).map(({ unit, from, until }) => {
        const schools = unit === undefined ? undefined : this.#schoolsBelow(unit);
        return { from, until, schools };
      });
      this.#known = { at, windows };
    }
    return this.#known;
  }
}
