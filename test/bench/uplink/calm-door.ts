import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 500;
/** More than this of all processors is somebody else's work, and would be measured too. */
const CALM_BUSY_SHARE = 0.2;

/** Waits until the machine has little else to do, no longer than it may; how busy it was in the end. */
export async function untilCalm(patienceMs: number): Promise<number> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const before = processorTimes();
    await delay(LOOK_MS);
    const after = processorTimes();
    const busyShare = 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
    if (busyShare <= CALM_BUSY_SHARE || performance.now() > end) return busyShare;
  }
}

function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map(({ times: each }) => each);
  const all = times.flatMap((each) => Object.values(each)).reduce((sum, one) => sum + one, 0);
  return { idle: times.reduce((sum, each) => sum + each.idle, 0), all };
}
