import { endpointOf } from '../../kit/endpoint.ts';
import type { LabTests } from '../../wire/machine-report.ts';
import type { System } from '../probes/service/systems.ts';
import type { UplinkOptions } from '../probes/uplink/options.ts';
import type { LabsOptions } from './options.ts';

const SYSTEMS_AT_MOST = 30;
const LONGEST_URL = 300;

/** What a lab machine is asked to try: the school's systems over HTTPS, and the far end of the line's echo. */
export function labTests(
  { every }: Pick<LabsOptions, 'every'>,
  systems: readonly System[],
  uplink: Pick<UplinkOptions, 'targets'> | undefined,
): LabTests {
  const services = systems
    .map(({ id, url }) => ({ name: id, url }))
    .filter(({ url }) => url.startsWith('https://') && url.length <= LONGEST_URL)
    .slice(0, SYSTEMS_AT_MOST);
  const far = uplink?.targets.find((target) => 'udp_echo' in target);
  const echo = far !== undefined && 'udp_echo' in far ? endpointOf(far.udp_echo) : undefined;
  const tests = { every_s: Math.round(every / 1_000), services };
  return echo === undefined ? tests : { ...tests, echo };
}
