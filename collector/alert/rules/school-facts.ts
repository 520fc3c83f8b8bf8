import * as z from 'zod';
import type { EpochMs } from '../../../kit/units.ts';
import { acceptDeclared, declarationOf } from '../../../standards/declarations.ts';
import { Edition, type OsSupport, type Support, supportOf } from '../../../standards/os-support.ts';
import { DEVICE_KINDS, type DeviceKind } from '../../../wire/device-kinds.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import type { LatestRow } from '../../store/latest.ts';

const EDITION = 'lab_windows_edition';
const EXTENDED = 'lab_windows_esu_until';

/** The latest facts of one school, indexed as far as rules ask. */
export class SchoolFacts {
  readonly now: EpochMs;
  readonly #rows: readonly LatestRow[];
  readonly #byMeasurement: ReadonlyMap<string, readonly LatestRow[]>;
  readonly #byDevice = new Map<string, ReadonlyMap<string, readonly LatestRow[]>>();
  readonly #supports = new Map<string, Support>();
  readonly #declared = new Map<string, FieldValue | undefined>();
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
    if (!this.#declared.has(name)) this.#declared.set(name, this.#readDeclaration(name));
    return this.#declared.get(name);
  }

  /** The machines of one lab run the same few systems. */
  support({ osSupport, fields }: Installed): Support {
    const { os_name: name, os_version: version, os_build: build, os_edition: edition } = fields;
    if (osSupport === undefined || typeof name !== 'string') return undefined;
    const key = `${name}\n${version}\n${build}\n${edition}`;
    if (!this.#supports.has(key)) {
      const system = {
        name,
        version: typeof version === 'string' ? version : '',
        build: typeof build === 'string' ? build : undefined,
        edition: Edition.safeParse(edition).data,
        declaredEdition: Edition.safeParse(this.declaration(EDITION)).data,
        extendedUntil: z.iso.date().safeParse(this.declaration(EXTENDED)).data,
      };
      this.#supports.set(key, supportOf(osSupport, system, this.now));
    }
    return this.#supports.get(key);
  }

  #readDeclaration(name: string): FieldValue | undefined {
    const spec = declarationOf(name);
    const own = this.of('declaration').filter(({ tags }) => tags['name'] === name);
    if (spec === undefined || own.length === 0) return undefined;
    const { fields } = own.reduce((best, row) => (row.at > best.at ? row : best));
    return acceptDeclared(spec, fields['number'] ?? fields['yes'] ?? fields['text']);
  }
}

interface Installed {
  readonly osSupport: OsSupport | undefined;
  /** Of a machine or a server. */
  readonly fields: LatestRow['fields'];
}

function kindsIn(rows: readonly LatestRow[]): ReadonlyMap<string, DeviceKind> {
  const newest = new Map<string, LatestRow>();
  for (const row of rows) {
    const known = newest.get(row.device);
    if (known === undefined || known.at <= row.at) newest.set(row.device, row);
  }
  const kinds = new Map<string, DeviceKind>();
  for (const [device, { tags }] of newest) {
    const kind = DEVICE_KINDS.find((one) => one === tags['kind']);
    if (kind !== undefined) kinds.set(device, kind);
  }
  return kinds;
}
