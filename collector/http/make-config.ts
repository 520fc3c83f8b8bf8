import type { Clock } from '../../kit/clock.ts';
import { AgentConfigRequest, type WrittenSettings } from '../../wire/agent-config.ts';
import type { Audit } from '../access/audit.ts';
import type { Actor } from '../access/caller.ts';
import type { Identities } from '../access/identities.ts';
import type { AgentConfigs } from '../agent-config/agent-configs.ts';
import { type ConfigVersionView, configViews } from '../agent-config/views.ts';
import type { Units } from '../store/units.ts';
import { Problem } from './problem.ts';

export interface ConfigMaking {
  readonly identities: Pick<Identities, 'enrolled'>;
  readonly audit: Pick<Audit, 'write'>;
  readonly units: Units;
  readonly configs: AgentConfigs;
  readonly clock: Clock;
}

type Viewer = Pick<Actor, 'role' | 'unit'>;
type Maker = Pick<Actor, 'role' | 'name' | 'unit' | 'address'>;

const MOST_LISTED = 200;

/** The versions this caller may see (those for everyone, for units above the own, for the own tree), with what became of them there. */
export function listConfigs(making: ConfigMaking, caller: Viewer): readonly ConfigVersionView[] {
  const { configs, units, identities } = making;
  const below = ownTree(making, caller);
  const above = new Set(caller.unit === undefined ? [] : units.chainTo(caller.unit));
  const versions = configs
    .list(MOST_LISTED)
    .filter(
      ({ unit }) => unit === undefined || below === undefined || below.has(unit) || above.has(unit),
    );
  return configViews(versions, {
    reports: configs.reports(),
    agents: identities.enrolled().filter(({ school }) => below?.has(school) ?? true),
    holds: configs.holds,
    nameOf: (unit) => units.name(unit) ?? unit,
    schoolsOf: (unit) => units.schoolsBelow(unit),
    mayChange: (unit) => below === undefined || (unit !== undefined && below.has(unit)),
  });
}

/** Makes a version that holds from now on; throws where it does not fit, or the caller may not. */
export function makeConfig(making: ConfigMaking, caller: Maker, body: unknown): number {
  const { configs, units, audit, clock } = making;
  const read = AgentConfigRequest.safeParse(body);
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => ({
      path: path.map(String).join('.'),
      message,
    }));
    throw new Problem(422, 'the settings do not fit their schema', { errors });
  }
  const { unit, note } = read.data;
  mayOnly(making, caller, unit);
  if (unit !== undefined && !units.has(unit)) throw new Problem(422, `there is no unit ${unit}`);
  const now = clock.now();
  const number = configs.add({
    ...{ unit, note, settings: writtenIn(body), madeBy: caller.name, madeAt: now },
  });
  audit.write({ ...deedOf(caller, { number, unit }), deed: 'agent_config_made' }, now);
  return number;
}

/** The version no longer holds; the one before it, for the same unit, does. */
export function withdrawConfig(making: ConfigMaking, caller: Maker, number: number): void {
  const { configs, audit, clock } = making;
  const version = Number.isSafeInteger(number) ? configs.find(number) : undefined;
  const below = ownTree(making, caller);
  const isSeen = version !== undefined && (below?.has(version.unit ?? '') ?? true);
  if (!isSeen) throw new Problem(404, 'no such version, or none of yours to withdraw');
  if (version.withdrawnAt !== undefined) return;
  configs.withdraw(number, caller.name);
  const entry = deedOf(caller, { number, unit: version.unit });
  audit.write({ ...entry, deed: 'agent_config_withdrawn' }, clock.now());
}

const deedOf = (
  { name, address }: Maker,
  { number, unit }: { readonly number: number; readonly unit: string | undefined },
) => ({ who: name, subject: `${number} for ${unit ?? 'everyone'}`, unit, address });

/** The units and schools the caller may set something for; undefined: all. */
function ownTree({ units }: ConfigMaking, { role, unit }: Viewer): ReadonlySet<string> | undefined {
  if (role === 'admin') return undefined;
  if (role !== 'officer' || unit === undefined) return new Set();
  return new Set([...units.groupsBelow(unit), ...units.schoolsBelow(unit)]);
}

function mayOnly(making: ConfigMaking, caller: Maker, unit: string | undefined): void {
  const below = ownTree(making, caller);
  if (below === undefined || (unit !== undefined && below.has(unit))) return;
  throw new Problem(403, `${caller.name} may not set what holds for ${unit ?? 'everyone'}`);
}

/** Of a body that fits its schema, which takes no key it does not know: kept as it was written, `60s`. */
const writtenIn = (body: unknown): WrittenSettings =>
  (body as { readonly settings: WrittenSettings }).settings;
