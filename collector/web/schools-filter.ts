import type { Language } from '../../kit/text.ts';
import { type EpochMs, minutes } from '../../kit/units.ts';
import { Group } from '../../standards/criterion.ts';
import { VERDICTS, type Verdict } from '../../standards/finding.ts';
import type { ReadinessRow } from '../report/views.ts';
import { queryText } from './address.ts';
import type { Words } from './page-request.ts';

/** Which schools the first page shows: read from its address, so that a link keeps the filter. */
export interface SchoolsFilter {
  readonly name: string | undefined;
  readonly unit: string | undefined;
  readonly verdict: Verdict | 'silent' | undefined;
  readonly group: Group | undefined;
  readonly groupVerdict: Verdict | undefined;
  /** From 1. */
  readonly page: number;
}

export const PAGE_ROWS = 100;

/** A school whose newest batch is older than this is out of contact. */
const SILENT_AFTER = minutes(5);

const oneOf = <Word extends string>(
  words: readonly Word[],
  word: string | undefined,
): Word | undefined => words.find((known) => known === word);

/** Anything that is not a known value is as good as not asked for. */
export function schoolsFilter(query: Words): SchoolsFilter {
  const page = Number(query['page'] ?? '1');
  return {
    name: query['name']?.trim().slice(0, 100) || undefined,
    unit: query['unit'] || undefined,
    verdict: oneOf([...VERDICTS, 'silent'] as const, query['verdict']),
    group: oneOf(Group.options, query['group']),
    groupVerdict: oneOf(VERDICTS, query['groupVerdict']),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The query text of a filter, with changes; the first page is not named. */
export function filterQuery(filter: SchoolsFilter, changes: Partial<SchoolsFilter> = {}): string {
  const { page, ...rest } = { ...filter, ...changes };
  return queryText({ ...rest, page: page > 1 ? page : undefined });
}

export const isFiltered = (filter: SchoolsFilter): boolean =>
  filterQuery(filter, { page: 1 }) !== '';

export const isSilent = ({ lastSeen }: Pick<ReadinessRow, 'lastSeen'>, now: EpochMs): boolean =>
  lastSeen === undefined || now - lastSeen > SILENT_AFTER;

/** The rows a filter lets through, in their order. */
export function matchingSchools(
  rows: readonly ReadinessRow[],
  filter: SchoolsFilter,
  now: EpochMs,
): readonly ReadinessRow[] {
  const name = filter.name === undefined ? undefined : folded(filter.name);
  return rows.filter(
    (row) =>
      (name === undefined || folded(row.name).includes(name)) &&
      (filter.unit === undefined || row.unit?.id === filter.unit) &&
      matchesVerdict(row, filter.verdict, now) &&
      matchesGroup(row, filter),
  );
}

function matchesVerdict(row: ReadinessRow, verdict: SchoolsFilter['verdict'], now: EpochMs) {
  if (verdict === undefined) return true;
  return verdict === 'silent' ? isSilent(row, now) : row.basic.verdict === verdict;
}

/** Without a group, the wanted verdict may stand in any of them. */
function matchesGroup({ groups }: ReadinessRow, { group, groupVerdict }: SchoolsFilter): boolean {
  if (groupVerdict === undefined) return true;
  const asked = group === undefined ? Group.options : [group];
  return asked.some((one) => groups[one].verdict === groupVerdict);
}

/** By name as the alphabet of the country has it; by id where two bear the same name. */
export function byName<Named extends { readonly id: string; readonly name: string }>(
  rows: readonly Named[],
  language: Language,
): readonly Named[] {
  const collator = new Intl.Collator(language, { numeric: true });
  return rows.toSorted((a, b) => collator.compare(a.name, b.name) || collator.compare(a.id, b.id));
}

/** Letters without marks, so that "ba dinh" finds "Ba Đình". */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}
