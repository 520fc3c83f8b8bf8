import { parseArgs } from 'node:util';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';

export interface Arguments {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
}

/** Reads the arguments of one command: those that take a value, and those that don't; `--json` always may stand. */
export function readArguments(
  args: readonly string[],
  valued: readonly string[],
  plain: readonly string[] = [],
): Result<Arguments> {
  const options = Object.fromEntries([
    ...valued.map((name) => [name, { type: 'string' as const }] as const),
    ...['json', ...plain].map((name) => [name, { type: 'boolean' as const }] as const),
  ]);
  try {
    const { values } = parseArgs({ args: [...args], options });
    const said = Object.entries(values);
    return ok({
      values: Object.fromEntries(
        said.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
      flags: new Set(said.flatMap(([name, value]) => (value === true ? [name] : []))),
    });
  } catch (error) {
    return fail(messageOf(error));
  }
}
