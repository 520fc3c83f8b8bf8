import type { Clock } from '../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { HOST, INTERFACE, SYSTEM } from './oids.ts';
import { type MachineReading, midway, type SystemReading, ticks, whole, words } from './reading.ts';
import type { SnmpProblem, SnmpValue, Varbind } from './session.ts';
import { readSysDescr } from './sys-descr.ts';
import { disksOf, interfacesOf, memoryOf, processorsOf } from './tables.ts';
import { walkColumns } from './walk.ts';

/** The two questions a reading asks. */
export interface Asking {
  get(oids: readonly string[]): Promise<Result<readonly Varbind[], SnmpProblem>>;
  bulk(
    oids: readonly string[],
    repetitions: number,
  ): Promise<Result<readonly (readonly Varbind[])[], SnmpProblem>>;
}

export interface MachineRead {
  readonly reading: MachineReading;
  /** What went wrong after the first answer; what was read till then stands. */
  readonly problems: readonly SnmpProblem[];
}

/** Far above any school's switch; a table that goes on is cut. */
const MOST_ROWS = 512;

/** System group, HOST-RESOURCES and IF-MIB of one device. It failed only if it never answered. */
export async function readMachine(
  asking: Asking,
  clock: Clock,
): Promise<Result<MachineRead, SnmpProblem>> {
  const scalars = await asking.get(Object.values(SYSTEM));
  if (!scalars.ok) return scalars;
  const valueAt = new Map(scalars.value.map(({ oid, value }) => [oid, value]));
  if (![...valueAt.values()].some((value) => value !== undefined))
    return fail({ kind: 'garbled', detail: 'answered, but says nothing of itself' });
  const bulk = asking.bulk.bind(asking);
  const host = await walkColumns(bulk, HOST, MOST_ROWS);
  const start = clock.elapsed();
  const ports = await walkColumns(bulk, INTERFACE, MOST_ROWS);
  const takenAt = midway(start, clock.elapsed());
  const system = systemOf((oid) => valueAt.get(oid));
  const memory = memoryOf(host.table, whole(valueAt.get(SYSTEM.memorySize)));
  const processors = processorsOf(host.table);
  return ok({
    reading: {
      system,
      os: readSysDescr(system.descr ?? '', system.objectId),
      ...present({
        memoryBytes: memory.sizeBytes,
        memoryUsedRatio: memory.usedRatio,
        cores: processors.cores,
        cpuModel: processors.model,
        cpuLoadRatio: processors.loadRatio,
      }),
      disks: disksOf(host.table),
      interfaces: interfacesOf(ports.table, takenAt),
    },
    problems: [host.problem, ports.problem].filter((problem) => problem !== undefined),
  });
}

function systemOf(valueAt: (oid: string) => SnmpValue): SystemReading {
  const objectId = valueAt(SYSTEM.objectId);
  return present({
    descr: words(valueAt(SYSTEM.descr)),
    objectId: typeof objectId === 'string' ? objectId : undefined,
    name: words(valueAt(SYSTEM.name)),
    location: words(valueAt(SYSTEM.location)),
    agentUptimeS: ticks(valueAt(SYSTEM.upTime)),
    uptimeS: ticks(valueAt(SYSTEM.hostUpTime)),
  });
}

type Present<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without what is undefined. The cast holds because every value left is one of `fields`'. */
function present<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<Fields>;
}
