import type { EpochMs } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, text, textOrNone } from './sql.ts';

export interface Unit {
  readonly id: string;
  readonly kind: 'city' | 'ward' | 'district' | 'school';
  readonly name: string;
}

export interface School {
  readonly id: string;
  readonly name: string;
  readonly simulated: boolean;
  readonly unit: { readonly id: string; readonly name: string } | undefined;
}

/** The tree of units with dated parents: city → ward or district → school. */
export class Units {
  readonly #sql: Sql;
  readonly #today: () => string;

  /** `today` gives the local date, `2026-11-23`: it decides which parent holds. */
  constructor(sql: Sql, today: () => string) {
    this.#sql = sql;
    this.#today = today;
  }

  schoolIds(): readonly string[] {
    return this.#sql.all('SELECT id FROM school').map((row) => text(row, 'id'));
  }

  /** Adds the units, or makes them as they are said here; a parent that is new or gone ends the old one today. */
  putGroups(groups: readonly (Unit & { readonly parent?: string | undefined })[]): void {
    this.#sql.transaction(() => {
      for (const group of groups) {
        if (this.school(group.id) !== undefined)
          throw new Error(`unit ${group.id} is a school already`);
        this.#put(group);
      }
      for (const { id, parent } of groups)
        if (parent === undefined) this.#endParent(id);
        else this.#place(id, parent);
    });
  }

  #put({ id, kind, name }: Unit): void {
    this.#sql.run(
      `INSERT INTO unit (id, kind, name) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name`,
      id,
      kind,
      name,
    );
  }

  #endParent(unit: string): void {
    this.#sql.run(
      'UPDATE unit_parent SET valid_to = ? WHERE unit = ? AND valid_to IS NULL',
      this.#today(),
      unit,
    );
  }

  #place(unit: string, parent: string): void {
    const today = this.#today();
    const now = this.#sql.get(
      'SELECT parent FROM unit_parent WHERE unit = ? AND valid_to IS NULL',
      unit,
    );
    if (now !== undefined && text(now, 'parent') === parent) return;
    this.#endParent(unit);
    this.#sql.run(
      `INSERT INTO unit_parent (unit, parent, valid_from) VALUES (?, ?, ?)
       ON CONFLICT (unit, valid_from) DO UPDATE SET parent = excluded.parent, valid_to = NULL`,
      unit,
      parent,
      today,
    );
  }

  has(unit: string): boolean {
    return this.#sql.get('SELECT 1 AS one FROM unit WHERE id = ?', unit) !== undefined;
  }

  name(unit: string): string | undefined {
    const row = this.#sql.get('SELECT name FROM unit WHERE id = ?', unit);
    return row === undefined ? undefined : text(row, 'name');
  }

  /** Whether schools can be below it: a city, a ward or a district. */
  isGroup(unit: string): boolean {
    return this.groups().some(({ id }) => id === unit);
  }

  /** Makes the school where it is not there yet; what is given of a known one replaces what was. */
  putSchool(
    school: {
      id: string;
      name: string | undefined;
      simulated: boolean | undefined;
      unit: string | undefined;
    },
    now: EpochMs,
  ): void {
    this.#sql.transaction(() => {
      const known = this.school(school.id);
      const name = school.name ?? known?.name ?? school.id;
      this.#put({ id: school.id, kind: 'school', name });
      if (school.unit !== undefined) this.#place(school.id, school.unit);
      this.#sql.run(
        `INSERT INTO school (id, simulated, created_at) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET simulated = excluded.simulated`,
        school.id,
        (school.simulated ?? known?.simulated ?? false) ? 1 : 0,
        now,
      );
    });
  }

  school(id: string): School | undefined {
    const row = this.#sql.get(`${SCHOOLS} WHERE school.id = ?`, id);
    return row === undefined ? undefined : toSchool(row);
  }

  schools(): readonly School[] {
    return this.#sql.all(SCHOOLS).map(toSchool);
  }

  /** Units that are not schools, for filters and forms. */
  groups(): readonly Unit[] {
    return this.#sql
      .all("SELECT id, kind, name FROM unit WHERE kind <> 'school' ORDER BY name")
      .map((row) => ({
        id: text(row, 'id'),
        kind: toKind(text(row, 'kind')),
        name: text(row, 'name'),
      }));
  }

  /** The schools at or below a unit, by the parents that hold today. */
  schoolsBelow(unit: string): ReadonlySet<string> {
    return this.#below(unit, "unit.kind = 'school'");
  }

  /** The unit itself and those below it that are not schools. */
  groupsBelow(unit: string): ReadonlySet<string> {
    return this.#below(unit, "unit.kind <> 'school'");
  }

  /** The units above a school, the highest first, and the school itself. */
  chainTo(school: string): readonly string[] {
    const rows = this.#sql.all(
      `WITH RECURSIVE above (id, depth) AS (
         SELECT ?1, 0
         UNION
         SELECT unit_parent.parent, above.depth + 1 FROM unit_parent JOIN above ON unit_parent.unit = above.id
         WHERE valid_from <= ?2 AND (valid_to IS NULL OR valid_to > ?2) AND above.depth < 10
       ) SELECT id FROM above ORDER BY depth DESC`,
      school,
      this.#today(),
    );
    return rows.map((row) => text(row, 'id'));
  }

  /** Of each of these schools the units above it, itself first and the highest last: all of them asked at once. */
  chainsTo(schools: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const rows = this.#sql.all(
      `WITH RECURSIVE above (school, id, depth) AS (
         SELECT value, value, 0 FROM json_each(?1)
         UNION
         SELECT above.school, unit_parent.parent, above.depth + 1
         FROM above JOIN unit_parent ON unit_parent.unit = above.id
         WHERE valid_from <= ?2 AND (valid_to IS NULL OR valid_to > ?2) AND above.depth < 10
       ) SELECT school, id FROM above ORDER BY depth`,
      JSON.stringify(schools),
      this.#today(),
    );
    const chains = new Map<string, string[]>(schools.map((school) => [school, []]));
    for (const row of rows) chains.get(text(row, 'school'))?.push(text(row, 'id'));
    return chains;
  }

  /** Units above schools that have none above themselves. */
  tops(): ReadonlySet<string> {
    const rows = this.#sql.all(
      `SELECT id FROM unit WHERE kind <> 'school' AND NOT EXISTS (
         SELECT 1 FROM unit_parent WHERE unit_parent.unit = unit.id
         AND valid_from <= ?1 AND (valid_to IS NULL OR valid_to > ?1))`,
      this.#today(),
    );
    return new Set(rows.map((row) => text(row, 'id')));
  }

  #below(unit: string, kind: string): ReadonlySet<string> {
    const rows = this.#sql.all(
      `WITH RECURSIVE below (id, depth) AS (
         SELECT ?1, 0
         UNION
         SELECT unit_parent.unit, below.depth + 1 FROM unit_parent JOIN below ON unit_parent.parent = below.id
         WHERE valid_from <= ?2 AND (valid_to IS NULL OR valid_to > ?2) AND below.depth < 10
       ) SELECT DISTINCT unit.id FROM unit JOIN below ON below.id = unit.id WHERE ${kind}`,
      unit,
      this.#today(),
    );
    return new Set(rows.map((row) => text(row, 'id')));
  }
}

const SCHOOLS = `
  SELECT school.id, unit.name, school.simulated, parent.id AS parent_id, parent.name AS parent_name
  FROM school JOIN unit ON unit.id = school.id
  LEFT JOIN unit_parent ON unit_parent.unit = school.id AND unit_parent.valid_to IS NULL
  LEFT JOIN unit AS parent ON parent.id = unit_parent.parent`;

function toSchool(row: SqlRow): School {
  const parent = textOrNone(row, 'parent_id');
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    simulated: number(row, 'simulated') === 1,
    unit: parent === undefined ? undefined : { id: parent, name: text(row, 'parent_name') },
  };
}

function toKind(kind: string): Unit['kind'] {
  if (kind === 'city' || kind === 'ward' || kind === 'district' || kind === 'school') return kind;
  throw new Error(`unit of unknown kind ${kind}`);
}
