import { ownAddresses } from '../probes/network-door.ts';
import { ownNetworks } from '../probes/onvif/discovery/sources.ts';

/** This machine's addresses in private networks: where a lab machine could find it. */
export const privateAddresses = (): readonly string[] =>
  ownAddresses()
    .filter((one) => ownNetworks([one]).length > 0)
    .map(({ address }) => address);
