import * as z from 'zod';
import type { FoundCamera } from '../probes/onvif/discovery/probe-match.ts';
import { configOf, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

const Subnets = z.array(z.cidrv4()).min(1);

/** `discover [--config FILE | --subnets CIDR,…] [--json]`: the ONVIF devices that answer inside the subnets. */
export async function discover(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['config', 'subnets']);
  if (!options.ok) return wrong(program, options.problem);
  const { values } = options.value;
  const config = values['config'] === undefined ? undefined : configOf(options.value, program);
  if (values['config'] !== undefined && config === undefined) return 2;
  const subnets = Subnets.safeParse(values['subnets']?.split(',') ?? config?.subnets);
  if (!subnets.success)
    return wrong(program, 'no subnet to ask in: --subnets 192.168.1.0/24, or subnets of --config');
  const { discover: ask } = await import('../probes/onvif/discovery-door.ts');
  const found = await ask({ subnets: subnets.data, signal: program.stop, clock: program.clock });
  program.say(
    options.value.json
      ? JSON.stringify({ found })
      : found.map(sayCamera).join('\n') || 'nothing answered',
  );
  return 0;
}

const sayCamera = ({ address, port, name, hardware }: FoundCamera): string =>
  [port === undefined ? address : `${address}:${port}`, name, hardware]
    .filter((part) => part !== undefined)
    .join('  ');

function wrong(program: Program, problem: string): ExitCode {
  program.complain(`hatang agent discover: ${problem}`);
  return 2;
}
