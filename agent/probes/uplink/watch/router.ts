import type { Clock } from '../../../../kit/clock.ts';
import type { Endpoint } from '../../../../kit/endpoint.ts';
import { type EpochMs, type Ms, minutes, ms, seconds } from '../../../../kit/units.ts';
import type { Knocked } from './knock-door.ts';
import { Looks } from './looks.ts';
import { leadsOut, leadsTo } from './route.ts';
import type { System } from './system-door.ts';

export interface RouterParts {
  readonly system: System;
  readonly knock: (at: Endpoint, wait: Ms, signal: AbortSignal) => Promise<Knocked>;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** Where the configuration names it: then no default route is asked for. */
  readonly configured: Endpoint | undefined;
}

/** What routers answer at, or refuse at: web page, names. One is tried a look until one does. */
const PORTS = [80, 443, 53];
const WAIT = ms(1_000);
const ROUTE_KEPT = minutes(1);
const LOOK_VALID = seconds(5);

/** The school's router: alive, dead, or nobody can say. Once it has been heard at a port its silence there means death. */
export class Router {
  readonly #parts: RouterParts;
  readonly #looks = new Looks<boolean | undefined>();
  #address: string | undefined;
  #routeReadAt: Ms | undefined;
  #talksAt: Endpoint | undefined;
  #tried = 0;
  /** The router that a port has led to. */
  #ledTo: string | undefined;

  constructor(parts: RouterParts) {
    this.#parts = parts;
  }

  async look(at: EpochMs, signal: AbortSignal): Promise<void> {
    const host = this.#parts.configured?.host ?? (await this.#gateway());
    const value = host === undefined ? undefined : await this.#isAlive(host, signal);
    // Looked at in good times too, so that a port that is gone is missed.
    this.isPortUp();
    if (!signal.aborted) this.#looks.add({ askedAt: at, value });
  }

  /** As far as it was looked at about that second. */
  alive(at: EpochMs): boolean | undefined {
    const look = this.#looks.newest();
    return look !== undefined && Math.abs(look.askedAt - at) <= LOOK_VALID ? look.value : undefined;
  }

  /** Of the port to the router; where none ever led to it, or no router is known, of any port that leads out. */
  isPortUp(): boolean {
    const ports = this.#parts.system.ports();
    const gateway = this.#parts.configured?.host ?? this.#address;
    if (gateway !== undefined && leadsTo(ports, gateway)) {
      this.#ledTo = gateway;
      return true;
    }
    return gateway !== undefined && this.#ledTo === gateway ? false : leadsOut(ports);
  }

  clear(): void {
    this.#looks.clear();
  }

  async #isAlive(host: string, signal: AbortSignal): Promise<boolean | undefined> {
    const known = this.#talksAt?.host === host ? this.#talksAt : undefined;
    const endpoint = this.#parts.configured ?? known ?? this.#next(host);
    const { answer, unreachable } = await this.#parts.knock(endpoint, WAIT, signal);
    if (answer !== 'silent') {
      this.#talksAt = endpoint;
      return true;
    }
    if (unreachable || known !== undefined) return false;
    return (await this.#parts.system.isDead(host)) === true ? false : undefined;
  }

  #next(host: string): Endpoint {
    const port = PORTS[this.#tried % PORTS.length] ?? 80;
    this.#tried += 1;
    return { host, port };
  }

  /** A route that is gone is remembered: its router is asked all the same. */
  async #gateway(): Promise<string | undefined> {
    const now = this.#parts.clock.elapsed();
    if (this.#routeReadAt === undefined || now - this.#routeReadAt >= ROUTE_KEPT) {
      this.#routeReadAt = now;
      this.#address = (await this.#parts.system.gateway()) ?? this.#address;
    }
    return this.#address;
  }
}
