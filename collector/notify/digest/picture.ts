import type { EpochMs } from '../../../kit/units.ts';
import type { Verdict } from '../../../standards/finding.ts';
import type { Severity } from '../../alert/rule.ts';

/** What is known of all schools at one moment: every digest of a slot is made from the same. */
export interface Picture {
  readonly at: EpochMs;
  readonly schools: ReadonlyMap<string, SchoolPicture>;
  /** Open now, or over since the earliest moment any digest tells of. */
  readonly incidents: readonly PastIncident[];
  /** The same by school; an incident of several schools stands at each. */
  readonly bySchool: ReadonlyMap<string, readonly PastIncident[]>;
}

export interface SchoolPicture {
  readonly id: string;
  readonly name: string;
  readonly simulated: boolean;
  /** Of the basic level, as judged last; undefined where nobody judged it yet. */
  readonly verdict: Verdict | undefined;
  /** Criteria of the basic level of which nothing can be said. */
  readonly unknownCriteria: number;
  /** `never`: it has an agent that was never heard. */
  readonly heard: 'heard' | 'never' | 'no_agent';
}

export interface PastIncident {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly tell: 'at_once' | 'digest';
  readonly acknowledged: boolean;
  /** When it was known that it is over: may be long after it was, where facts came late. */
  readonly knownOverAt: EpochMs | undefined;
  readonly members: readonly PastMember[];
}

export interface PastMember {
  /** Empty: the collector itself. */
  readonly school: string;
  /** Empty: the school as a whole. */
  readonly device: string;
  /** When it went wrong; it was told of from `joinedAt`. */
  readonly since: EpochMs;
  readonly joinedAt: EpochMs;
  readonly leftAt: EpochMs | undefined;
}

export function picture(
  at: EpochMs,
  schools: readonly SchoolPicture[],
  incidents: readonly PastIncident[],
): Picture {
  const bySchool = new Map<string, PastIncident[]>();
  for (const incident of incidents)
    for (const school of new Set(incident.members.map((member) => member.school))) {
      const known = bySchool.get(school);
      if (known === undefined) bySchool.set(school, [incident]);
      else known.push(incident);
    }
  return { at, schools: new Map(schools.map((one) => [one.id, one])), incidents, bySchool };
}
