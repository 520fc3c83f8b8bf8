import { daysKept } from './answers/recording.ts';
import type { Recordings } from './reading/read-recordings.ts';
import { type Channel, channelsOf } from './recorder-channels.ts';

/** One channel of what a device keeps; of one that tells no channels apart, the whole of it. */
export interface InspectedRecordings {
  readonly from: string | null;
  readonly until: string | null;
  readonly recordings: number | null;
  readonly days: number | null;
  /** Null for the whole device. */
  readonly channel: string | null;
  readonly name: string | null;
  readonly state: string | null;
  readonly recording: boolean | null;
  readonly last_recorded_s: number | null;
}

export function inspectRecordings(
  recordings: Recordings | undefined,
): readonly InspectedRecordings[] {
  if (recordings === undefined) return [];
  const channels = channelsOf(recordings);
  if (channels.length > 0) return channels.map(toRecordings);
  const { summary } = recordings;
  if (summary === undefined) return [];
  return [
    {
      ...span(summary, daysKept(summary)),
      recordings: summary.recordings ?? null,
      ...{ channel: null, name: null, state: null, recording: null, last_recorded_s: null },
    },
  ];
}

const toRecordings = (channel: Channel): InspectedRecordings => ({
  ...span(channel, channel.daysKept),
  recordings: channel.recordings,
  channel: channel.id,
  name: channel.name ?? null,
  state: channel.state ?? null,
  recording: channel.recording ?? null,
  last_recorded_s: channel.lastRecordedS === undefined ? null : Math.round(channel.lastRecordedS),
});

const span = ({ from, until }: Pick<Channel, 'from' | 'until'>, days: number | undefined) => ({
  from: sayTime(from),
  until: sayTime(until),
  days: days === undefined ? null : Math.round(days * 1_000) / 1_000,
});

const sayTime = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();
