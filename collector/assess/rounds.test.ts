import { describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { minutes, ms, seconds } from '../../kit/units.ts';
import { summarize } from '../../standards/summary.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { Rounds } from './rounds.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`);
const SUMMARY = summarize([]);

async function going(
  schools: readonly string[],
  judge: (school: string) => void,
  work: (rounds: Rounds, clock: ManualClock, learnt: string[]) => Promise<void>,
) {
  const clock = new ManualClock();
  const learnt: string[] = [];
  const rounds = new Rounds({
    judge: async (school) => {
      judge(school);
      await clock.sleep(ms(100));
      return SUMMARY;
    },
    learn: (school) => learnt.push(school),
    schools: () => schools,
    clock,
    log: silentLog,
  });
  const end = new AbortController();
  const running = rounds.run(end.signal);
  await work(rounds, clock, learnt);
  end.abort();
  await clock.advance(minutes(1));
  await running;
}

describe('judging in the background', () => {
  it('goes through every school, at a quarter of a core', async () => {
    await going(
      names(11),
      () => undefined,
      async (_, clock, learnt) => {
        await clock.advance(seconds(4));
        expect(learnt.length).toBeGreaterThanOrEqual(9);
        expect(learnt.length).toBeLessThanOrEqual(10);
        await clock.advance(seconds(2));
        expect(new Set(learnt)).toEqual(new Set(names(11)));
      },
    );
  });

  it('takes those with new facts first, and everybody again after a quarter of an hour', async () => {
    await going(
      names(11),
      () => undefined,
      async (rounds, clock, learnt) => {
        await clock.advance(seconds(6));
        learnt.length = 0;
        rounds.touch('s7');
        await clock.advance(seconds(2));
        expect(learnt).toEqual(['s7']);
        await clock.advance(minutes(16));
        expect(new Set(learnt)).toEqual(new Set(names(11)));
      },
    );
  });

  it('judges again what got new facts while it was judged', async () => {
    let rounds: Rounds | undefined;
    let again = true;
    const touchOnce = (school: string) => {
      if (school === 's0' && again) {
        again = false;
        rounds?.touch('s0');
      }
    };
    await going(names(11), touchOnce, async (own, clock, learnt) => {
      rounds = own;
      own.touch('s0');
      await clock.advance(seconds(2));
      expect(learnt.filter((school) => school === 's0')).toHaveLength(1);
      expect(again).toBe(false);
    });
  });

  it('goes on after a school that can’t be judged', async () => {
    const broken = (school: string) => {
      if (school === 's0') throw new Error('broken');
    };
    await going(names(11), broken, async (_, clock, learnt) => {
      await clock.advance(seconds(6));
      expect(learnt).toHaveLength(10);
    });
  });

  it('leaves few schools to whoever looks', async () => {
    await going(
      names(10),
      () => undefined,
      async (rounds, clock, learnt) => {
        rounds.touch('s1');
        await clock.advance(minutes(20));
        expect(learnt).toEqual([]);
      },
    );
  });
});
