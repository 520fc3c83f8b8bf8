import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_LINE } from '../../netlab/line.ts';
import { raiseLine } from '../../netlab/line-door.ts';
import type { StandingLine } from '../../netlab/standing-line.ts';
import { untilCalm } from './calm-door.ts';
import { type Case, DIRECTIONS, type Row } from './case.ts';
import { takeShare } from './cross-door.ts';
import { measure, startFarEnd } from './hatang-door.ts';
import { askIperf, askPlain, startPeers } from './peers-door.ts';
import { hatangRows, peerRow } from './rows.ts';

export interface HowOften {
  readonly runs: number;
  readonly prefix: string;
  /** How long a run waits for the machine to be calm. */
  readonly patienceMs: number;
  readonly tell: (row: Row) => void;
}

/** What one case may take; then the undertaker comes. */
const CASE_LIFE_S = 1_200;
const CROSS_SETTLES_MS = 1_500;

/** Raises the case's line, runs everyone on it in turn, and takes it down. */
export async function runCase(
  each: Case,
  { runs, prefix, patienceMs, tell }: HowOften,
): Promise<void> {
  const line = await raiseLine({ ...DEFAULT_LINE, lifeS: CASE_LIFE_S, ...each.line, prefix });
  try {
    await startFarEnd(line);
    if (each.peers) await startPeers(line);
    const endShare = await takeShare(line, each.crossShare);
    if (each.crossShare > 0) await delay(CROSS_SETTLES_MS);
    for (let run = 1; run <= runs; run += 1) {
      await delay(refillMs(line));
      // Another's work would be measured too; our own cross traffic is none.
      const busyShare = await untilCalm(each.crossShare > 0 ? 0 : patienceMs);
      const measured = await measure(line, each);
      for (const row of hatangRows(each, { run, busyShare }, measured)) tell(row);
      if (each.peers) await askPeers(line, each, { run, tell });
    }
    endShare();
  } finally {
    await line.close();
  }
}

async function askPeers(
  line: StandingLine,
  each: Case,
  { run, tell }: { run: number; tell: HowOften['tell'] },
): Promise<void> {
  for (const direction of DIRECTIONS)
    tell(peerRow(each, run, { method: 'http4', direction, said: await askPlain(line, direction) }));
  for (const direction of DIRECTIONS)
    tell(
      peerRow(each, run, { method: 'iperf3', direction, said: await askIperf(line, direction) }),
    );
}

/** Until the allowance is whole again, at the slower rate. */
function refillMs({ options }: StandingLine): number {
  const slower = Math.min(options.downMbit, options.upMbit);
  return ((options.burstBytes ?? 0) * 8) / (slower * 1_000);
}
