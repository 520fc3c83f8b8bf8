import { expect, it } from 'vitest';
import { describeWithPeers } from '../peers.ts';
import { FAULT_KINDS } from './faults.ts';
import { runArms } from './run.ts';
import { sayReport } from './say-report.ts';

const FAULTS = Number(process.env['HATANG_FAULTS'] ?? 200);
/** Always the same faults, so that a failure is the change's doing; others by `npm run chaos`. */
const SEED = Number(process.env['HATANG_SEED'] ?? 1);

describeWithPeers(['influxd', 'libfaketime', 'root'], `${FAULTS} faults of seed ${SEED}`, () => {
  it('lose nothing that was acknowledged, double nothing and invent nothing, whichever history', {
    timeout: 1_200_000,
  }, async () => {
    const plan = { seed: SEED, faults: FAULTS, kinds: FAULT_KINDS };
    const reports = await runArms(['sqlite', 'influx'], plan);
    for (const report of reports) process.stdout.write(`${sayReport(report)}\n`);
    expect(reports.filter((report) => !report.isClean).map(sayReport)).toEqual([]);
  });
});
