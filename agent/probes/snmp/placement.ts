import { type Ms, minutes } from '../../../kit/units.ts';
import type { Forwarding, InterfaceReading, Mac } from './reading.ts';

/** Where a machine is plugged in. */
export interface Place {
  readonly switch: string;
  readonly port: string;
}

interface Heard {
  readonly forwarding: Forwarding;
  readonly at: Ms;
}

/** What a switch heard longer ago than this no longer says where anything is. */
const GOOD_FOR = minutes(60);

/** What all switches heard, joined with what machines say of themselves. */
export class Placement {
  readonly #heard = new Map<string, Heard>();

  heard(device: string, forwarding: Forwarding, at: Ms): void {
    this.#heard.set(device, { forwarding, at });
  }

  /** Of a machine by the MACs of its ports. */
  placeOf(interfaces: readonly InterfaceReading[], now: Ms): Place | undefined {
    const macs = interfaces.flatMap(({ mac }) => (mac === undefined ? [] : [mac]));
    const fresh = [...this.#heard].filter(([, { at }]) => now - at <= GOOD_FOR);
    return nearest(macs, new Map(fresh.map(([device, { forwarding }]) => [device, forwarding])));
  }
}

/**
 * Every switch on the way hears a machine; the one it is plugged into hears the fewest others behind that port, for the
 * ports between switches carry all that lies beyond.
 */
export function nearest(
  macs: readonly Mac[],
  heard: ReadonlyMap<string, Forwarding>,
): Place | undefined {
  const places = [...heard].flatMap(([device, forwarding]) =>
    macs.flatMap((mac) => {
      const port = forwarding.get(mac);
      if (port === undefined) return [];
      const others = [...forwarding.values()].filter((name) => name === port).length;
      return [{ switch: device, port, others }];
    }),
  );
  const [first] = places.toSorted((a, b) => a.others - b.others);
  return first && { switch: first.switch, port: first.port };
}
