/** The thread that copies and checks, so that requests never wait for it: one piece of work, one answer, its end. */
import { basename, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../kit/result.ts';
import { freeBytes, sizeBytes } from './disk-door.ts';
import { backupsIn, removeSurplus } from './kept-door.ts';
import { DamagedSource, makeBackup } from './make-door.ts';
import { fileIn } from './manifest.ts';
import { factsAreDue, type NightResult, type NightWork } from './night-work.ts';
import { Snapshot } from './snapshot-door.ts';

async function work(night: NightWork): Promise<NightResult> {
  const { folder, keep, now, data } = night;
  const newest = backupsIn(folder).find(({ manifest }) => fileIn(manifest, 'facts.db'))?.at;
  const due = factsAreDue(night.facts, newest, now);
  const withFacts = due && holdsTwice(night);
  const made = await makeBackup({ ...night, to: folder, withFacts, clock: { now: () => now } });
  const removed = removeSurplus(folder, keep);
  if (!withFacts) checkFacts(data);
  return { kind: 'made', name: basename(made.folder), removed, noRoom: due && !withFacts };
}

/** A copy that fills the disk of the data would stop the collector. */
function holdsTwice({ data, folder }: NightWork): boolean {
  const size = sizeBytes(join(data, 'facts.db'));
  return freeBytes(data) >= 2 * size && freeBytes(join(folder, '..')) >= 2 * size;
}

function checkFacts(data: string): void {
  const snapshot = new Snapshot(join(data, 'facts.db'));
  try {
    const wrong = snapshot.wrong();
    if (wrong !== undefined) throw new DamagedSource('facts.db', wrong);
  } finally {
    snapshot.close();
  }
}

/** What this thread was started with, by `nightly-door.ts` beside it alone. */
const given = (): NightWork => workerData as NightWork;

try {
  parentPort?.postMessage(await work(given()));
} catch (error) {
  const result: NightResult =
    error instanceof DamagedSource
      ? { kind: 'damaged', file: error.file, why: error.why }
      : { kind: 'failed', problem: messageOf(error) };
  parentPort?.postMessage(result);
}
