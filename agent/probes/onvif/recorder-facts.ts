import type { EpochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { daysKept } from './answers/recording.ts';
import { fact } from './facts.ts';
import type { RecorderReading } from './reading/read-recorder.ts';
import { type Channel, hasNothingNew, wholeSpan } from './recorder-channels.ts';
import { problemOf } from './verdicts.ts';

/** One pass over a recorder, as values. */
export interface RecorderPass {
  readonly device: string;
  readonly at: EpochMs;
  readonly reading: RecorderReading;
  /** As last known; `undefined` where no channel was ever told apart. */
  readonly channels: readonly Channel[] | undefined;
  /** This pass asked for them. */
  readonly isFresh: boolean;
}

export function recorderFacts(pass: RecorderPass): readonly Fact[] {
  const { device, at, reading, channels = [], isFresh } = pass;
  const blind = !isReadable(reading);
  // What nobody can see any more must not stand as the last word; what was not asked again may.
  const told = blind || isFresh ? channels : [];
  return [
    fact('recorder', { device }, recorderFields(pass), at),
    ...told.map((channel) =>
      fact(
        'recorder_channel',
        { device, channel: channel.id },
        blind ? { name: nameOf(channel) } : channelFields(channel),
        at,
      ),
    ),
  ];
}

/** It answers, and lets us see what it keeps. */
export const isReadable = ({ reachable, auth }: RecorderReading): boolean =>
  reachable && auth !== 'failed';

function recorderFields({ reading, channels }: RecorderPass) {
  const { identity, recordings } = reading;
  return {
    up: reading.reachable,
    manufacturer: identity?.manufacturer,
    model: identity?.model,
    firmware: identity?.firmware,
    serial: identity?.serial,
    channels: reading.channels,
    channels_stopped: isReadable(reading) ? countStopped(reading, channels) : undefined,
    days_kept: daysKept(wholeSpan(recordings)),
    clock_offset_s: reading.clock?.offsetS,
    error: problemOf(withStopped(reading, channels), undefined),
  };
}

export const stoppedOf = (channels: readonly Channel[] | undefined): readonly Channel[] =>
  (channels ?? []).filter(({ recording }) => recording === false);

/** Of a recorder that tells no channels apart: all of them, where nothing new was recorded at all. */
export function countStopped(
  { recordings, channels: count }: RecorderReading,
  channels: readonly Channel[] | undefined,
): number | undefined {
  const known = (channels ?? []).some(({ recording }) => recording !== undefined);
  if (known) return stoppedOf(channels).length;
  return hasNothingNew(recordings.summary) ? count : undefined;
}

/** The stopped channels by name, so that an incident can say which they are. */
function withStopped(reading: RecorderReading, channels: readonly Channel[] | undefined) {
  const stopped = isReadable(reading) ? stoppedOf(channels) : [];
  if (stopped.length === 0) return reading;
  const message = stopped.map(nameOf).join(', ');
  return { errors: [{ step: 'stopped recording', message }, ...reading.errors] };
}

const nameOf = ({ name, id }: Channel): string => name ?? id;

const channelFields = (channel: Channel) => ({
  name: nameOf(channel),
  state: channel.state,
  recording: channel.recording,
  days_kept: channel.daysKept,
  last_recorded_s: channel.lastRecordedS,
});
