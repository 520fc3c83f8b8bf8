import type { EpochMs } from '../../kit/units.ts';
import { type KnownMachine, namesIn, type Register } from './register.ts';
import type { Room } from './rooms.ts';

/** A machine as it is counted. */
export interface CountedMachine {
  readonly id: string;
  /** As people call it: with its id where others have the same name. */
  readonly name: string;
  readonly address: string | undefined;
  readonly seenAt: EpochMs | undefined;
  /** Seen working within the agreed school days. */
  readonly usable: boolean;
  /** It has a reporter; SNMP alone tells of the others. */
  readonly reports: boolean;
}

export interface CountedRoom {
  readonly room: Room;
  readonly machines: readonly CountedMachine[];
  readonly usable: number;
  /** Known, and not seen for longer than agreed. */
  readonly missing: readonly CountedMachine[];
  /** Seats no machine ever reported from. */
  readonly neverReported: number;
  /** Undefined where no pupils are declared, or no machine is usable. */
  readonly pupilsPerMachine: number | undefined;
}

export interface LabCount {
  readonly rooms: readonly CountedRoom[];
  /** In no room. */
  readonly unplaced: readonly CountedMachine[];
}

export interface Counting {
  readonly rooms: readonly Room[];
  readonly roomOf: (machine: KnownMachine) => Room | undefined;
  /** The earliest moment at which a machine that counts as usable was seen. */
  readonly usableSince: EpochMs;
}

/** Every known machine once, in its room. */
export function countLabs(register: Register, { rooms, roomOf, usableSince }: Counting): LabCount {
  const names = namesIn(register);
  const byRoom = Map.groupBy(register, (machine) => roomOf(machine)?.id);
  const countedIn = (room: string | undefined): readonly CountedMachine[] =>
    (byRoom.get(room) ?? [])
      .map((machine) => counted(machine, names.get(machine.id) ?? machine.name, usableSince))
      .sort((a, b) => (sortKey(a.name) < sortKey(b.name) ? -1 : 1));
  return {
    rooms: rooms.map((room) => countRoom(room, countedIn(room.id))),
    unplaced: countedIn(undefined),
  };
}

function counted(
  { id, address, seenAt, identity }: KnownMachine,
  name: string,
  usableSince: EpochMs,
): CountedMachine {
  const usable = seenAt !== undefined && seenAt >= usableSince;
  return { id, name, address, seenAt, usable, reports: identity !== undefined };
}

function countRoom(room: Room, machines: readonly CountedMachine[]): CountedRoom {
  const missing = machines.filter(({ usable }) => !usable);
  const usable = machines.length - missing.length;
  return {
    ...{ room, machines, usable, missing },
    neverReported: Math.max(0, room.seats - machines.length),
    pupilsPerMachine: room.pupils === undefined || usable === 0 ? undefined : room.pupils / usable,
  };
}

/** Máy 2 stands before Máy 10. By hand: a collator would cost an idle agent megabytes. */
const sortKey = (name: string): string =>
  name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
