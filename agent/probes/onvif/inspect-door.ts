import { systemClock } from '../../../kit/clock.ts';
import { minutes } from '../../../kit/units.ts';
import { sayComparison } from './compare/say-comparison.ts';
import { inspectCamera } from './inspect.ts';
import { exitCodeOf, parseInspectArguments, sayInspection, USAGE } from './inspect-command.ts';
import { readPasswordFile } from './password-file-door.ts';

/** Where a command writes: its answer to `out`, what is wrong with its use to `err`. */
export interface Output {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
}

const LONGEST = minutes(3);

/** `hatang camera inspect …`; `args` are what stands behind `camera`. */
export async function run(
  args: readonly string[],
  { out, err }: Output = { out: process.stdout, err: process.stderr },
): Promise<0 | 1 | 2 | 3> {
  const asked = parseInspectArguments(args);
  if (!asked.ok) {
    err.write(`hatang camera: ${asked.problem}\n\n${USAGE}`);
    return 2;
  }
  const { address, user, passwordFile, json, compare } = asked.value;
  const password = passwordFile === undefined ? undefined : readPasswordFile(passwordFile);
  if (password !== undefined && !password.ok) {
    err.write(`hatang camera: ${password.problem}\n`);
    return 2;
  }
  const inspection = await inspectCamera({
    address,
    compare,
    clock: systemClock,
    random: Math.random,
    signal: AbortSignal.timeout(LONGEST),
    ...(user === undefined || password === undefined ? {} : { user, password: password.value }),
  });
  out.write(
    json
      ? `${JSON.stringify(inspection)}\n`
      : sayInspection(inspection) + sayComparison(inspection.compare, 'en'),
  );
  return exitCodeOf(inspection);
}
