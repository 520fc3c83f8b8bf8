import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../kit/result.ts';
import type { NightResult, NightWork } from './night-work.ts';

const THREAD = new URL('./night-work-door.ts', import.meta.url);

/** Undefined where `signal` ended it; what it had begun is swept away by a later one. */
export async function workInThread(
  work: NightWork,
  signal: AbortSignal,
): Promise<NightResult | undefined> {
  const worker = new Worker(THREAD, { workerData: work });
  try {
    const [result] = await once(worker, 'message', { signal });
    return result;
  } catch (error) {
    return signal.aborted ? undefined : { kind: 'failed', problem: messageOf(error) };
  } finally {
    await worker.terminate();
  }
}
