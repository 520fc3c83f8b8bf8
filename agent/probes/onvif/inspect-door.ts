import { systemClock } from '../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import type { Text } from '../../../kit/text.ts';
import { minutes } from '../../../kit/units.ts';
import { openShipped } from '../../../standards/shipped-door.ts';
import { sayComparison } from './compare/say-comparison.ts';
import { type InspectionOrder, inspectCamera } from './inspect.ts';
import {
  exitCodeOf,
  type InspectArguments,
  parseInspectArguments,
  USAGE,
} from './inspect-command.ts';
import { readPasswordFile } from './password-file-door.ts';
import { sayInspection } from './say-inspection.ts';

/** Where a command writes: its answer to `out`, how it goes and what is wrong with its use to `err`. */
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
  if (args.includes('--help') || args.includes('-h')) {
    out.write(USAGE);
    return 0;
  }
  const complain = ({ vi, en }: Text) => err.write(`hatang camera: ${vi} / ${en}\n`);
  const asked = parseInspectArguments(args);
  if (!asked.ok) {
    complain(asked.problem);
    err.write(`\n${USAGE}`);
    return 2;
  }
  const login = loginOf(asked.value);
  if (!login.ok) {
    complain(login.problem);
    return 2;
  }
  const { address, json, compare, udp, language } = asked.value;
  const inspection = await inspectCamera({
    address,
    ...login.value,
    compare,
    standards: openShipped,
    udp,
    clock: systemClock,
    random: Math.random,
    signal: AbortSignal.timeout(LONGEST),
    ...(json ? {} : { onStep: (step) => err.write(`… ${step[language]}\n`) }),
  });
  out.write(
    json
      ? `${JSON.stringify(inspection)}\n`
      : sayInspection(inspection, language) + sayComparison(inspection.compare, language),
  );
  return exitCodeOf(inspection);
}

function loginOf({
  user,
  passwordFile,
}: InspectArguments): Result<Pick<InspectionOrder, 'user' | 'password'>, Text> {
  if (user === undefined || passwordFile === undefined) return ok({});
  const password = readPasswordFile(passwordFile);
  return password.ok ? ok({ user, password: password.value }) : fail(password.problem);
}
