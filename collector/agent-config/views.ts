import type { EpochMs } from '../../kit/units.ts';
import type { WrittenSettings } from '../../wire/agent-config.ts';
import { partsOf } from './merge.ts';
import type { AgentName, KeptReport } from './reports.ts';
import type { MadeVersion } from './versions.ts';

/** One version with what became of it, as far as the one who looks may see. */
export interface ConfigVersionView {
  readonly number: number;
  /** Undefined is everyone. */
  readonly unit: { readonly id: string; readonly name: string } | undefined;
  readonly settings: WrittenSettings;
  readonly note: string;
  readonly madeBy: string;
  readonly madeAt: EpochMs;
  readonly state: 'in_force' | 'superseded' | 'withdrawn';
  readonly withdrawnBy: string | undefined;
  readonly withdrawnAt: EpochMs | undefined;
  /** Agents it is for, and those that said they run it. */
  readonly agents: number;
  readonly running: number;
  readonly refusals: readonly KeptReport[];
  readonly mayChange: boolean;
}

export interface ViewParts {
  readonly reports: readonly KeptReport[];
  /** Those the one who looks may see. */
  readonly agents: readonly AgentName[];
  readonly holds: (version: MadeVersion) => boolean;
  readonly nameOf: (unit: string) => string;
  readonly schoolsOf: (unit: string) => ReadonlySet<string>;
  readonly mayChange: (unit: string | undefined) => boolean;
}

export function configViews(
  versions: readonly MadeVersion[],
  parts: ViewParts,
): readonly ConfigVersionView[] {
  const standings = standingsOf(parts);
  return versions.map((version) => {
    const { unit } = version;
    const schools = unit === undefined ? undefined : parts.schoolsOf(unit);
    const meant = standings.filter(({ school }) => schools?.has(school) ?? true);
    return {
      ...version,
      unit: unit === undefined ? undefined : { id: unit, name: parts.nameOf(unit) },
      state: stateOf(version, parts),
      agents: meant.length,
      running: meant.filter(({ running }) => running.has(version.number)).length,
      refusals: meant.flatMap(({ refusals }) => refusals.get(version.number) ?? []),
      mayChange: parts.mayChange(unit),
    };
  });
}

function stateOf(version: MadeVersion, { holds }: ViewParts): ConfigVersionView['state'] {
  if (version.withdrawnAt !== undefined) return 'withdrawn';
  return holds(version) ? 'in_force' : 'superseded';
}

interface Standing extends AgentName {
  readonly running: ReadonlySet<number>;
  /** By version: the newest word against it, where the agent does not run it all the same. */
  readonly refusals: ReadonlyMap<number, KeptReport>;
}

function standingsOf({ agents, reports }: ViewParts): readonly Standing[] {
  const said = Map.groupBy(reports, ({ school, agent }) => `${school}/${agent}`);
  return agents.map((name) => standingOf(name, said.get(`${name.school}/${name.agent}`) ?? []));
}

/** Of reports with the newest first. */
function standingOf({ school, agent }: AgentName, reports: readonly KeptReport[]): Standing {
  const good = reports.find(({ outcome }) => outcome === 'applied');
  const running = new Set(good === undefined ? [] : partsOf(good.version).numbers);
  const refusals = new Map<number, KeptReport>();
  for (const report of reports.filter(({ outcome }) => outcome !== 'applied'))
    for (const number of partsOf(report.version).numbers)
      if (!running.has(number) && !refusals.has(number)) refusals.set(number, report);
  return { school, agent, running, refusals };
}
