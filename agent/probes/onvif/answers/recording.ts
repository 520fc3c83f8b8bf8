import { oneLine } from '../../../../kit/one-line.ts';
import { type EpochMs, epochMs } from '../../../../kit/units.ts';
import { child, children, numberAt, textAt } from '../soap/xml.ts';

/** When a stretch of recordings begins and ends; undefined where the device does not know. */
export interface Span {
  readonly from: EpochMs | undefined;
  readonly until: EpochMs | undefined;
}

export interface RecordingSummary extends Span {
  readonly recordings: number | undefined;
}

/** One line of GetRecordings. */
export interface ListedRecording {
  readonly token: string;
  readonly source: string | undefined;
  readonly name: string | undefined;
}

/** What the search service says of one recording, by the recorder's own clock. */
export interface RecordingInformation extends Span {
  /** As sent: Initiated, Recording, Stopped, Removing, Removed or Unknown. */
  readonly state: string | undefined;
}

/**
 * Nothing can be kept from before: ONVIF's recording and search services came with version 2.1, in 2011.
 * A device that says 1970 or 2000 does not know.
 */
const EARLIEST_RECORDING = Date.UTC(2011, 0, 1);
const DAY_MS = 86_400_000;
const LONGEST_NAME = 100;

export function readSummary(body: unknown): RecordingSummary | undefined {
  const summary = child(body, 'GetRecordingSummaryResponse', 'Summary');
  if (summary === undefined) return undefined;
  return {
    from: readTime(textAt(summary, 'DataFrom')),
    until: readTime(textAt(summary, 'DataUntil')),
    recordings: count(numberAt(summary, 'NumberRecordings')),
  };
}

const count = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined;

/** From the oldest recording to the newest; undefined unless both are known and in order. */
export function daysKept({ from, until }: Span): number | undefined {
  return from === undefined || until === undefined || until < from
    ? undefined
    : (until - from) / DAY_MS;
}

export function readListed(body: unknown): readonly ListedRecording[] | undefined {
  const answer = child(body, 'GetRecordingsResponse');
  if (answer === undefined) return undefined;
  return children(answer, 'RecordingItem').map((item, at) => ({
    token: textAt(item, 'RecordingToken') ?? `${at + 1}`,
    source: textAt(item, 'Configuration', 'Source', 'SourceId'),
    name: nameIn(child(item, 'Configuration')),
  }));
}

function nameIn(configuration: unknown): string | undefined {
  const name = textAt(configuration, 'Source', 'Name') ?? textAt(configuration, 'Content');
  // Whoever set the recorder up may have put a stream address, with its login, for a name.
  return name && oneLine(name.replace(/\/\/[^/\s]*@/g, '//'), LONGEST_NAME);
}

export function readInformation(body: unknown): RecordingInformation | undefined {
  const path = ['GetRecordingInformationResponse', 'RecordingInformation'] as const;
  const information = child(body, ...path);
  if (information === undefined) return undefined;
  const tracks = children(information, 'Track');
  const video = tracks.filter((track) => textAt(track, 'TrackType') === 'Video');
  const times = (name: string) =>
    (video.length > 0 ? video : tracks).flatMap((track) => readTime(textAt(track, name)) ?? []);
  return {
    from: readTime(textAt(information, 'EarliestRecording')) ?? earliest(times('DataFrom')),
    until: readTime(textAt(information, 'LatestRecording')) ?? latest(times('DataTo')),
    state: textAt(information, 'RecordingStatus')?.slice(0, 40),
  };
}

export const earliest = (times: readonly EpochMs[]): EpochMs | undefined =>
  times.length === 0 ? undefined : epochMs(Math.min(...times));

export const latest = (times: readonly EpochMs[]): EpochMs | undefined =>
  times.length === 0 ? undefined : epochMs(Math.max(...times));

function readTime(text: string | undefined): EpochMs | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T[\d:.]{5,20}(?:Z|[+-]\d{2}:\d{2})?$/.test(text))
    return undefined;
  // A time without a zone is UTC in ONVIF; JavaScript would take the agent's own.
  const at = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) || at < EARLIEST_RECORDING ? undefined : epochMs(at);
}
