/**
 * `npm run chaos -- [--seed N] [--faults N] [--only KIND…] [--arm sqlite|influx]`: hurts real programs and asks whether anything
 * that was acknowledged is missing. Exit 1 where it is, with the seed, the timeline and the folder.
 */
import { parseArgs } from 'node:util';
import type { Arm } from './arm.ts';
import { type ArmKind, FAULT_KINDS, isKind } from './faults.ts';
import { runArms } from './run.ts';
import { sayReport } from './say-report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    faults: { type: 'string', default: '200' },
    only: { type: 'string', multiple: true, default: [] },
    arm: { type: 'string', multiple: true, default: ['sqlite', 'influx'] },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const faults = Number(values.faults);
const only = values.only.filter(isKind);
const arms = values.arm.filter((name): name is ArmKind => name === 'sqlite' || name === 'influx');
if (!Number.isInteger(seed) || !(faults > 0)) throw new Error('--seed and --faults are numbers');
if (only.length < values.only.length || arms.length < values.arm.length)
  throw new Error(`--only is one of: ${FAULT_KINDS.join(', ')}; --arm is sqlite or influx`);

process.stdout.write(`chaos: ${arms.join(' and ')}, ${faults} faults, seed ${seed}\n`);
const running: Arm[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    for (const arm of running) await arm.remove(false);
    process.exit(130);
  });
const kinds = only.length > 0 ? only : FAULT_KINDS;
const reports = await runArms(arms, { seed, faults, kinds }, (arm) => void running.push(arm));
for (const report of reports) process.stdout.write(`${sayReport(report)}\n`);
// Connections that were cut in the middle hold on for a while.
process.exit(reports.every((report) => report.isClean) ? 0 : 1);
