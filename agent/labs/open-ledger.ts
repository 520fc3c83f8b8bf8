import { endpointOf } from '../../kit/endpoint.ts';
import type { Log } from '../../kit/log.ts';
import type { AgentConfig } from '../config.ts';
import { SNMP_PORT } from '../probes/snmp/options.ts';
import { Ledger, type SnmpMachine } from './ledger.ts';
import type { LabsOptions } from './options.ts';
import { RegisterFile } from './register-door.ts';

export type ConfigWithLabs = AgentConfig & { readonly labs: LabsOptions };

/** The ledger of a school, over its register on disk. `asked`: ids of the systems that lab machines are asked to try. */
export const openLedger = (
  config: ConfigWithLabs,
  log: Log,
  asked: ReadonlySet<string> = new Set(),
): Ledger =>
  new Ledger({
    ...{ options: config.labs, snmp: snmpMachines(config), asked },
    simulated: config.school.simulated,
    file: new RegisterFile(config.data, log),
    dropped: (machines) =>
      log.warn({ machines: machines.map(({ id }) => id) }, 'too many lab machines: dropped'),
  });

/** Routers and servers stand in no lab. */
const snmpMachines = ({ machines }: AgentConfig): readonly SnmpMachine[] =>
  (machines?.list ?? [])
    .filter(({ kind }) => kind === 'machine')
    .map(({ id, name, room, address }) => ({
      ...{ id, name, room },
      host: endpointOf(address, SNMP_PORT)?.host ?? address,
    }));
