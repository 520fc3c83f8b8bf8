import { parseSubnet } from '../../subnet.ts';
import type { FoundCamera } from './probe-match.ts';

/** Behind one address stand a recorder and its channels, or a few forwarded devices; not hundreds. */
const AT_ONE_ADDRESS = 16;
const FOUND_AT_MOST = 1_024;

/**
 * Who answered, each once. A device is an address and the port it states there: what it calls itself
 * is shared by whole batches, so it keeps nobody apart and joins nobody.
 */
export class Found {
  readonly #byAddress = new Map<string, FoundCamera[]>();
  #count = 0;

  add(camera: FoundCamera): void {
    const here = this.#byAddress.get(camera.address) ?? [];
    const at = here.findIndex((known) => isSame(known, camera));
    const known = here[at];
    if (known !== undefined) here[at] = joined(known, camera);
    else if (here.length < AT_ONE_ADDRESS && this.#count < FOUND_AT_MOST) {
      this.#byAddress.set(camera.address, [...here, camera]);
      this.#count += 1;
    }
  }

  has(address: string): boolean {
    return this.#byAddress.has(address);
  }

  /** In the order of their addresses, whoever answered first. */
  list(): readonly FoundCamera[] {
    return [...this.#byAddress.values()]
      .flat()
      .toSorted((a, b) => order(a.address) - order(b.address) || (a.port ?? 0) - (b.port ?? 0));
  }
}

/** An answer without a port is the device's that answered from there with one. */
const isSame = (known: FoundCamera, other: FoundCamera): boolean =>
  known.port === other.port || known.port === undefined || other.port === undefined;

/** What one answer left out another may have told; what was told first stays. */
const joined = (known: FoundCamera, other: FoundCamera): FoundCamera => ({
  address: known.address,
  port: known.port ?? other.port,
  endpoint: known.endpoint ?? other.endpoint,
  name: known.name ?? other.name,
  hardware: known.hardware ?? other.hardware,
  types: [...new Set([...known.types, ...other.types])].slice(0, 16),
});

const order = (address: string): number => parseSubnet(address)?.first ?? 0;
