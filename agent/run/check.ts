import { sayProblems } from '../../kit/load-config.ts';
import { readAgentConfig } from '../config.ts';
import { readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

/** `check --config FILE [--json]`: every problem of a config file at once; opens nothing. */
export async function check(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['config']);
  const file = options.ok ? options.value.values['config'] : undefined;
  if (!options.ok || file === undefined) {
    program.complain(
      `hatang agent check: ${options.ok ? '--config FILE is missing' : options.problem}`,
    );
    return 2;
  }
  const config = readAgentConfig(file, program.surroundings);
  const problems = config.ok ? [] : config.problem;
  if (options.value.json) program.say(JSON.stringify({ file, problems }));
  else if (config.ok) program.say(`${file}: fine`);
  else program.complain(sayProblems(file, problems));
  return config.ok ? 0 : 2;
}
