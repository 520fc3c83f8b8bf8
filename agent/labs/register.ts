import { createHash } from 'node:crypto';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import { type Identity, likeness, signsOf } from './identity.ts';

/** A machine the labs are known to have, whoever told of it. */
export interface KnownMachine {
  /** Of a reporter `pc-` and 8 hexadecimal digits; of a machine configured for SNMP, its id there. */
  readonly id: string;
  readonly name: string;
  /** The room it says it stands in. */
  readonly room?: string;
  readonly address?: string;
  /** Absent where only SNMP tells of it. */
  readonly identity?: Identity;
  /** Absent where it never answered. */
  readonly seenAt?: EpochMs;
  /** Carried away, or known under another id: kept so that the centre can be told, and so that it is found again. */
  readonly struckOff?: true;
}

/** In the order in which they became known; ids are unique. */
export type Register = readonly KnownMachine[];

export const MACHINES_AT_MOST = 2_000;

/** A report that came in, as far as it says which machine it is of. */
export interface Sighting {
  readonly name: string;
  readonly room?: string;
  readonly address: string;
  readonly identity: Identity;
  readonly at: EpochMs;
  /** The machine configured for SNMP that this one is, where it is one. */
  readonly configured?: string;
}

export interface Admitted {
  readonly register: Register;
  readonly machine: KnownMachine;
  /** Dropped because there are too many: those not seen for longest. */
  readonly dropped: readonly KnownMachine[];
}

/** The register after a report; undefined when the report holds nothing that names a machine. */
export function admit(register: Register, sighting: Sighting): Admitted | undefined {
  const { name, room, address, identity, at, configured } = sighting;
  if (signsOf(identity).length === 0) return undefined;
  const known = bestMatch(register, identity);
  const others = register.filter(({ id }) => id !== known?.id && id !== configured);
  const machine: KnownMachine = {
    id: configured ?? known?.id ?? freshId(identity, others),
    name,
    ...(room === undefined ? {} : { room }),
    address,
    identity,
    seenAt: at,
  };
  const former = known !== undefined && known.id !== machine.id ? [struckOff(known)] : [];
  return { machine, ...withinLimit([...others, ...former, machine]) };
}

/** Its signs are another's now, or wait to be seen again. */
const struckOff = (machine: KnownMachine): KnownMachine => ({ ...machine, struckOff: true });

/** The most alike; of several equally so the one seen last. */
function bestMatch(register: Register, identity: Identity): KnownMachine | undefined {
  let best: { readonly machine: KnownMachine; readonly like: number } | undefined;
  for (const machine of register) {
    const like = machine.identity && likeness(machine.identity, identity);
    if (like === undefined || (best !== undefined && like < best.like)) continue;
    const later = (machine.seenAt ?? 0) >= (best?.machine.seenAt ?? 0);
    if (best === undefined || like > best.like || later) best = { machine, like };
  }
  return best?.machine;
}

/** Drawn from the surest sign, so that a register that was lost gives the same ids again; from the next where it is taken. */
function freshId(identity: Identity, others: Register): string {
  const taken = new Set(others.map(({ id }) => id));
  const signs = signsOf(identity);
  for (let turn = 0; ; turn += 1) {
    const sign = signs[turn] ?? `${signs[0]} ${turn}`;
    const id = `pc-${createHash('sha256').update(sign).digest('hex').slice(0, 8)}`;
    if (!taken.has(id)) return id;
  }
}

function withinLimit(register: Register): Pick<Admitted, 'register' | 'dropped'> {
  const over = register.length - MACHINES_AT_MOST;
  if (over <= 0) return { register, dropped: [] };
  const oldest = register.toSorted((a, b) => (a.seenAt ?? 0) - (b.seenAt ?? 0)).slice(0, over);
  const gone = new Set(oldest);
  return { register: register.filter((machine) => !gone.has(machine)), dropped: oldest };
}

/** A machine configured for SNMP, as its last pass found it. */
export interface Looked {
  readonly id: string;
  readonly name: string;
  readonly address?: string;
  /** When it last answered. */
  readonly seenAt?: EpochMs;
}

/** The register after a look at the machines configured for SNMP. */
export function look(register: Register, machines: readonly Looked[]): Register {
  const looked = new Map(machines.map((machine) => [machine.id, machine]));
  const known = register.map((machine) => {
    const seen = looked.get(machine.id);
    looked.delete(machine.id);
    return seen === undefined ? machine : seenAgain(machine, seen);
  });
  return withinLimit([...known, ...looked.values()]).register;
}

/** A reporter knows its name and address better. */
function seenAgain(before: KnownMachine, { name, address, seenAt }: Looked): KnownMachine {
  const { struckOff: _, ...machine } = before;
  const newest = Math.max(machine.seenAt ?? 0, seenAt ?? 0);
  return {
    ...machine,
    ...(newest === 0 ? {} : { seenAt: epochMs(newest) }),
    ...(machine.identity === undefined
      ? { name, ...(address === undefined ? {} : { address }) }
      : {}),
  };
}

/** Those that only SNMP told of and that are configured no longer are gone without a word: so they are from the inventory. */
export const keepConfigured = (register: Register, configured: ReadonlySet<string>): Register =>
  register.filter(({ id, identity }) => identity !== undefined || configured.has(id));

/** The register after one was carried away. */
export const strike = (register: Register, id: string): Register =>
  register.map((machine) => (machine.id === id ? struckOff(machine) : machine));

/** Without those that were struck off. */
export const standingIn = (register: Register): Register =>
  register.filter((machine) => machine.struckOff === undefined);

/** What people call each machine: its name, with the id where others have the same. */
export function namesIn(register: Register): ReadonlyMap<string, string> {
  const alike = Map.groupBy(register, ({ name }) => name.toLowerCase());
  return new Map(
    register.map(({ id, name }) => {
      const shared = (alike.get(name.toLowerCase())?.length ?? 0) > 1;
      return [id, shared && name !== id ? `${name} (${id})` : name];
    }),
  );
}
