import { describe, expect, it } from 'vitest';
import { unseal } from '../../agent/spool/seal.ts';
import { epochMs, type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { encodeFacts } from '../../wire/line-protocol.ts';
import { factsBetween, roundOf } from './looks.ts';
import { type Given, SimulatedSpool } from './spool.ts';

function opened({
  outage = ms(0),
  replayed = 0,
  back = ms(0),
}: {
  outage?: Ms;
  replayed?: number;
  back?: Ms;
} = {}) {
  const clock = new ManualClock();
  const school = {
    ...{ id: 'mo-phong-0001', name: 'Trường', unit: undefined, index: 0, seed: 1 },
    ...{ cameras: 5, machines: 5, every: minutes(5), speed: 1, startedAt: clock.now() },
  };
  const round = roundOf(school);
  const settled: Given[] = [];
  const spool = new SimulatedSpool({
    ...{ round, clock, outage, replayed, run: 'run-1' },
    back: epochMs(clock.now() + back),
    settled: (given) => settled.push(given),
  });
  const linesBetween = (from: number, until: number): readonly string[] =>
    encodeFacts(factsBetween(round, { from: from as never, until: until as never }))
      .split('\n')
      .sort();
  return { clock, school, spool, settled, linesBetween };
}

const linesOf = (given: Given | undefined): readonly string[] =>
  given === undefined ? [] : (unseal(given.payload) ?? '').split('\n');

describe('a simulated spool', () => {
  it('gives what was found since the last time, once', async () => {
    const { clock, school, spool, settled, linesBetween } = opened();
    const seen: string[] = [];
    for (let step = 0; step < 60; step += 1) {
      await clock.advance(seconds(2));
      const given = spool.peekLive();
      if (given === undefined) continue;
      seen.push(...linesOf(given));
      spool.settle();
    }
    expect(seen.sort()).toEqual(linesBetween(school.startedAt, clock.now()));
    expect(spool.peekBacklog()).toBeUndefined();
    expect(settled.every(({ kind }) => kind === 'live')).toBe(true);
    expect(new Set(settled.map(({ id }) => id)).size).toBe(settled.length);
  });

  it('gives a missed batch again under its id, with the same lines, behind what is new', async () => {
    const { clock, spool, settled } = opened();
    await clock.advance(minutes(1));
    const first = spool.peekLive();
    spool.missed();
    await clock.advance(seconds(30));
    const second = spool.peekLive();
    spool.settle();
    const again = spool.peekBacklog();
    expect(again?.id).toBe(first?.id);
    expect(linesOf(again)).toEqual(linesOf(first));
    expect(second?.id).not.toBe(first?.id);
    spool.settle();
    expect(settled.map(({ kind }) => kind)).toEqual(['live', 'late']);
    expect(spool.lateSpans).toBe(0);
  });

  it('cuts what an agent found that was away for long, and loses none of it', async () => {
    const { clock, school, spool, linesBetween } = opened();
    await clock.advance(minutes(17));
    const seen = [...linesOf(spool.peekLive())];
    spool.settle();
    expect(spool.lateSpans).toBe(3);
    for (let given = spool.peekBacklog(); given !== undefined; given = spool.peekBacklog()) {
      seen.push(...linesOf(given));
      spool.settle();
    }
    expect(seen.sort()).toEqual(linesBetween(school.startedAt, clock.now()));
  });

  it('sends an outage from its beginning, in pieces of at most a minute', () => {
    const { school, spool, settled, linesBetween } = opened({ outage: minutes(30) });
    const seen: string[] = [];
    for (let given = spool.peekBacklog(); given !== undefined; given = spool.peekBacklog()) {
      seen.push(...linesOf(given));
      spool.settle();
    }
    expect(seen.sort()).toEqual(linesBetween(school.startedAt - minutes(30), school.startedAt));
    expect(spool.outageLeft).toBe(0);
    for (const { span } of settled) expect(span.until - span.from).toBeLessThanOrEqual(60_000);
    expect(settled.length).toBeGreaterThan(30);
  });

  it('sends batches once more that were acknowledged, and those only once', () => {
    const { spool, settled } = opened({ outage: minutes(5), replayed: 1 });
    for (let given = spool.peekBacklog(); given !== undefined; given = spool.peekBacklog())
      spool.settle();
    const [outage, again] = (['outage', 'again'] as const).map((kind) =>
      settled.filter((given) => given.kind === kind).map(({ id, lines }) => ({ id, lines })),
    );
    expect(again).toEqual(outage);
    expect(again?.length).toBeGreaterThan(3);
  });

  it('tells the collector’s lag by what was found since the line carries again', async () => {
    const { clock, school, spool } = opened({ back: seconds(40) });
    await clock.advance(minutes(1));
    const given = spool.peekLive();
    expect(given?.lines).toBeGreaterThan(given?.stamps.length ?? 0);
    expect(given?.stamps.length).toBeGreaterThan(0);
    expect(given?.stamps.every((at) => at >= school.startedAt + seconds(40))).toBe(true);
  });

  it('gives nothing more out when the run is over', async () => {
    const { clock, spool } = opened({ outage: minutes(5) });
    await clock.advance(minutes(1));
    spool.end();
    expect(spool.peekLive()).toBeUndefined();
    expect(spool.peekBacklog()).toBeUndefined();
  });
});
