/** The thread that judges schools one after another, beside the one that answers requests. Started by judge-door.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../kit/clock.ts';
import { messageOf } from '../../kit/result.ts';
import { coreOf } from '../core.ts';
import { openStoresBeside } from '../store/stores-door.ts';
import type { FromJudge, JudgeStart } from './judge-words.ts';

const port = parentPort;
if (port === null) throw new Error('this is a thread of the collector, not a program');
const tell = (word: FromJudge): void => port.postMessage(word);

const { folder, config } = startOf(workerData);
const stores = openStoresBeside(folder);
const { assessment } = await coreOf({ config, clock: systemClock, ...stores });

port.on('message', (school: string) => {
  try {
    assessment.touch(school);
    tell({ kind: 'judged', school, summary: assessment.summary(school) });
  } catch (error) {
    tell({ kind: 'failed', school, problem: messageOf(error) });
  }
});
port.on('close', () => stores.close());
tell({ kind: 'ready' });

/** Only judge-door.ts starts this file, with nothing else than this. */
function startOf(data: unknown): JudgeStart {
  return data as JudgeStart;
}
