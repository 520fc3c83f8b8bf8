import type { EpochMs } from '../../../kit/units.ts';
import type { Device } from '../../../standards/evidence.ts';
import { devicesOf } from '../../store/inventory.ts';
import type { LatestRow } from '../../store/latest.ts';
import type { Signals } from '../alerts.ts';

/** One agent stands for all of a school: history doesn't say which of them sent a fact. */
const AGENT = 'history';

/** The latest facts of some schools as history has told them so far. */
export class ToldFacts implements Signals {
  readonly #rows = new Map<string, Map<string, LatestRow>>();
  readonly #heard = new Map<string, EpochMs>();
  readonly #devices = new Map<string, readonly Device[]>();

  tell(row: LatestRow): void {
    const own = this.#rows.get(row.school) ?? new Map<string, LatestRow>();
    this.#rows.set(row.school, own);
    own.set(row.series, row);
    this.#heard.set(row.school, row.at);
    if (row.measurement === 'device') this.#devices.delete(row.school);
  }

  agents(school?: string) {
    const heard = [...this.#heard].filter(([one]) => school === undefined || one === school);
    return heard.map(([of, lastReceivedAt]) => ({ school: of, agent: AGENT, lastReceivedAt }));
  }

  latest({ school }: { readonly school: string }): readonly LatestRow[] {
    return [...(this.#rows.get(school)?.values() ?? [])];
  }

  devices(school: string): readonly Device[] {
    const known = this.#devices.get(school);
    if (known !== undefined) return known;
    const inventory = this.latest({ school }).filter(({ measurement }) => measurement === 'device');
    const made = devicesOf(inventory);
    this.#devices.set(school, made);
    return made;
  }

  /** Of some devices, and what concerns the school as a whole. */
  around(school: string, devices: ReadonlySet<string>, shared: ReadonlySet<string>) {
    return this.latest({ school }).filter(
      ({ device, measurement }) => devices.has(device) || shared.has(measurement),
    );
  }
}
