import type { Member, Notice } from '../notice.ts';

/** What of an incident concerns one recipient. */
export interface Scope {
  readonly members: readonly Member[];
  /** Schools of the same incident that are none of the reader's: counted, never named. */
  readonly otherSchools: number;
}

/** `open`: of those still wrong. `all`: of whoever ever was. What has no school is everybody's who hears of it. */
export function scopesOf(
  { members }: Pick<Notice, 'members'>,
  which: 'open' | 'all',
): (schools: Iterable<string>) => Scope {
  const meant = members.filter(({ leftAt }) => which === 'all' || leftAt === undefined);
  const bySchool = Map.groupBy(meant, ({ school }) => school?.id);
  const everybodys = bySchool.get(undefined) ?? [];
  const named = bySchool.size - (everybodys.length > 0 ? 1 : 0);
  return (schools) => {
    const seen = [...schools].map((school) => bySchool.get(school) ?? []);
    const own = seen.filter((group) => group.length > 0);
    return { members: [...everybodys, ...own.flat()], otherSchools: named - own.length };
  };
}

/** Each once, in the order they came. */
export const schoolsOf = (members: readonly Member[]): readonly string[] => [
  ...new Set(members.flatMap(({ school }) => (school === undefined ? [] : [school.id]))),
];
