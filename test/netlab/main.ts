/**
 * Raises a shaped line and holds it until its input ends or it is told to stop, or runs one command on it.
 * `npm run netlab -- --down 100 --up 50 -- agt ping -c 3 10.99.2.2`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type AskedLine, askedLine, USAGE } from './ask.ts';
import { ADDRESS, namespaceOf, PLACES, WAN_PORT } from './line.ts';
import { raiseLine } from './line-door.ts';
import type { StandingLine } from './standing-line.ts';

const asked = askedLine(process.argv.slice(2), `hl${process.pid}`);
if (!asked.ok) {
  process.stderr.write(`netlab: ${asked.problem}\n${USAGE}`);
  process.exitCode = 2;
} else {
  const line = await raiseLine(asked.value.line);
  try {
    process.exitCode = await useLine(line, asked.value);
  } finally {
    await line.close();
  }
}

async function useLine(line: StandingLine, { place, command }: AskedLine): Promise<number> {
  if (place !== undefined) {
    const [program = '', ...rest] = [...line.at(place), ...command];
    const [code] = await once(spawn(program, rest, { stdio: 'inherit' }), 'exit');
    return code ?? 1;
  }
  const { prefix } = line.options;
  const namespaces = PLACES.map((each) => [each, namespaceOf(prefix, each)] as const);
  const stands = {
    namespaces: Object.fromEntries(namespaces),
    addresses: ADDRESS,
    wan: WAN_PORT,
    community: join(line.folder, 'community'),
  };
  process.stdout.write(`${JSON.stringify(stands, undefined, 2)}\n`);
  const told = (['SIGINT', 'SIGTERM'] as const).map((signal) => once(process, signal));
  await Promise.race([...told, once(process.stdin.resume(), 'end')]);
  process.stdin.pause();
  return 0;
}
