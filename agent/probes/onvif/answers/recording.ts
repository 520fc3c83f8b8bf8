import { type EpochMs, epochMs } from '../../../../kit/units.ts';
import { child, children, numberAt, textAt } from '../soap/xml.ts';

export interface RecordingSummary {
  readonly from: EpochMs | undefined;
  readonly until: EpochMs | undefined;
  readonly recordings: number | undefined;
}

/** Before this no such recorder was made: a device that says 1970 does not know. */
const EARLIEST_RECORDING = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

export function readSummary(body: unknown): RecordingSummary | undefined {
  const summary = child(body, 'GetRecordingSummaryResponse', 'Summary');
  if (summary === undefined) return undefined;
  return {
    from: readTime(textAt(summary, 'DataFrom')),
    until: readTime(textAt(summary, 'DataUntil')),
    recordings: numberAt(summary, 'NumberRecordings'),
  };
}

/** From the oldest recording to the newest; undefined unless both are known and in order. */
export function daysKept({ from, until }: RecordingSummary): number | undefined {
  return from === undefined || until === undefined || until < from
    ? undefined
    : (until - from) / DAY_MS;
}

/** Channels by the sources recordings name; where they name none, each recording is one. */
export function countChannels(body: unknown): number | undefined {
  const answer = child(body, 'GetRecordingsResponse');
  if (answer === undefined) return undefined;
  const items = children(answer, 'RecordingItem');
  const sources = items.map((item) => textAt(item, 'Configuration', 'Source', 'SourceId'));
  return sources.every((source) => source !== undefined) ? new Set(sources).size : items.length;
}

function readTime(text: string | undefined): EpochMs | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T[\d:.]{5,20}(?:Z|[+-]\d{2}:\d{2})?$/.test(text))
    return undefined;
  // A time without a zone is UTC in ONVIF; JavaScript would take the agent's own.
  const at = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) || at < EARLIEST_RECORDING ? undefined : epochMs(at);
}
