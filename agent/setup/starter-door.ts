import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ConfigProblem, ConfigSurroundings } from '../../kit/load-config.ts';
import { fail, ok, type Result } from '../../kit/result.ts';
import { parseAgentConfig } from '../config.ts';
import { ownAddresses } from '../probes/network-door.ts';
import { ownNetworks } from '../probes/onvif/discovery/sources.ts';
import { type StarterFacts, starterConfig } from './starter.ts';

/** Writes the first config of this machine; false where one is there already, which stays as it is. */
export function writeStarter(
  file: string,
  known: Omit<StarterFacts, 'subnets'>,
  surroundings: ConfigSurroundings,
): Result<boolean, readonly ConfigProblem[]> {
  if (existsSync(file)) return ok(false);
  const text = starterConfig({ ...known, subnets: ownNetworks(ownAddresses()) });
  const config = parseAgentConfig(text, file, surroundings);
  if (!config.ok) return fail(config.problem);
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  return ok(true);
}
