import { type RecordingSummary, readSummary } from '../answers/recording.ts';
import { operations } from '../soap/operations.ts';
import type { DeviceSession } from '../soap/session.ts';
import type { Trouble } from './reading.ts';

/** What is kept, from the search service; undefined without one. */
export async function readRecordings(
  session: DeviceSession,
  trouble: Trouble,
): Promise<RecordingSummary | undefined> {
  if (!session.has('search') || session.login === 'failed') return undefined;
  const outcome = await session.ask(operations.recordingSummary);
  return readSummary(trouble.bodyOf('GetRecordingSummary', outcome));
}
