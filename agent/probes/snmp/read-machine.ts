import type { Clock } from '../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { type DeviceMemory, type Lasting, lastingOf, softwareCount } from './lasting.ts';
import { COUNTER64_COLUMNS, DUPLEX, INTERFACE, PROCESSORS, STORAGE, SYSTEM } from './oids.ts';
import { readForwarding, readPrinter, readUps, withNeighbours } from './read-appliances.ts';
import {
  type InterfaceReading,
  type MachineReading,
  midway,
  present,
  type SystemReading,
  ticks,
  whole,
  words,
} from './reading.ts';
import type { Asking, SnmpProblem, SnmpValue, SnmpVersion } from './session.ts';
import { readSysDescr } from './sys-descr.ts';
import { disksOf, interfacesOf, loadOf, memoryOf } from './tables.ts';
import { emptyTable } from './walk.ts';
import { Walks } from './walks.ts';

export interface MachineRead {
  readonly reading: MachineReading;
  /** What went wrong after the first answer; what was read till then stands. */
  readonly problems: readonly SnmpProblem[];
}

export interface Look {
  readonly asking: Asking;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly memory: DeviceMemory;
  /** Ask for neighbours and for who is heard behind which port. */
  readonly asSwitch: boolean;
}

/** Far above any school's switch; a table that goes on is cut. */
const MOST_ROWS = 512;

/** All that is read of one device. It failed only if it never answered. */
export async function readMachine(look: Look): Promise<Result<MachineRead, SnmpProblem>> {
  const scalars = await look.asking.get(Object.values(SYSTEM));
  if (!scalars.ok) return scalars;
  const values = new Map(scalars.value.map(({ oid, value }) => [oid, value]));
  if (![...values.values()].some((value) => value !== undefined))
    return fail({ kind: 'garbled', detail: 'answered, but says nothing of itself' });
  const system = systemOf((oid) => values.get(oid));
  const walks = new Walks({ ...look, pace: look.memory.pace });
  const lasting = await lastingOf({ ...look, walks }, system.uptimeS ?? system.agentUptimeS);
  const { storage, processors } = await readHost(walks, lasting);
  const memory = memoryOf(storage, whole(values.get(SYSTEM.memorySize)));
  const ports = await readPorts({ ...look, walks, lasting }, whole(values.get(SYSTEM.portCount)));
  const power = await readUps(look.asking, lasting);
  const reading: MachineReading = {
    system,
    os: readSysDescr(system.descr ?? '', system.objectId),
    disks: disksOf(storage),
    interfaces: ports,
    ...present({
      memoryBytes: memory.sizeBytes,
      memoryUsedRatio: memory.usedRatio,
      cores: processors.processorLoad.size || lasting.processors?.count,
      cpuModel: lasting.processors?.model,
      cpuLoadRatio: loadOf(processors),
      identity: lasting.identity ?? power?.identity,
      printer: await readPrinter(walks, lasting),
      ups: power?.ups,
      forwarding: look.asSwitch ? await readForwarding(walks, lasting, ports) : undefined,
      softwareCount: await softwareCount({ ...look, walks }),
    }),
  };
  return ok({ reading, problems: walks.problems });
}

async function readHost(walks: Walks, { tables }: Lasting) {
  const walk = { mostRows: MOST_ROWS };
  const storage = { ...walk, columns: STORAGE, guess: 5 };
  const processors = { ...walk, columns: PROCESSORS, guess: 8 };
  return {
    storage: tables.has('storage') ? await walks.of(storage) : emptyTable(STORAGE),
    processors: tables.has('processors') ? await walks.of(processors) : emptyTable(PROCESSORS),
  };
}

async function readPorts(
  { asking, clock, asSwitch, walks, lasting }: Look & { walks: Walks; lasting: Lasting },
  guess: number | undefined,
): Promise<readonly InterfaceReading[]> {
  const start = clock.elapsed();
  const columns = portColumns(asking.version, lasting);
  const table = await walks.of({ columns, mostRows: MOST_ROWS, guess });
  const takenAt = midway(start, clock.elapsed());
  const interfaces = interfacesOf(table, takenAt);
  return asSwitch ? await withNeighbours(walks, lasting, interfaces) : interfaces;
}

/** What the version can't carry and the device doesn't have is not asked for. */
function portColumns(version: SnmpVersion, { tables }: Lasting): Readonly<Record<string, string>> {
  const shared = Object.entries(INTERFACE).filter(
    ([name]) => version !== '1' || !COUNTER64_COLUMNS.includes(name),
  );
  return { ...Object.fromEntries(shared), ...(tables.has('duplex') ? DUPLEX : {}) };
}

const systemOf = (valueAt: (oid: string) => SnmpValue): SystemReading => {
  const objectId = valueAt(SYSTEM.objectId);
  return present({
    descr: words(valueAt(SYSTEM.descr)),
    objectId: typeof objectId === 'string' ? objectId : undefined,
    name: words(valueAt(SYSTEM.name)),
    location: words(valueAt(SYSTEM.location)),
    agentUptimeS: ticks(valueAt(SYSTEM.upTime)),
    uptimeS: ticks(valueAt(SYSTEM.hostUpTime)),
  });
};
