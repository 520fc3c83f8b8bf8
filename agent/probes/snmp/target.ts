import { type Endpoint, endpointOf } from '../../../kit/endpoint.ts';
import { type MachineOptions, SNMP_PORT } from './options.ts';
import type { SnmpCredentials } from './session.ts';

/** Whom to ask, and by what right. */
export interface Target {
  readonly endpoint: Endpoint;
  readonly credentials: SnmpCredentials;
}

/** `common` is the section's community, for a machine that names nothing of its own. */
export const targetOf = (machine: MachineOptions, common: string | undefined): Target => ({
  endpoint: endpointFor(machine),
  credentials: credentialsOf(machine, common),
});

function endpointFor({ id, address }: MachineOptions): Endpoint {
  const endpoint = endpointOf(address, SNMP_PORT);
  if (endpoint === undefined) throw new Error(`machine ${id}: port out of range in ${address}`);
  return endpoint;
}

function credentialsOf(
  { id, community, version, v3 }: MachineOptions,
  common: string | undefined,
): SnmpCredentials {
  if (v3 !== undefined) return { kind: 'v3', user: v3 };
  const word = community ?? common;
  if (word === undefined) throw new Error(`machine ${id}: no community and no v3 user`);
  return { kind: 'community', version: version === 1 ? '1' : '2c', community: word };
}
