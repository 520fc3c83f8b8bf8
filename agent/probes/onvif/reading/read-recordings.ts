import type { Clock } from '../../../../kit/clock.ts';
import { type EpochMs, epochMs, hours, type Ms, ms, seconds } from '../../../../kit/units.ts';
import {
  type ListedRecording,
  type RecordingInformation,
  type RecordingSummary,
  readInformation,
  readListed,
  readSummary,
} from '../answers/recording.ts';
import { escapeXml } from '../soap/envelope.ts';
import { operations, recordingInformation } from '../soap/operations.ts';
import type { CallOutcome } from '../soap/reply.ts';
import type { DeviceSession } from '../soap/session.ts';
import type { ClockReading, Trouble } from './reading.ts';

/** What a device keeps: of the whole of it, and of each recording where it was asked. */
export interface Recordings {
  readonly summary: (RecordingSummary & { readonly readAt: EpochMs }) | undefined;
  readonly detail: RecordingDetail | undefined;
}

export interface RecordingDetail {
  readonly listed: readonly ListedRecording[];
  /** By token; of an earlier round where this one did not come to it. */
  readonly information: ReadonlyMap<string, ReadInformation>;
}

export interface ReadInformation extends RecordingInformation {
  /** By the recorder's own clock, which may be set meanwhile. */
  readonly readAt: EpochMs;
  /** By our own, that never jumps. */
  readonly readAtElapsed: Ms;
}

export interface RecordingsOrder {
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  /** The recorder's clock, where it is known; else ours stands for it. */
  readonly deviceClock: ClockReading | undefined;
  readonly known: RecordingDetail | undefined;
  /** For the detail; nothing new is asked after it. */
  readonly budget: Ms;
  readonly signal: AbortSignal;
}

/** A school's recorder has 4 to 32 channels; one with a recording an event has thousands. */
const MAX_ASKED = 64;
/** What a round did not come to is taken from the one before, but not for ever. */
export const KEPT_FOR = hours(1);

/** For one look by a person. */
const LOOK_BUDGET = seconds(20);

/** Both at once; undefined unless the device really said what it keeps. */
export async function readRecordings(
  session: DeviceSession,
  trouble: Trouble,
  order: Pick<RecordingsOrder, 'clock' | 'deviceClock' | 'signal'>,
): Promise<Recordings | undefined> {
  const summary = await readSummaryOf(session, trouble, order);
  const round = { ...order, known: undefined, budget: LOOK_BUDGET };
  const detail = await readDetail(session, trouble, round);
  return summary === undefined && (detail?.information.size ?? 0) === 0
    ? undefined
    : { summary, detail };
}

/** What is kept as a whole, from the search service; undefined without one. */
export async function readSummaryOf(
  session: DeviceSession,
  trouble: Trouble,
  order: Pick<RecordingsOrder, 'clock' | 'deviceClock'>,
): Promise<Recordings['summary']> {
  if (!session.has('search') || session.login === 'failed') return undefined;
  const outcome = await session.ask(operations.recordingSummary);
  const summary = readSummary(trouble.bodyOf('GetRecordingSummary', outcome));
  return summary && { ...summary, readAt: recorderNow(order) };
}

/**
 * What is kept of each recording: one question a recording, one after the other. FindRecordings would
 * say it in two, but it makes a search on the device, and this reader only reads.
 */
export async function readDetail(
  session: DeviceSession,
  trouble: Trouble,
  order: RecordingsOrder,
): Promise<RecordingDetail | undefined> {
  if (!session.has('recording') || session.login === 'failed') return undefined;
  const outcome = await session.ask(operations.recordings);
  const listed = readListed(bodyOf(trouble, 'GetRecordings', outcome));
  if (listed === undefined) return undefined;
  const information = session.has('search')
    ? await readEach(session, trouble, { ...order, listed })
    : new Map<string, ReadInformation>();
  return { listed, information };
}

async function readEach(
  session: DeviceSession,
  trouble: Trouble,
  order: RecordingsOrder & Pick<RecordingDetail, 'listed'>,
): Promise<ReadonlyMap<string, ReadInformation>> {
  const { listed, known, budget, clock, signal } = order;
  const startedAt = clock.elapsed();
  const kept = new Map(
    listed.flatMap(({ token }) => {
      const before = known?.information.get(token);
      return before === undefined || startedAt - before.readAtElapsed > KEPT_FOR
        ? []
        : [[token, before] as const];
    }),
  );
  const until = startedAt + budget;
  for (const token of longestUnread(listed, kept)) {
    if (signal.aborted || clock.elapsed() >= until) break;
    const answer = await session.ask(recordingInformation(escapeXml(token)));
    const read = readInformation(bodyOf(trouble, 'GetRecordingInformation', answer));
    if (read !== undefined)
      kept.set(token, { ...read, readAt: recorderNow(order), readAtElapsed: clock.elapsed() });
    else if (endsTheRound(answer)) break;
    else kept.delete(token);
  }
  return kept;
}

/** A round that came to its end too early is gone on with in the next. */
function longestUnread(
  listed: readonly ListedRecording[],
  kept: ReadonlyMap<string, ReadInformation>,
): readonly string[] {
  const readAt = (token: string): number => kept.get(token)?.readAtElapsed ?? -1;
  const tokens = [...new Set(listed.map(({ token }) => token))];
  return tokens.sort((a, b) => readAt(a) - readAt(b)).slice(0, MAX_ASKED);
}

/** A fault is about one recording, or says that the operation is not there: nothing to mend. */
const bodyOf = (trouble: Trouble, step: string, outcome: CallOutcome): unknown =>
  outcome.kind === 'fault' ? undefined : trouble.bodyOf(step, outcome);

/** What was not answered once would cost each further question its whole deadline. */
const endsTheRound = (answer: CallOutcome): boolean =>
  answer.kind === 'silent' ||
  answer.kind === 'refused' ||
  (answer.kind === 'fault' && answer.codes.includes('ActionNotSupported'));

const recorderNow = ({
  clock,
  deviceClock,
}: Pick<RecordingsOrder, 'clock' | 'deviceClock'>): EpochMs =>
  epochMs(clock.now() + ms((deviceClock?.offsetS ?? 0) * 1_000));
