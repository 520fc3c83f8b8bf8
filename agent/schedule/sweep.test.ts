import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { Pass, Probe } from '../probes/probe.ts';
import { PASSES_AT_ONCE } from './slots.ts';
import { sweep } from './sweep.ts';

const well: Pass = { facts: [], healthy: true };

/** Targets that take so long each, and when each was begun. */
function started(count: number, took = seconds(7)) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const measure = async (signal: AbortSignal): Promise<Pass> => {
    begun.push(clock.elapsed());
    running += 1;
    most = Math.max(most, running);
    await clock.sleep(took, signal);
    running -= 1;
    return well;
  };
  const probes = Array.from({ length: count }, (_, at): Probe => {
    return { id: `t-${at}`, every: seconds(60), deadline: seconds(30), measure };
  });
  return {
    clock,
    stop,
    begun,
    most: () => most,
    ended: sweep(probes, { clock, stop: stop.signal }),
  };
}

describe('a sweep over all targets', () => {
  it('begins eight at once and then one each tenth of a second', async () => {
    const { clock, begun, ended } = started(12);
    await clock.advance(seconds(10));
    expect(begun).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 100, 200, 300, 400]);
    expect(await ended).toHaveLength(12);
  });

  it('is through 64 cameras of seven seconds well within twenty', async () => {
    const { clock, begun, ended } = started(64);
    await clock.advance(seconds(13));
    expect(await ended).toHaveLength(64);
    expect(begun.at(-1)).toBe(5_600);
  });

  it('is through a hundred quick targets within two seconds', async () => {
    const { clock, ended } = started(100, ms(50));
    await clock.advance(seconds(2));
    expect(await ended).toHaveLength(100);
  });

  it('runs no more at once than there are slots', async () => {
    const { clock, most, ended } = started(PASSES_AT_ONCE + 20, seconds(20));
    await clock.advance(seconds(60));
    expect(await ended).toHaveLength(PASSES_AT_ONCE + 20);
    expect(most()).toBe(PASSES_AT_ONCE);
  });

  it('leaves out what had not begun when it is stopped', async () => {
    const { clock, stop, begun, ended } = started(20);
    await clock.advance(ms(250));
    stop.abort();
    await clock.advance(seconds(1));
    expect(await ended).toHaveLength(begun.length);
    expect(begun.length).toBeLessThan(20);
  });
});
