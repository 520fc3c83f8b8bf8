import { isInside, parseSubnet } from '../probes/subnet.ts';
import type { LabsOptions } from './options.ts';
import type { KnownMachine } from './register.ts';

export type Room = LabsOptions['rooms'][number];

/**
 * Finds a machine's room: the one it says, the one it is configured for (by id or name), else that of its address.
 * Undefined: it stands in none of them.
 */
export function roomFinder(
  rooms: readonly Room[],
  configured: ReadonlyMap<string, string>,
): (machine: KnownMachine) => Room | undefined {
  const named = (word: string | undefined): Room | undefined =>
    word === undefined
      ? undefined
      : rooms.find(({ id, name }) => id === word || name.toLowerCase() === word.toLowerCase());
  const networks = rooms.map((room) => ({
    room,
    subnets: room.subnets.flatMap((text) => parseSubnet(text) ?? []),
  }));
  return ({ id, room, address = '' }) =>
    named(room) ??
    named(configured.get(id)) ??
    networks.find(({ subnets }) => isInside(address, subnets))?.room;
}
