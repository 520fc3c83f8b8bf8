import type { Clock } from '../../kit/clock.ts';
import { days, type EpochMs, epochMs, minutes } from '../../kit/units.ts';
import {
  AgentSettings,
  CONFIG_BYTES,
  CONFIG_HEADER,
  type ConfigReport,
  NO_VERSION,
} from '../../wire/agent-config.ts';
import type { Sql } from '../store/sql.ts';
import type { Units } from '../store/units.ts';
import { type Composed, compose, type OwnRules, partsOf } from './merge.ts';
import { type AgentName, ConfigReports, type KeptReport } from './reports.ts';
import { ConfigVersions, type MadeVersion } from './versions.ts';

export interface AgentConfigParts {
  readonly sql: Sql;
  readonly units: Pick<Units, 'chainTo'>;
  readonly own: OwnRules;
  readonly clock: Clock;
}

/** A version that was refused is offered again after this: an agent of a newer program may live with it. */
const OFFERED_AGAIN = days(1);
/** An answer to a shipment names the version: it is not worked out anew for each. */
const OFFER_KEPT = minutes(1);

/** What the centre sets at agents: who is offered which version, and what became of it. */
export class AgentConfigs {
  readonly #parts: AgentConfigParts;
  readonly #versions: ConfigVersions;
  readonly #reports: ConfigReports;
  readonly #offers = new Map<string, { readonly until: EpochMs; readonly offer: Offer }>();

  constructor(parts: AgentConfigParts) {
    this.#parts = parts;
    this.#versions = new ConfigVersions(parts.sql);
    this.#reports = new ConfigReports(parts.sql);
  }

  add(made: Parameters<ConfigVersions['add']>[0]): number {
    this.#offers.clear();
    return this.#versions.add(made);
  }

  withdraw(version: number, by: string): void {
    this.#offers.clear();
    this.#versions.withdraw(version, by, this.#parts.clock.now());
  }

  find = (version: number): MadeVersion | undefined => this.#versions.find(version);
  list = (limit: number): readonly MadeVersion[] => this.#versions.list(limit);
  holds = ({ unit, number }: MadeVersion): boolean =>
    this.#versions.holding().get(unit ?? '')?.number === number;
  reports = (): readonly KeptReport[] => this.#reports.all();

  report(name: AgentName, report: ConfigReport): void {
    this.#reports.keep(name, report, this.#parts.clock.now());
    this.#offers.delete(keyOf(name));
  }

  /** What each answer to this agent carries. */
  headersFor(name: AgentName): Readonly<Record<string, string>> {
    const offer = this.offerFor(name);
    return offer === undefined ? {} : { [CONFIG_HEADER]: offer.version };
  }

  /** What this agent should run; undefined: what it runs already. */
  offerFor(name: AgentName): Offer {
    const now = this.#parts.clock.now();
    const key = keyOf(name);
    const known = this.#offers.get(key);
    if (known !== undefined && known.until > now) return known.offer;
    const offer = this.#offer(name, now);
    this.#offers.set(key, { until: epochMs(now + OFFER_KEPT), offer });
    return offer;
  }

  /** The first it did not refuse: what holds, the same without the centre's rules of judging, what it last lived with. */
  #offer(name: AgentName, now: EpochMs): Offer {
    const { units, own } = this.#parts;
    const layers = this.#versions.layersOf(units.chainTo(name.school));
    const reports = this.#reports.of(name);
    const good = reports.find(({ outcome }) => outcome === 'applied')?.version;
    const refused = new Set(
      reports
        .filter(({ outcome, at }) => outcome !== 'applied' && at > now - OFFERED_AGAIN)
        .map(({ version }) => version),
    );
    return [() => compose(layers, own), () => compose(layers, undefined), () => this.#again(good)]
      .map((make) => make())
      .find((one) => one !== undefined && !refused.has(one.version) && isSound(one));
  }

  /** A version that was lived with, where all it was made of still stands. */
  #again(version: string = NO_VERSION): Offer {
    const parts = partsOf(version);
    const layers = parts.numbers.flatMap((number) => {
      const found = this.#versions.find(number);
      return found === undefined || found.withdrawnAt !== undefined ? [] : [found];
    });
    const composed = compose(layers, parts.own ? this.#parts.own : undefined);
    return composed.version === version ? composed : undefined;
  }
}

export type Offer = Composed | undefined;

const keyOf = ({ school, agent }: AgentName): string => `${school}/${agent}`;

/** Parts that are each right may be too much together; nothing leaves that the agent's own schema would refuse. */
const isSound = ({ settings }: Composed): boolean =>
  AgentSettings.safeParse(settings).success &&
  Buffer.byteLength(JSON.stringify(settings)) < CONFIG_BYTES / 2;
