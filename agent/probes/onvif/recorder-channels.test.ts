import { describe, expect, it } from 'vitest';
import { epochMs, hours, ms } from '../../../kit/units.ts';
import type { ListedRecording } from './answers/recording.ts';
import type { ReadInformation, Recordings } from './reading/read-recordings.ts';
import { channelsOf, hasNothingNew, wholeSpan } from './recorder-channels.ts';

const NOW = epochMs(Date.parse('2026-11-24T07:00:00Z'));
const ago = (span: number) => epochMs(NOW - hours(span));

const listed = (token: string, source: string | undefined = token): ListedRecording => ({
  token,
  source,
  name: `tên ${token}`,
});
const told = (over: Partial<ReadInformation>): ReadInformation => ({
  from: ago(240),
  until: NOW,
  state: undefined,
  readAt: NOW,
  readAtElapsed: ms(0),
  ...over,
});
const recordings = (
  list: readonly ListedRecording[],
  information: Readonly<Record<string, ReadInformation>>,
  summary?: Recordings['summary'],
): Recordings => ({
  summary,
  detail: { listed: list, information: new Map(Object.entries(information)) },
});
const only = (over: Partial<ReadInformation>) =>
  channelsOf(recordings([listed('a')], { a: told(over) }))[0];

describe('a channel of a recorder', () => {
  it.each([
    ['Recording', 0, true],
    ['Recording', 24, true],
    ['Recording', 24.1, false],
    // Motion only, from Friday evening to Monday morning.
    [undefined, 62, true],
    ['Unknown', 72, true],
    ['Unknown', 72.1, false],
    ['Initiated', 73, false],
    ['Stopped', 0, false],
    ['Removed', 0, false],
  ] as const)('that says %s and ended %s h ago records: %s', (state, span, recording) => {
    expect(only({ state, until: ago(span) })).toMatchObject({
      recording,
      lastRecordedS: expect.closeTo(span * 3_600),
    });
  });

  it('that is being written and has no end yet ends now', () => {
    expect(only({ state: 'Recording', until: undefined })).toMatchObject({
      recording: true,
      until: NOW,
      daysKept: 10,
      lastRecordedS: 0,
    });
  });

  it('that says no end and no state is not judged', () => {
    const channel = only({ until: undefined });
    expect(channel).toMatchObject({ recording: undefined, daysKept: undefined });
  });

  it('whose end is in the future does not know it, but for a zone taken for UTC', () => {
    expect(only({ until: ago(-14.1) })).toMatchObject({ until: undefined, recording: undefined });
    expect(only({ until: ago(-7) })).toMatchObject({ recording: true, lastRecordedS: 0 });
  });

  it('is all recordings of its source: the oldest begin, the newest end, the state of what runs', () => {
    const list = [listed('a1', 's'), listed('a2', 's'), listed('b', 't')];
    const information = {
      a1: told({ from: ago(480), until: ago(300), state: 'Stopped' }),
      a2: told({ from: ago(280), state: 'Recording' }),
      b: told({ state: 'Stopped', until: ago(48) }),
    };
    expect(channelsOf(recordings(list, information))).toMatchObject([
      { id: 's', recordings: 2, daysKept: 20, state: 'Recording', recording: true },
      { id: 't', recordings: 1, daysKept: 8, state: 'Stopped', recording: false },
    ]);
  });

  it('of which a part was not told is neither called stopped nor short', () => {
    const list = [listed('a1', 's'), listed('a2', 's')];
    const [channel] = channelsOf(recordings(list, { a1: told({ state: 'Stopped' }) }));
    expect(channel).toMatchObject({ recording: undefined, daysKept: undefined });
  });

  it('leaves out what was removed while there is another recording', () => {
    const list = [listed('a1', 's'), listed('a2', 's')];
    const information = { a1: told({ state: 'Removed' }), a2: told({ until: ago(1) }) };
    expect(channelsOf(recordings(list, information))[0]).toMatchObject({ recording: true });
  });

  it('has a tag of its own, short and safe, that never holds the address of its source', () => {
    const token = `${'ổ'.repeat(70)}1`;
    const list = [
      listed('x/1', 'rtsp://admin:bimat@10.0.0.9/1'),
      listed('x/1', 'rtsp://admin:bimat@10.0.0.9/2'),
      listed(token, 'rtsp://b'),
      listed('y'.repeat(80), 'rtsp://c'),
    ];
    const ids = channelsOf(recordings(list, {})).map(({ id }) => id);
    expect(ids).toEqual(['x_1', 'x_1-2', '_1', 'y'.repeat(64)]);
  });

  it('is stopped where nothing on the whole recorder is new, though it says nothing of itself', () => {
    const summary = { from: ago(500), until: ago(73), recordings: 2, readAt: NOW };
    const list = [listed('a'), listed('b')];
    expect(hasNothingNew(summary)).toBe(true);
    expect(channelsOf(recordings(list, {}, summary))).toMatchObject([
      { recording: false },
      { recording: false },
    ]);
    const recent = { ...summary, until: ago(71) };
    expect(channelsOf(recordings(list, {}, recent))[0]?.recording).toBeUndefined();
  });

  it('that is the only one has what the summary says, where it says nothing itself', () => {
    const summary = { from: ago(240), until: ago(1), recordings: 1, readAt: NOW };
    const [channel] = channelsOf(recordings([listed('a')], {}, summary));
    expect(channel).toMatchObject({ daysKept: 239 / 24 });
  });

  it('is one of at most 64', () => {
    const list = Array.from({ length: 80 }, (_, at) => listed(`r${at}`));
    expect(channelsOf(recordings(list, {}))).toHaveLength(64);
  });
});

describe('the whole of a recorder', () => {
  const list = [listed('a'), listed('b')];
  const information = { a: told({ from: ago(48) }), b: told({ until: ago(24) }) };
  it('is told by its channels where the summary does not know', () => {
    const nineteenSeventy = { from: undefined, until: NOW, recordings: 2, readAt: NOW };
    expect(wholeSpan(recordings(list, information, nineteenSeventy))).toEqual({
      from: ago(240),
      until: NOW,
    });
  });
  it('has no beginning while one channel has none', () => {
    expect(wholeSpan(recordings(list, { a: told({}) })).from).toBeUndefined();
  });
  it('keeps nothing up to a day that is still to come', () => {
    const future = { from: ago(240), until: ago(-24), recordings: 1, readAt: NOW };
    expect(wholeSpan({ summary: future, detail: undefined }).until).toBeUndefined();
  });
});
