import { describe, expect, it } from 'vitest';
import { bps, ms } from '../../../kit/units.ts';
import type { Direction } from './bandwidth.ts';
import { bottleneckOf, type Evidence } from './bottleneck.ts';

const direction = (rate: number, more: Partial<Direction> = {}): Direction => ({
  rate: { ok: true, value: bps(rate) },
  method: 'tcp4_kernel',
  bytes: 1e7,
  seconds: 1,
  from: ms(0),
  to: ms(1_000),
  agentBusy: 0.4,
  farEnd: { busy: 0.3, tests: 1 },
  ...more,
});

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  down: direction(60e6),
  up: direction(30e6),
  linkBps: bps(1e9),
  contract: { down: bps(300e6), up: bps(150e6) },
  ...more,
});

describe('where the bottleneck is', () => {
  it.each<[string, Partial<Evidence>, string]>([
    ['the line, when both ends were at ease', {}, 'line'],
    [
      'this server, when its processor was all used',
      { down: direction(60e6, { agentBusy: 0.97 }) },
      'agent',
    ],
    [
      'the far end, when its processor was all used',
      { up: direction(30e6, { farEnd: { busy: 1, tests: 3 } }) },
      'far_end',
    ],
    [
      'the own network port, when the rate is all it carries',
      { linkBps: bps(100e6), down: direction(95e6) },
      'local_network',
    ],
    [
      'a slow port on the way, when the rate is just 100 Mbit/s',
      { down: direction(97e6), up: direction(97e6) },
      'local_network',
    ],
    [
      'the line, when the contract itself says 100 Mbit/s',
      { down: direction(97e6), contract: { down: bps(100e6), up: bps(100e6) } },
      'line',
    ],
    [
      'the line, when it carries its contract, however busy the ends',
      {
        down: direction(295e6, { agentBusy: 1 }),
        up: direction(149e6, { agentBusy: 1 }),
      },
      'line',
    ],
    ['the line, when nobody said what the contract is', { contract: undefined }, 'line'],
    [
      'unknown, when it is just 100 Mbit/s and nobody said what the contract is',
      { contract: undefined, down: direction(97e6) },
      'unknown',
    ],
    [
      'unknown, when a direction was not measured',
      { up: direction(0, { rate: { ok: false, problem: 'refused' } }) },
      'unknown',
    ],
  ])('is %s', (_, more, where) => {
    const found = bottleneckOf(evidence(more));
    expect(found.where).toBe(where);
    expect(found.why.vi.length).toBeGreaterThan(10);
    expect(found.why.en.length).toBeGreaterThan(10);
  });
});
