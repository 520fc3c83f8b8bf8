import { describe, expect, it, onTestFinished } from 'vitest';
import { epochMs, type Ms, minutes, seconds } from '../../../../kit/units.ts';
import { ManualClock } from '../../../../test/manual-clock.ts';
import { startRecorder } from '../../../../test/sim/recorder/recorder.ts';
import { parseHost } from '../soap/endpoint.ts';
import type { Exchange } from '../soap/exchange.ts';
import { exchange } from '../soap/soap-door.ts';
import { readRecorder } from './read-recorder.ts';
import { KEPT_FOR, type RecordingDetail } from './read-recordings.ts';

const CHANNELS = 8;

/** Rounds over one recorder; `spoil` may take an answer's place, and time passes only as a test says. */
async function rounds() {
  const sim = await startRecorder({
    ...{ id: 'nvr-01', user: 'hatang', password: 'dung', auth: 'none' },
    ...{ channels: CHANNELS, daysKept: 21 },
  });
  onTestFinished(() => sim.stop());
  const clock = new ManualClock(epochMs(Date.now()));
  const round = async (
    known: RecordingDetail | undefined,
    spoil: (asked: number) => Promise<'silent' | 'answer'>,
    budget: Ms = seconds(60),
  ) => {
    let asked = 0;
    const spoiled: Exchange = async (ask, ...rest) => {
      if (!ask.body.includes('GetRecordingInformation')) return await exchange(ask, ...rest);
      asked += 1;
      return (await spoil(asked)) === 'silent'
        ? { kind: 'silent', reason: 'timeout' }
        : await exchange(ask, ...rest);
    };
    const { recordings, errors } = await readRecorder({
      ...{ exchange: spoiled, clock, random: Math.random, credentials: undefined },
      ...{ signal: new AbortController().signal, deadline: seconds(5), heldBack: false },
      ...{ host: parseHost(`127.0.0.1:${sim.onvifPort}`), knownPort: undefined },
      detail: { known, budget },
    });
    const tokens = [...(recordings.detail?.information.keys() ?? [])].sort();
    return { asked, detail: recordings.detail, tokens, steps: errors.map(({ step }) => step) };
  };
  return { clock, round };
}

const answers = () => Promise.resolve('answer' as const);

describe('a round over the recordings of a recorder', () => {
  it('ends with its budget, and the next goes on where it stopped', async () => {
    const { clock, round } = await rounds();
    const slowly = async () => {
      await clock.advance(seconds(1));
      return 'answer' as const;
    };
    const first = await round(undefined, slowly, seconds(3));
    expect(first.tokens).toEqual(['recording-1', 'recording-2', 'recording-3']);
    const second = await round(first.detail, slowly, seconds(5));
    expect(second.asked).toBe(5);
    expect(second.tokens).toHaveLength(CHANNELS);
  });

  it('ends at the first silence, keeps what it has, and says so once', async () => {
    const { round } = await rounds();
    const { asked, tokens, steps } = await round(undefined, (at) =>
      Promise.resolve(at < 3 ? 'answer' : 'silent'),
    );
    expect([asked, tokens.length]).toEqual([3, 2]);
    expect(steps).toEqual(['GetRecordingInformation']);
  });

  it('takes what it could not ask from the round before, for an hour', async () => {
    const { clock, round } = await rounds();
    const { detail } = await round(undefined, answers);
    const nobody = () => Promise.resolve('silent' as const);
    await clock.advance(minutes(59));
    expect((await round(detail, nobody)).tokens).toHaveLength(CHANNELS);
    await clock.advance(KEPT_FOR);
    expect((await round(detail, nobody)).tokens).toEqual([]);
  });
});
