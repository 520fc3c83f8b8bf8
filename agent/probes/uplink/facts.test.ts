import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bps, epochMs, ms } from '../../../kit/units.ts';
import { measurements } from '../../../wire/measurements.ts';
import { summarize } from '../../dial/rounds.ts';
import type { Direction } from './bandwidth.ts';
import { bandwidthFact, contractFacts, pingFact } from './facts.ts';
import type { LineMeasurement } from './line.ts';
import { UplinkOptions } from './options.ts';

const at = epochMs(1_795_000_000_000);
const series = { device: 'line', target: 'center', method: 'udp_echo' } as const;

describe('the uplink section', () => {
  it('reads its sample', () => {
    const sample = parse(readFileSync(new URL('./sample.yaml', import.meta.url), 'utf8'));
    expect(UplinkOptions.parse(sample.uplink)).toMatchObject({
      every: 30_000,
      contract: { down: 300_000_000, up: 150_000_000 },
      bandwidth: { every: 21_600_000, max_bytes: 104_857_600 },
    });
  });

  it.each([
    [{ targets: [{ name: 'a', udp_echo: 'host' }] }],
    [{ targets: [{ name: 'a', tcp: 'host:99999' }] }],
    [{ targets: [{ name: 'a', tcp: 'h:1', udp_echo: 'h:1' }] }],
    [
      {
        targets: [
          { name: 'a', tcp: 'h:1' },
          { name: 'a', tcp: 'h:2' },
        ],
      },
    ],
    [{ targets: [], bandwidth: { server: 'ftp://x' } }],
    [{ targets: [], probes: 0 }],
    [{ targets: [], speed: 1 }],
  ])('refuses %j', (section) => {
    expect(UplinkOptions.safeParse(section).success).toBe(false);
  });
});

describe('latency', () => {
  it('takes mean, extremes, jitter of neighbours and loss', () => {
    const summary = summarize({ trips: [ms(10), ms(20), undefined, ms(10)] });
    expect(summary.sent).toBe(4);
    expect(summary.lossRatio).toBe(0.25);
    expect(summary.answered?.meanS).toBeCloseTo(0.04 / 3);
    expect(summary.answered).toMatchObject({ minS: 0.01, maxS: 0.02 });
    expect(summary.answered?.jitterS).toBeCloseTo(0.01);
  });

  it('has no latency where nothing answered, and says why', () => {
    const fact = pingFact(
      series,
      { rounds: { trips: [undefined, undefined], error: 'refused' } },
      at,
    );
    expect(fact.fields).toEqual({
      up: false,
      sent: 2,
      loss_ratio: 1,
      method: 'udp_echo',
      error: 'refused',
    });
  });

  it('has no jitter from one answer', () => {
    expect(pingFact(series, { rounds: { trips: [ms(10)] } }, at).fields).not.toHaveProperty(
      'jitter_s',
    );
  });
});

describe('bandwidth', () => {
  const ends = {
    method: 'tcp4_kernel',
    agentBusy: 0.5,
    from: ms(0),
    to: ms(1_000),
  } as const;
  const good: Direction = { rate: { ok: true, value: bps(1e8) }, bytes: 1e7, seconds: 1, ...ends };
  const bad: Direction = {
    rate: { ok: false, problem: 'refused' },
    bytes: 0,
    seconds: 0.1,
    ...ends,
  };
  const why = { vi: 'vì', en: 'because' };

  it('leaves the figure of a failed direction out and keeps the other', () => {
    const line = lineOf({ up: bad });
    const { fields } = bandwidthFact('line', { line, bottleneck: { where: 'unknown', why } }, at);
    expect(fields).toMatchObject({ down_bps: 1e8, error: 'up: refused', up_bytes: 0 });
    expect(fields).not.toHaveProperty('up_bps');
  });

  it.each(['agent', 'far_end', 'local_network'] as const)(
    'tells a rate that the %s held down as a floor, which no criterion reads',
    (where) => {
      const { fields } = bandwidthFact(
        'line',
        { line: lineOf({}), bottleneck: { where, why } },
        at,
      );
      expect(fields).toMatchObject({ down_floor_bps: 1e8, up_floor_bps: 1e8, bottleneck: where });
      expect(fields).not.toHaveProperty('down_bps');
      expect(fields).not.toHaveProperty('up_bps');
    },
  );

  function lineOf(more: Partial<LineMeasurement>): LineMeasurement {
    return {
      idle: { trips: [ms(10)] },
      latencyMethod: 'udp_echo',
      down: good,
      up: good,
      loadedDown: ms(60),
      loadedUp: undefined,
      filled: false,
      linkBps: undefined,
      bytes: 2e7,
      seconds: 3,
      ...more,
    };
  }
});

it('uses no field the register does not have', () => {
  const facts = [
    pingFact(
      series,
      { rounds: { trips: [ms(1), ms(2)] }, day: { sent: 100, ratio: 0, low: 0, high: 0.1 } },
      at,
    ),
    ...contractFacts({ down: bps(1), up: bps(1) }, at),
  ];
  for (const { measurement, fields } of facts)
    expect(Object.keys(measurements[measurement as 'uplink_ping'].fields)).toEqual(
      expect.arrayContaining(Object.keys(fields)),
    );
});
