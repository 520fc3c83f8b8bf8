import { type EpochMs, epochMs } from '../../../kit/units.ts';
import type { PastIncident, PastMember, Picture } from './picture.ts';

/** One incident as far as one reader's schools are concerned. */
export interface ScopedIncident extends Omit<PastIncident, 'members'> {
  /** Those of the reader's schools; at least one. */
  readonly members: readonly PastMember[];
  readonly since: EpochMs;
  /** When the last of them was right again; undefined while one is not. */
  readonly overAt: EpochMs | undefined;
  /** From when it could be told that it began, and that it is over. */
  readonly openedAt: EpochMs;
  readonly recoveredAt: EpochMs | undefined;
}

/** The incidents of some schools, each once; with `all` those of the collector itself besides. */
export function incidentsOf(
  { incidents, bySchool }: Picture,
  schools: ReadonlySet<string>,
  all: boolean,
): readonly ScopedIncident[] {
  const concerned = all
    ? incidents
    : new Set([...schools].flatMap((school) => bySchool.get(school) ?? []));
  return [...concerned].flatMap((incident) => {
    const members = incident.members.filter(
      ({ school }) => schools.has(school) || (all && school === ''),
    );
    return members.length === 0 ? [] : [scoped(incident, members)];
  });
}

function scoped(incident: PastIncident, members: readonly PastMember[]): ScopedIncident {
  let [since, openedAt, over] = [Infinity, Infinity, 0];
  for (const member of members) {
    since = Math.min(since, member.since);
    openedAt = Math.min(openedAt, member.joinedAt);
    over = Math.max(over, member.leftAt ?? Infinity);
  }
  const isOver = over < Infinity;
  return {
    ...incident,
    members,
    since: epochMs(since),
    openedAt: epochMs(openedAt),
    overAt: isOver ? epochMs(over) : undefined,
    recoveredAt: isOver ? epochMs(Math.max(over, incident.knownOverAt ?? 0)) : undefined,
  };
}

/** Those that nobody took up come first, then the longest; a school's stand together, at the place of its first. */
export function inOrder(incidents: readonly ScopedIncident[]): readonly ScopedIncident[] {
  const sorted = [...incidents].sort(
    (a, b) => Number(a.acknowledged) - Number(b.acknowledged) || a.since - b.since,
  );
  return [...Map.groupBy(sorted, placeOf).values()].flat();
}

/** Whose heading it stands under: its one school, or several together. */
const placeOf = ({ members }: Pick<ScopedIncident, 'members'>): string => {
  const [only] = members;
  if (only !== undefined && members.length === 1) return only.school;
  const schools = new Set(members.map(({ school }) => school));
  const [first = ''] = schools;
  return schools.size === 1 ? first : [...schools].sort().join(' ');
};

/** Seconds of a stretch that lie in any of some spans. */
export function coveredS(
  spans: readonly { readonly from: number; readonly to: number }[],
  stretch: { readonly from: number; readonly to: number },
): number {
  let reached = stretch.from;
  let covered = 0;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const begin = Math.max(from, reached);
    const end = Math.min(to, stretch.to);
    if (end <= begin) continue;
    covered += end - begin;
    reached = end;
  }
  return covered / 1_000;
}
