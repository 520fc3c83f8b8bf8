import { type EpochMs, epochMs, hours } from '../../../kit/units.ts';
import {
  daysKept,
  earliest,
  type ListedRecording,
  latest,
  type Span,
} from './answers/recording.ts';
import type { ReadInformation, RecordingDetail, Recordings } from './reading/read-recordings.ts';

/** One channel of a recorder, from all recordings of one source. */
export interface Channel extends Span {
  /** The recorder's own token, made safe for a tag; unique within the recorder. */
  readonly id: string;
  readonly name: string | undefined;
  readonly state: string | undefined;
  /** Undefined where the recorder does not say enough to tell. */
  readonly recording: boolean | undefined;
  readonly daysKept: number | undefined;
  readonly lastRecordedS: number | undefined;
  readonly recordings: number;
}

/**
 * A recording said to be running ends now. Some recorders close its file, and only then move the end,
 * once an hour or once a day.
 */
const RUNNING_LAG = hours(24);
/**
 * Without that word it may record on motion only, and an empty school is still from Friday evening to
 * Monday morning: 62 hours.
 */
const QUIET_SPELL = hours(72);
/** A recorder that calls its local time UTC is ahead by its zone; none is further east than UTC+14. */
const ZONE_SLACK = hours(14);
const MAX_CHANNELS = 64;
const MAX_ID_CHARS = 64;

/** Recordings of one source are one channel; where sources are missing each recording is one. */
export function groupBySource(
  listed: readonly ListedRecording[],
): readonly (readonly [ListedRecording, ...ListedRecording[]])[] {
  const known = listed.every(({ source }) => source !== undefined);
  const groups = new Map<string, [ListedRecording, ...ListedRecording[]]>();
  for (const recording of listed) {
    const key = known ? (recording.source ?? '') : recording.token;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [recording]);
    else group.push(recording);
  }
  return [...groups.values()];
}

/** The channels of a recorder, in its own order. */
export function channelsOf({ detail, summary }: Recordings): readonly Channel[] {
  if (detail === undefined) return [];
  const ids = new Set<string>();
  const groups = groupBySource(detail.listed).slice(0, MAX_CHANNELS);
  const silent = hasNothingNew(summary);
  return groups.map((group) => {
    const id = uniqueId(group[0], ids);
    ids.add(id);
    const channel = channelOf(group, detail);
    const alone = groups.length === 1 && channel.until === undefined ? summary : undefined;
    return {
      ...channel,
      id,
      ...(alone && { from: alone.from, until: alone.until, daysKept: daysKept(alone) }),
      // No channel can be newer than the newest recording of all.
      recording: channel.recording ?? (silent ? false : undefined),
    };
  });
}

function channelOf(
  group: readonly [ListedRecording, ...ListedRecording[]],
  { information }: RecordingDetail,
): Omit<Channel, 'id'> {
  const read = group.flatMap(({ token }) => information.get(token) ?? []).map(believable);
  const kept = read.filter(({ state }) => !isGone(state));
  const told = kept.length > 0 ? kept : read;
  const newest = told.reduce<ReadInformation | undefined>(newer, undefined);
  const isComplete = read.length === group.length;
  const ends = told.flatMap(({ until }) => until ?? []);
  const begins = told.flatMap(({ from }) => from ?? []);
  const span = {
    from: isComplete && begins.length === told.length ? earliest(begins) : undefined,
    until: latest(ends),
  };
  const recording = newest && isRecording(newest);
  return {
    ...span,
    name: group.find(({ name }) => name !== undefined)?.name,
    state: newest?.state,
    // What was not read might be what is being written.
    recording: recording === false && !isComplete ? undefined : recording,
    daysKept: daysKept(span),
    lastRecordedS: newest && age(newest),
    recordings: group.length,
  };
}

/** An end in the future is no end; one that is said to be running and has no end yet ends now. */
function believable(one: ReadInformation): ReadInformation {
  const until = inReach(one.until, one.readAt);
  const isOpen = until === undefined && one.state === 'Recording';
  return { ...one, from: inReach(one.from, one.readAt), until: isOpen ? one.readAt : until };
}

const inReach = (at: EpochMs | undefined, now: EpochMs): EpochMs | undefined =>
  at === undefined || at > now + ZONE_SLACK ? undefined : at;

function newer(a: ReadInformation | undefined, b: ReadInformation): ReadInformation {
  if (a === undefined) return b;
  if ((a.state === 'Recording') !== (b.state === 'Recording'))
    return a.state === 'Recording' ? a : b;
  return (b.until ?? 0) > (a.until ?? 0) ? b : a;
}

const isGone = (state: string | undefined): boolean => state === 'Removed' || state === 'Removing';

function isRecording(newest: ReadInformation): boolean | undefined {
  const { state } = newest;
  if (state === 'Stopped' || isGone(state)) return false;
  const ageS = age(newest);
  if (ageS === undefined) return undefined;
  const patience = state === 'Recording' ? RUNNING_LAG : QUIET_SPELL;
  return ageS * 1_000 <= patience;
}

const age = ({ until, readAt }: ReadInformation): number | undefined =>
  until === undefined ? undefined : Math.max(0, (readAt - until) / 1_000);

/** Nothing was recorded on the whole recorder for longer than a school stands empty. */
export const hasNothingNew = (summary: Recordings['summary']): boolean =>
  summary?.until !== undefined && summary.readAt - summary.until > QUIET_SPELL;

/** What the whole recorder keeps; an end in the future is not known. */
export function wholeSpan({ summary, detail }: Recordings): Span {
  const until = summary && inReach(summary.until, summary.readAt);
  if (summary?.from !== undefined && until !== undefined) return { from: summary.from, until };
  const channels = channelsOf({ summary: undefined, detail });
  const begins = channels.flatMap(({ from }) => from ?? []);
  return begins.length < channels.length
    ? { from: undefined, until }
    : { from: earliest(begins), until: latest(channels.flatMap(({ until: end }) => end ?? [])) };
}

function uniqueId({ source, token }: ListedRecording, taken: ReadonlySet<string>): string {
  // A source may be any address its maker chose, a login in it too: only a plain one is shown.
  const plain = source !== undefined && /^[\w.-]{1,64}$/.test(source) ? source : token;
  const id = plain.replace(/[^\w.-]+/g, '_').slice(0, MAX_ID_CHARS) || 'channel';
  if (!taken.has(id)) return id;
  const numbered = (at: number): string => `${id.slice(0, MAX_ID_CHARS - 5)}-${at}`;
  let at = 2;
  while (taken.has(numbered(at))) at += 1;
  return numbered(at);
}

export const trueTime = (at: EpochMs, offsetS: number | undefined): EpochMs =>
  epochMs(at - (offsetS ?? 0) * 1_000);
