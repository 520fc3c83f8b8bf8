import type { EpochMs } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';
import type { MachineReport } from '../../wire/machine-report.ts';
import { type CountedMachine, countLabs, type LabCount } from './count.ts';
import { countedFact, inventoryFact, labFact, reportFacts, struckOffFact } from './facts.ts';
import { identityOf } from './identity.ts';
import type { LabsOptions } from './options.ts';
import {
  admit,
  type KnownMachine,
  keepConfigured,
  type Looked,
  look,
  type Register,
  standingIn,
  strike,
} from './register.ts';
import { type Room, roomFinder } from './rooms.ts';
import { usableSince } from './school-days.ts';

/** A machine of the section `machines`: SNMP tells of it. */
export interface SnmpMachine {
  readonly id: string;
  readonly name: string;
  readonly room?: string | undefined;
  /** Without its port. */
  readonly host: string;
}

export interface LedgerParts {
  readonly options: LabsOptions;
  readonly snmp: readonly SnmpMachine[];
  readonly simulated: boolean;
  /** Ids of the systems that lab machines are asked to try. */
  readonly asked: ReadonlySet<string>;
  readonly file: { read(): Register; keep(register: Register): void };
  readonly dropped: (machines: readonly KnownMachine[]) => void;
}

export interface Received {
  readonly machine: string;
  readonly facts: readonly Fact[];
}

/** Who stands in which lab and was seen when: what reports and SNMP told, and what of it has been told on. */
export class Ledger {
  readonly #parts: LedgerParts;
  readonly #snmp: ReadonlyMap<string, SnmpMachine>;
  readonly #roomOf: (machine: KnownMachine) => Room | undefined;
  readonly #looked = new Map<string, LookedNamed>();
  readonly #told = new Map<string, string>();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#snmp = new Map(parts.snmp.map((machine) => [machine.id, machine]));
    const rooms = parts.snmp.flatMap(({ id, room }) =>
      room === undefined ? [] : [[id, room] as const],
    );
    this.#roomOf = roomFinder(parts.options.rooms, new Map(rooms));
  }

  /** Takes in what SNMP told: the newest fact of each series. */
  look(facts: readonly Fact[]): void {
    for (const fact of facts) {
      const machine = isBySnmp(fact) ? this.#snmp.get(fact.tags['device'] ?? '') : undefined;
      if (machine !== undefined)
        this.#looked.set(machine.id, lookedAt(machine, fact, this.#looked.get(machine.id)));
    }
  }

  /** Undefined when the report names no machine. */
  receive(report: MachineReport, address: string, now: EpochMs): Received | undefined {
    const configured = this.#configuredAs(report.name, address);
    const admitted = admit(this.#register(), {
      name: report.name,
      ...(report.room === undefined ? {} : { room: report.room }),
      ...(configured === undefined ? {} : { configured }),
      ...{ address, identity: identityOf(report.identity), at: now },
    });
    if (admitted === undefined) return undefined;
    const { id } = admitted.machine;
    if (admitted.dropped.length > 0) this.#parts.dropped(admitted.dropped);
    this.#parts.file.keep(admitted.register);
    this.#told.delete(keyOfCount(id));
    const { asked } = this.#parts;
    return {
      machine: id,
      facts: [...reportFacts(report, { id, address }, { at: now, asked }), ...this.changes(now)],
    };
  }

  count(now: EpochMs): LabCount {
    const { rooms, usable_within: within, school_days: calendar } = this.#parts.options;
    const since = usableSince(now, within, calendar);
    return countLabs(standingIn(this.#register()), {
      rooms,
      roomOf: this.#roomOf,
      usableSince: since,
    });
  }

  /** Everything the count says, told anew. */
  everything(now: EpochMs): readonly Fact[] {
    this.#told.clear();
    return this.changes(now);
  }

  /** What the count says now and did not say before. */
  changes(now: EpochMs): readonly Fact[] {
    return this.#facts(now).filter((fact) => {
      const [key, says] = [seriesKey(fact), tellingOf(fact)];
      if (this.#told.get(key) === says) return false;
      this.#told.set(key, says);
      return true;
    });
  }

  /** Strikes a machine off; false when there is none of this id. One that reports again is known again. */
  forget(id: string): boolean {
    const register = this.#register();
    if (standingIn(register).every((machine) => machine.id !== id)) return false;
    this.#parts.file.keep(strike(register, id));
    return true;
  }

  /** What SNMP told outlives a restart. */
  keep(): void {
    this.#parts.file.keep(this.#register());
  }

  #facts(now: EpochMs): readonly Fact[] {
    const { rooms, unplaced } = this.count(now);
    const { options, simulated } = this.#parts;
    const everyS = options.every / 1_000;
    const ofMachine = (machine: CountedMachine, room: Room | undefined): readonly Fact[] => [
      countedFact(machine, room?.id, now),
      ...(this.#snmp.has(machine.id)
        ? []
        : [inventoryFact(machine, { ...{ everyS, simulated }, room, at: now })]),
    ];
    return [
      ...rooms.map((room) => labFact(room, options.usable_within, now)),
      ...rooms.flatMap(({ room, machines }) => machines.flatMap((one) => ofMachine(one, room))),
      ...unplaced.flatMap((machine) => ofMachine(machine, undefined)),
      ...this.#register().flatMap(({ id, name, struckOff }) =>
        struckOff === true ? [struckOffFact({ id, name }, simulated, now)] : [],
      ),
    ];
  }

  #register(): Register {
    const known = look(this.#parts.file.read(), [...this.#looked.values()]);
    return keepConfigured(known, new Set(this.#snmp.keys()));
  }

  /** The machine that SNMP reads at this address under this name, with or without its domain. */
  #configuredAs(name: string, address: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.#parts.snmp.find(({ id, host }) => {
      const sysName = this.#looked.get(id)?.sysName?.toLowerCase();
      return host === address && (sysName === wanted || sysName?.split('.', 1)[0] === wanted);
    })?.id;
  }
}

/** With the name the machine gives itself. */
interface LookedNamed extends Looked {
  readonly sysName?: string;
}

const isBySnmp = ({ measurement, tags }: Fact): boolean =>
  measurement === 'machine' && (tags['told_by'] ?? 'snmp') === 'snmp';

/** What a pass that found nobody doesn't know, an earlier one did. */
function lookedAt(
  { id, name, host }: SnmpMachine,
  { fields, at }: Fact,
  before: LookedNamed | undefined,
): LookedNamed {
  const seenAt = fields['up'] === true ? at : before?.seenAt;
  const sysName = typeof fields['name'] === 'string' ? fields['name'] : before?.sysName;
  return {
    ...{ id, name, address: host },
    ...(seenAt === undefined ? {} : { seenAt }),
    ...(sysName === undefined ? {} : { sysName }),
  };
}

const keyOfCount = (id: string): string =>
  seriesKey({ measurement: 'machine', tags: { device: id, told_by: 'count' } });

/** That a machine was seen again is no change. */
const tellingOf = ({ fields }: Fact): string => JSON.stringify({ ...fields, seen_at_s: undefined });
