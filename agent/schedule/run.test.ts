import { describe, expect, it } from 'vitest';
import { type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import type { Pass, Probe } from '../probes/probe.ts';
import { isHealthy, type PassReport, problemOf } from './pass.ts';
import { runSchedule } from './run.ts';

const well: Pass = { facts: [], healthy: true };
const ill: Pass = { facts: [], healthy: false, problem: { vi: 'không trả lời', en: 'no answer' } };

function probe(id: string, measure: Probe['measure'], every: Ms = minutes(1)): Probe {
  return { id, every, deadline: seconds(5), measure };
}

function start(probes: readonly Probe[], slots = 16) {
  const clock = new ManualClock();
  const reports: PassReport[] = [];
  const stop = new AbortController();
  const ended = runSchedule(
    { probes, clock, slots, seed: 'may-chu', report: (report) => reports.push(report) },
    stop.signal,
  );
  const of = (id: string) => reports.filter((report) => report.probe.id === id);
  return { clock, stop, ended, of, reports };
}

/** Hangs until it is told to stop, as a well-behaved probe of a dead device does. */
const hang = (signal: AbortSignal) =>
  new Promise<Pass>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('cut off')));
  });

const deaf = () => new Promise<Pass>(() => undefined);

describe('the schedule', () => {
  it('looks at every target within ten seconds, then once a period', async () => {
    const { clock, of, stop, ended } = start([probe('a', async () => well)]);
    await clock.advance(seconds(10));
    expect(of('a')).toHaveLength(1);
    await clock.advance(minutes(10));
    expect(of('a').length).toBeGreaterThanOrEqual(10);
    expect(of('a').length).toBeLessThanOrEqual(11);
    stop.abort();
    await ended;
  });

  it('looks again when what was put off asks for it, never at once, and never later than its turn', async () => {
    const looks = (again: Ms) => async (): Promise<Pass> => ({ ...well, again });
    const { clock, of, stop, ended } = start([
      probe('soon', looks(minutes(2)), minutes(60)),
      probe('at once', looks(ms(0)), minutes(60)),
      probe('late', looks(minutes(600)), minutes(60)),
    ]);
    await clock.advance(minutes(31));
    expect(of('soon').length).toBeGreaterThanOrEqual(15);
    expect(of('soon').length).toBeLessThanOrEqual(17);
    expect(of('at once').length).toBeLessThanOrEqual(31 * 60 + 1);
    await clock.advance(minutes(120));
    expect(of('late').length).toBeGreaterThanOrEqual(2);
    stop.abort();
    await ended;
  });

  it('is not delayed by a target that hangs, nor by one that does not even listen', async () => {
    const { clock, of, stop, ended } = start([
      probe('well', async () => well),
      probe('hanging', hang),
      probe('deaf', deaf),
    ]);
    await clock.advance(minutes(10));
    expect(of('well').length).toBeGreaterThanOrEqual(10);
    expect(of('hanging').length).toBeGreaterThanOrEqual(9);
    expect(of('hanging')[0]).toMatchObject({ late: true, took: 5_000 });
    expect(of('hanging')[0]?.outcome).toEqual({
      kind: 'failed',
      problem: {
        vi: 'Lần đo bị lỗi. Chi tiết kỹ thuật: cut off',
        en: 'The measurement failed. Technical detail: cut off',
      },
    });
    // A look that never ends is not overlapped by another at the same target.
    expect(of('deaf')).toHaveLength(1);
    expect(of('deaf')[0]).toMatchObject({ late: true, took: 7_000, outcome: { kind: 'overran' } });
    stop.abort();
    await ended;
  });

  it('gives the slot of a deaf target to the next, so that a few of them block nobody', async () => {
    const { clock, of, stop, ended } = start(
      [probe('deaf-1', deaf), probe('deaf-2', deaf), probe('well', async () => well)],
      2,
    );
    await clock.advance(minutes(3));
    expect(of('well').length).toBeGreaterThanOrEqual(2);
    stop.abort();
    await ended;
  });

  it('runs no more passes at once than there are slots', async () => {
    let running = 0;
    let most = 0;
    const clocks: ManualClock[] = [];
    const busy = async (): Promise<Pass> => {
      running += 1;
      most = Math.max(most, running);
      await clocks[0]?.sleep(seconds(2));
      running -= 1;
      return well;
    };
    const started = start(
      Array.from({ length: 20 }, (_, at) => probe(`t-${at}`, busy)),
      3,
    );
    clocks.push(started.clock);
    await started.clock.advance(minutes(2));
    expect(most).toBe(3);
    expect(new Set(started.reports.map((report) => report.probe.id)).size).toBe(20);
    started.stop.abort();
    await started.clock.advance(seconds(2));
    await started.ended;
  });

  it('looks again soon after a fault, once, and keeps to the period while it lasts', async () => {
    const { clock, of, stop, ended } = start([probe('a', async () => ill, minutes(5))]);
    await clock.advance(seconds(10));
    expect(of('a')).toHaveLength(1);
    await clock.advance(seconds(30));
    expect(of('a')).toHaveLength(2);
    await clock.advance(minutes(2));
    expect(of('a')).toHaveLength(2);
    await clock.advance(minutes(28));
    expect(of('a').length).toBeLessThanOrEqual(8);
    stop.abort();
    await ended;
  });

  it('reports what a probe threw as a fault, and goes on', async () => {
    const { clock, of, stop, ended } = start([
      probe('a', () => Promise.reject(new Error('socket hang up'))),
    ]);
    await clock.advance(minutes(3));
    expect(of('a').length).toBeGreaterThanOrEqual(3);
    expect(of('a').every((report) => !isHealthy(report))).toBe(true);
    expect(of('a').map((report) => problemOf(report)?.en)).toContain(
      'The measurement failed. Technical detail: socket hang up',
    );
    stop.abort();
    await ended;
  });

  it('stops at once while waiting, within the grace while a target is deaf, and reports no cut look', async () => {
    const patient = { every: minutes(5), deadline: minutes(1) };
    const { clock, of, stop, ended } = start([
      { id: 'hanging', measure: hang, ...patient },
      { id: 'deaf', measure: deaf, ...patient },
    ]);
    await clock.advance(seconds(10));
    stop.abort();
    await clock.advance(seconds(2));
    await ended;
    expect(of('hanging')).toHaveLength(0);
  });
});
