/**
 * A whole demo school on loopback: `node test/sim/school.ts [--data DIR]`. Prints one JSON line once
 * everything listens, and writes it to DIR/school.json, readable by its owner alone.
 */
import { fstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Listening } from './listening.ts';
import { controlServer } from './school/control.ts';
import { startSchool } from './school/start-school.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const school = await startSchool();
const control = new Listening(() => controlServer(school.devices), '127.0.0.1', 0);
await control.start();

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await Promise.all([control.stop(), school.stop()]);
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// Whoever reads the line may leave before the school does.
process.stdout.on('error', stop);
const stdin = fstatSync(0);
// Node's own `stdio: 'pipe'` is a socket on POSIX systems.
if (stdin.isFIFO() || stdin.isSocket()) process.stdin.on('close', stop).resume();

const line = `${JSON.stringify({ control: { port: control.port }, ...school.line })}\n`;
if (values.data !== undefined) {
  mkdirSync(values.data, { recursive: true });
  writeFileSync(join(values.data, 'school.json'), line, { mode: 0o600 });
}
process.stdout.write(line);
