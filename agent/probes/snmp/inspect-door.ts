import { systemClock } from '../../../kit/clock.ts';
import { readSecretFile } from '../../../kit/secret-file-door.ts';
import { seconds } from '../../../kit/units.ts';
import { openShipped } from '../../../standards/shipped-door.ts';
import { inspectSnmp } from './inspect.ts';
import { parseInspectArguments, USAGE } from './inspect-command.ts';
import { sayInspection } from './say-inspection.ts';

const DEADLINE = seconds(20);

/** `hatang snmp inspect`: one look at one device; exit 3 when it can't be reached, 1 when it could only be read in part. */
export async function run(args: readonly string[]): Promise<0 | 1 | 2 | 3> {
  const asked = parseInspectArguments(args, secret);
  if (!asked.ok) {
    process.stderr.write(`hatang snmp: ${asked.problem}\n${USAGE}`);
    return 2;
  }
  const { endpoint, credentials, json, language } = asked.value;
  const inspection = await inspectSnmp({
    endpoint,
    credentials,
    clock: systemClock,
    signal: AbortSignal.timeout(DEADLINE),
    standards: openShipped,
  });
  process.stdout.write(
    json ? `${JSON.stringify(inspection)}\n` : sayInspection(inspection, language),
  );
  if (!inspection.reachable) return 3;
  return inspection.errors.length === 0 ? 0 : 1;
}

const secret = (file: string) => readSecretFile(file, { checkModes: process.platform !== 'win32' });
