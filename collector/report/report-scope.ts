import type { School, Unit } from '../store/units.ts';
import type { Sight } from './views.ts';

/** Which schools a report is of; `all` are those its reader sees. */
export type ReportScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'school' | 'unit'; readonly id: string; readonly name: string };

export interface ScopedSight {
  readonly scope: ReportScope;
  readonly sight: Sight;
}

interface ScopeUnits {
  school(id: string): School | undefined;
  groups(): readonly Unit[];
  schoolsBelow(unit: string): ReadonlySet<string>;
}

/** Undefined where there is no such school. */
export function schoolScope(units: ScopeUnits, id: string): ScopedSight | undefined {
  const school = units.school(id);
  return school === undefined
    ? undefined
    : { scope: { kind: 'school', id, name: school.name }, sight: new Set([id]) };
}

/** Undefined where there is no such city, ward or district. */
export function unitScope(units: ScopeUnits, id: string): ScopedSight | undefined {
  const unit = units.groups().find((group) => group.id === id);
  return unit === undefined
    ? undefined
    : { scope: { kind: 'unit', id, name: unit.name }, sight: units.schoolsBelow(id) };
}

export const scopeJson = (scope: ReportScope) => ({
  school: scope.kind === 'school' ? scope.id : null,
  unit: scope.kind === 'unit' ? scope.id : null,
  name: scope.kind === 'all' ? null : scope.name,
});
