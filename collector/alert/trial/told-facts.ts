import type { EpochMs } from '../../../kit/units.ts';
import type { Device } from '../../../standards/evidence.ts';
import { devicesOf } from '../../store/inventory.ts';
import type { LatestRow } from '../../store/latest.ts';
import type { Signals } from '../alert-parts.ts';

/** One agent stands for all of a school: history doesn't say which of them sent a fact. */
const AGENT = 'history';

interface ToldSchool {
  /** Series of each device; of a school as a whole under the empty name. */
  readonly byDevice: Map<string, Map<string, LatestRow>>;
  /** Series of measurements that concern more than their own device. */
  readonly shared: Map<string, LatestRow>;
  heardAt: EpochMs;
  devices: readonly Device[] | undefined;
}

/** The latest facts of some schools as history has told them so far. */
export class ToldFacts implements Signals {
  readonly #schools = new Map<string, ToldSchool>();
  readonly #shared: ReadonlySet<string>;

  /** `shared` names measurements that rules ask about whatever device they judge. */
  constructor(shared: ReadonlySet<string>) {
    this.#shared = shared;
  }

  tell(row: LatestRow): void {
    const school = this.#schoolOf(row);
    school.heardAt = row.at;
    if (this.#shared.has(row.measurement)) school.shared.set(row.series, row);
    else seriesOf(school, row.device).set(row.series, row);
    if (row.measurement === 'device') school.devices = undefined;
  }

  agents(school?: string) {
    const heard = [...this.#schools].filter(([one]) => school === undefined || one === school);
    return heard.map(([of, { heardAt }]) => ({
      ...{ school: of, agent: AGENT, lastReceivedAt: heardAt },
    }));
  }

  latest({ school }: { readonly school: string }): readonly LatestRow[] {
    const told = this.#schools.get(school);
    if (told === undefined) return [];
    return [...told.byDevice.values(), told.shared].flatMap((series) => [...series.values()]);
  }

  devices(school: string): readonly Device[] {
    const told = this.#schools.get(school);
    if (told === undefined) return [];
    told.devices ??= devicesOf(
      this.latest({ school }).filter(({ measurement }) => measurement === 'device'),
    );
    return told.devices;
  }

  /** Of some devices, and what concerns more than them. */
  around(school: string, devices: ReadonlySet<string>): readonly LatestRow[] {
    const told = this.#schools.get(school);
    if (told === undefined) return [];
    const rows = [...told.shared.values()];
    for (const device of devices) rows.push(...(told.byDevice.get(device)?.values() ?? []));
    return rows;
  }

  #schoolOf({ school, at }: LatestRow): ToldSchool {
    const known = this.#schools.get(school);
    if (known !== undefined) return known;
    const made = { byDevice: new Map(), shared: new Map(), heardAt: at, devices: undefined };
    this.#schools.set(school, made);
    return made;
  }
}

function seriesOf({ byDevice }: ToldSchool, device: string): Map<string, LatestRow> {
  const known = byDevice.get(device);
  if (known !== undefined) return known;
  const made = new Map<string, LatestRow>();
  byDevice.set(device, made);
  return made;
}
