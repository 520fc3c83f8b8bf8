import type { EpochMs } from '../../../kit/units.ts';
import { acceptDeclared, declarationOf } from '../../../standards/declarations.ts';
import { type InstalledSystem, type OsSupport, supportOf } from '../../../standards/os-support.ts';
import type { DeviceKind } from '../../../wire/device-kinds.ts';
import { DEVICE_KINDS } from '../../../wire/device-kinds.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import type { LatestRow } from '../../store/latest.ts';

/** The latest facts of one school, indexed as far as rules ask. */
export class SchoolFacts {
  readonly now: EpochMs;
  readonly #rows: readonly LatestRow[];
  readonly #byMeasurement: ReadonlyMap<string, readonly LatestRow[]>;
  readonly #byDevice = new Map<string, ReadonlyMap<string, readonly LatestRow[]>>();
  readonly #supports = new Map<string, ReturnType<typeof supportOf>>();
  #kinds: ReadonlyMap<string, DeviceKind> | undefined;

  constructor(rows: readonly LatestRow[], now: EpochMs) {
    this.now = now;
    this.#rows = rows;
    this.#byMeasurement = Map.groupBy(rows, ({ measurement }) => measurement);
  }

  get school(): string {
    return this.#rows[0]?.school ?? '';
  }

  of(measurement: string): readonly LatestRow[] {
    return this.#byMeasurement.get(measurement) ?? [];
  }

  byDevice(measurement: string): ReadonlyMap<string, readonly LatestRow[]> {
    const kept = this.#byDevice.get(measurement);
    if (kept !== undefined) return kept;
    const made = Map.groupBy(this.of(measurement), ({ device }) => device);
    this.#byDevice.set(measurement, made);
    return made;
  }

  kindOf(device: string): DeviceKind | undefined {
    this.#kinds ??= kindsIn(this.of('device'));
    return this.#kinds.get(device);
  }

  declaration(name: string): FieldValue | undefined {
    const spec = declarationOf(name);
    const own = this.of('declaration').filter(({ tags }) => tags['name'] === name);
    if (spec === undefined || own.length === 0) return undefined;
    const { fields } = own.reduce((best, row) => (row.at > best.at ? row : best));
    return acceptDeclared(spec, fields['number'] ?? fields['yes'] ?? fields['text']);
  }

  /** The machines of one lab run the same few systems. */
  support(table: OsSupport, system: InstalledSystem): ReturnType<typeof supportOf> {
    const key = JSON.stringify(system);
    if (this.#supports.has(key)) return this.#supports.get(key);
    const made = supportOf(table, system, this.now);
    this.#supports.set(key, made);
    return made;
  }
}

function kindsIn(rows: readonly LatestRow[]): ReadonlyMap<string, DeviceKind> {
  const newest = new Map<string, LatestRow>();
  for (const row of rows)
    if ((newest.get(row.device)?.at ?? 0) <= row.at) newest.set(row.device, row);
  const kinds = new Map<string, DeviceKind>();
  for (const [device, { tags }] of newest) {
    const kind = DEVICE_KINDS.find((one) => one === tags['kind']);
    if (kind !== undefined) kinds.set(device, kind);
  }
  return kinds;
}
