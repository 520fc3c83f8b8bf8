import { expect, it } from 'vitest';
import { describeWithPeers } from '../peers.ts';
import { CI_PLAN } from './faults.ts';
import { runArms } from './run.ts';
import { sayReport } from './say-report.ts';

// Always the same faults, so that a failure is the change's doing; others by `npm run chaos`.
const { faults, seed } = CI_PLAN;

describeWithPeers(['influxd', 'libfaketime', 'root'], `${faults} faults of seed ${seed}`, () => {
  it('lose nothing that was acknowledged, double nothing and invent nothing, whichever history', {
    timeout: 1_200_000,
  }, async () => {
    const reports = await runArms(['sqlite', 'influx'], CI_PLAN);
    for (const report of reports) process.stdout.write(`${sayReport(report)}\n`);
    expect(reports.filter((report) => !report.isClean).map(sayReport)).toEqual([]);
  });
});
