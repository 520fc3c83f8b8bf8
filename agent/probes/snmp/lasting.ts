import type { Clock } from '../../../kit/clock.ts';
import { type Ms, minutes, ms } from '../../../kit/units.ts';
import {
  CLASS_CHASSIS,
  DEVICE_PROCESSOR,
  DEVICES,
  ENTITY_CLASS,
  ENTITY_NAMES,
  OPTIONAL_TABLES,
  SOFTWARE,
} from './oids.ts';
import { Pace } from './pace.ts';
import { type Identity, present, words } from './reading.ts';
import type { Asking } from './session.ts';
import type { Walks } from './walks.ts';

export type OptionalTable = keyof typeof OPTIONAL_TABLES;

/** What of a device hardly changes: it is read once a day, and again after a restart. */
export interface Lasting {
  /** Which of the tables that not every device has are there. */
  readonly tables: ReadonlySet<OptionalTable>;
  readonly processors?: { readonly count: number; readonly model?: string };
  /** There once it was asked for, whatever came of it. */
  readonly software?: { readonly count?: number };
  readonly identity?: Identity;
}

/** What is kept of one device from pass to pass. */
export interface DeviceMemory {
  readonly pace: Pace;
  lasting:
    | { readonly value: Lasting; readonly goodUntil: Ms; readonly uptimeS: number }
    | undefined;
}

export const newMemory = (): DeviceMemory => ({ pace: new Pace(), lasting: undefined });

const GOOD_FOR = minutes(24 * 60);
/** Where something went wrong on the way. */
const PARTLY_GOOD_FOR = minutes(60);

interface Look {
  readonly asking: Asking;
  readonly walks: Walks;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly memory: DeviceMemory;
}

/** What was kept, or what is read now. */
export async function lastingOf(look: Look, uptimeS: number | undefined): Promise<Lasting> {
  const { memory, clock, walks } = look;
  const kept = memory.lasting;
  const now = clock.elapsed();
  const isRestarted = uptimeS !== undefined && kept !== undefined && uptimeS < kept.uptimeS;
  if (kept !== undefined && !isRestarted && now < kept.goodUntil) {
    memory.lasting = { ...kept, uptimeS: uptimeS ?? kept.uptimeS };
    return kept.value;
  }
  const value = await readLasting(look);
  const goodFor = walks.problems.length === 0 ? GOOD_FOR : PARTLY_GOOD_FOR;
  memory.lasting = { value, goodUntil: ms(now + goodFor), uptimeS: uptimeS ?? 0 };
  return value;
}

async function readLasting(look: Look): Promise<Lasting> {
  const tables = await tablesThere(look.asking);
  return {
    tables,
    ...present({
      processors: tables.has('devices') ? await processorsOf(look) : undefined,
      identity: tables.has('entity') ? await identityOf(look) : undefined,
    }),
  };
}

/** What every computer has: asked for even of an agent that could not take the question for the tables. */
const USUAL: ReadonlySet<OptionalTable> = new Set(['storage', 'devices', 'processors']);

/** One GETNEXT shows which tables have a first row. */
async function tablesThere(asking: Asking): Promise<ReadonlySet<OptionalTable>> {
  const entries = Object.entries(OPTIONAL_TABLES) as [OptionalTable, string][];
  const answer = await asking.next(entries.map(([, oid]) => oid));
  if (!answer.ok) return USUAL;
  const there = entries.filter(([, oid], at) => {
    const first = answer.value[at];
    return first?.value !== undefined && first.oid.startsWith(`${oid}.`);
  });
  return new Set(there.map(([name]) => name));
}

const MOST_DEVICES = 256;

async function processorsOf({ walks }: Look): Promise<Lasting['processors']> {
  const walk = { columns: DEVICES, mostRows: MOST_DEVICES, guess: 12 };
  const { deviceType, deviceDescr } = await walks.of(walk);
  const indexes = [...deviceType.keys()].filter((at) => deviceType.get(at) === DEVICE_PROCESSOR);
  if (indexes.length === 0) return undefined;
  const named = indexes.map((index) => words(deviceDescr.get(index)));
  return { count: indexes.length, ...present({ model: named.find(Boolean) }) };
}

/** More than any machine has installed; a table that goes on is counted no further. */
const MOST_SOFTWARE = 4_096;

/**
 * How many programs are installed: last of all and once a day, for it is the longest table by far. Over v1, which gives it a
 * row a question, it is not counted.
 */
export async function softwareCount(look: Look): Promise<number | undefined> {
  const { asking, memory, walks } = look;
  const kept = memory.lasting;
  if (kept === undefined || !kept.value.tables.has('software') || asking.version === '1')
    return undefined;
  if (kept.value.software !== undefined) return kept.value.software.count;
  const before = walks.problems.length;
  const { installed } = await walks.of({ columns: SOFTWARE, mostRows: MOST_SOFTWARE, guess: 100 });
  const count = walks.problems.length === before ? installed.size : undefined;
  memory.lasting = { ...kept, value: { ...kept.value, software: present({ count }) } };
  return count;
}

/** A chassis stands before what is in it; what has none among so many is none of our business. */
const MOST_ENTITIES = 64;

async function identityOf(look: Look): Promise<Identity | undefined> {
  const until = (value: unknown): boolean => value === CLASS_CHASSIS;
  const walk = { columns: ENTITY_CLASS, mostRows: MOST_ENTITIES, guess: 4, until };
  const table = await look.walks.of(walk);
  const chassis = [...table.class].find(([, value]) => until(value))?.[0];
  if (chassis === undefined) return undefined;
  const oids = Object.values(ENTITY_NAMES).map((column) => `${column}.${chassis}`);
  const names = await look.asking.get(oids);
  if (!names.ok) return undefined;
  const [serial, manufacturer, model] = names.value.map(({ value }) => words(value));
  return present({ serial, manufacturer, model });
}
