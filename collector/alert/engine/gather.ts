import type { EpochMs } from '../../../kit/units.ts';
import type { Gathering, GroupKind } from '../rule.ts';

/** Something several subjects have in common. */
export interface Group {
  readonly kind: GroupKind;
  /** As people call it; with the kind it is the identity. */
  readonly name: string;
  /** How many schools a city has in all. */
  readonly size?: number;
}

/** A subject that is confirmed to be in trouble and has no incident yet. */
export interface Candidate {
  readonly since: EpochMs;
  readonly readyAt: EpochMs;
  readonly groups: readonly Group[];
}

/** Candidates that are one incident; without a group it is of a single one. */
export interface Gathered<One extends Candidate> {
  readonly group: Group | undefined;
  readonly members: readonly One[];
}

/** People write the name of a provider as they like. */
export const groupKey = ({ kind, name }: Pick<Group, 'kind' | 'name'>): string =>
  `${kind}:${name.toLowerCase()}`;

/**
 * Which of the candidates become incidents now. One that has waited long enough takes with it all that went wrong
 * together with it, by the group that explains most of them (a narrower one, named first, where a wider explains hardly more), even those
 * that have not waited yet; alone, or with too few, it is an incident of its own.
 */
export function gather<One extends Candidate>(
  candidates: readonly One[],
  rule: Gathering | undefined,
  now: EpochMs,
): readonly Gathered<One>[] {
  if (rule === undefined) return candidates.map((one) => ({ group: undefined, members: [one] }));
  const waiting = new Set([...candidates].sort((a, b) => a.since - b.since));
  const gathered: Gathered<One>[] = [];
  for (const one of waiting) {
    if (now - one.readyAt < rule.wait) continue;
    const next = largest(one, waiting, rule) ?? { group: undefined, members: [one] };
    gathered.push(next);
    for (const member of next.members) waiting.delete(member);
  }
  return gathered;
}

const CLEARLY = 0.9;

function largest<One extends Candidate>(
  one: One,
  waiting: ReadonlySet<One>,
  rule: Gathering,
): Gathered<One> | undefined {
  const together = [...waiting].filter(({ since }) => Math.abs(since - one.since) <= rule.within);
  let best: Gathered<One> | undefined;
  for (const kind of rule.by) {
    const group = one.groups.find((candidate) => candidate.kind === kind);
    if (group === undefined) continue;
    const key = groupKey(group);
    const members = together.filter(({ groups }) => groups.some((own) => groupKey(own) === key));
    if (members.length < leastOf(group, rule)) continue;
    // A wider group must explain clearly more than a narrower one: one school of another provider makes no city.
    if (members.length * CLEARLY > (best?.members.length ?? 0)) best = { group, members };
  }
  return best;
}

/** That all schools share the city explains nothing, until it is most of them: then the centre itself may be cut off. */
const leastOf = ({ kind, size = 0 }: Group, { least }: Gathering): number =>
  kind === 'city' ? Math.max(least, size / 2) : least;
