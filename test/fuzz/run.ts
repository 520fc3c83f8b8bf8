/**
 * `npm run fuzz -- [TARGET…] [--seconds N] [--seed N]`: feeds the readers of outside bytes, two targets at once.
 * Exit 1 with the input in base64 where one throws, hangs or breaks a promise.
 */
import { parseArgs } from 'node:util';
import { type FuzzReport, fuzz, sayCount } from './fuzz.ts';
import { TARGET_NAMES, targetNamed } from './targets.ts';

const AT_ONCE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : TARGET_NAMES;
for (const name of names) await targetNamed(name);
const seconds = Number(values.seconds);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!(seconds > 0) || !Number.isInteger(seed)) throw new Error('--seconds and --seed are numbers');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
say(`fuzz: ${names.join(', ')}, ${seconds} s each, seed ${seed}`);

const waiting = [...names];
const reports: FuzzReport[] = [];
async function runNext(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
    reports.push(await fuzz(name, { seed, seconds, progress: say }));
}
await Promise.all(Array.from({ length: AT_ONCE }, runNext));

for (const { target, finding, ...count } of reports) {
  say(`${finding === undefined ? '✓' : '✕'} ${target}: ${sayCount(count, seconds * 1_000)}`);
  if (finding === undefined) continue;
  say(`  ${finding.what}\n  input ${finding.number} of seed ${seed}, base64:`);
  say(`  ${Buffer.from(finding.input).toString('base64')}`);
}
process.exitCode = reports.every(({ finding }) => finding === undefined) ? 0 : 1;
