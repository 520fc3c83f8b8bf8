import type { Member, Notice } from '../notice.ts';

/** What of an incident concerns one recipient. */
export interface Scope {
  readonly members: readonly Member[];
  /** Schools of the same incident, still wrong, that are none of the reader's: counted, never named. */
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
  const isOpen = (group: readonly Member[]) =>
    group.some(({ school, leftAt }) => school !== undefined && leftAt === undefined);
  const openSchools = [...bySchool.values()].filter(isOpen).length;
  return (schools) => {
    const own = [...schools].map((school) => bySchool.get(school) ?? []);
    return {
      members: [...everybodys, ...own.flat()],
      otherSchools: openSchools - own.filter(isOpen).length,
    };
  };
}

/** Each once, in the order they came. */
export const schoolsOf = (members: readonly Member[]): readonly string[] => [
  ...new Set(members.flatMap(({ school }) => (school === undefined ? [] : [school.id]))),
];
