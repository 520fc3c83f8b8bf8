import { type ParseArgsConfig, parseArgs } from 'node:util';
import { sayProblems } from '../../kit/load-config.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { type AgentConfig, readAgentConfig } from '../config.ts';
import type { Program } from './program.ts';

/** Flags by name; `string` ones take a value. */
type Flags = NonNullable<ParseArgsConfig['options']>;

export interface Options {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly words: readonly string[];
}

/** Reads the arguments of one command; a wrong one is said and is the caller's exit 2. */
export function readOptions(
  args: readonly string[],
  flags: readonly string[],
  words = 0,
): Result<Options> {
  const options: Flags = {
    ...Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }])),
    json: { type: 'boolean', default: false },
  };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    });
    if (positionals.length > words) return fail(`unexpected: ${positionals[words]}`);
    const texts = Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    return ok({
      values: Object.fromEntries(texts),
      json: values['json'] === true,
      words: positionals,
    });
  } catch (error) {
    return fail(messageOf(error));
  }
}

/** The config a command was pointed at; its problems are said, all of them. */
export function configOf(options: Options, program: Program): AgentConfig | undefined {
  const file = options.values['config'];
  if (file === undefined) {
    program.complain('hatang agent: --config FILE is missing');
    return undefined;
  }
  const config = readAgentConfig(file, program.surroundings);
  if (config.ok) return config.value;
  program.complain(sayProblems(file, config.problem));
  return undefined;
}
