import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bps, epochMs, ms } from '../../../kit/units.ts';
import { measurements } from '../../../wire/measurements.ts';
import { downRate, upRate } from './bandwidth.ts';
import { bandwidthFact, contractFacts, pingFact } from './facts.ts';
import { UplinkOptions } from './options.ts';
import { summarize } from './rounds.ts';

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
    const fact = pingFact(series, { trips: [undefined, undefined], error: 'refused' }, at);
    expect(fact.fields).toEqual({
      up: false,
      sent: 2,
      loss_ratio: 1,
      method: 'udp_echo',
      error: 'refused',
    });
  });

  it('has no jitter from one answer', () => {
    expect(pingFact(series, { trips: [ms(10)] }, at).fields).not.toHaveProperty('jitter_s');
  });
});

describe('bandwidth', () => {
  const good = { rate: { ok: true, value: bps(1e8) }, bytes: 1e7, seconds: 1 } as const;
  const bad = { rate: { ok: false, problem: 'refused' }, bytes: 0, seconds: 0.1 } as const;

  it('leaves the figure of a failed direction out and keeps the other', () => {
    const { fields } = bandwidthFact('line', { down: good, up: bad }, at);
    expect(fields).toMatchObject({ down_bps: 1e8, error: 'up: refused', up_bytes: 0 });
    expect(fields).not.toHaveProperty('up_bps');
  });

  it('makes no rate of a trickle or of an instant', () => {
    expect(downRate(3, 3).ok).toBe(false);
    expect(downRate(1e6, 0.001).ok).toBe(false);
    expect(downRate(1_250_000, 1)).toEqual({ ok: true, value: 1e7 });
  });

  it.each([
    ['more bytes than were sent', { countedBytes: 2e6, countedSeconds: 1 }],
    ['a window far shorter than ours', { countedBytes: 1e6, countedSeconds: 0.1 }],
    ['a window longer than ours', { countedBytes: 1e6, countedSeconds: 9 }],
  ])('believes no far end that counted %s', (_, count) => {
    expect(upRate([{ ...count, sentBytes: 1e6, tookSeconds: 3 }]).ok).toBe(false);
  });

  it('adds streams over the longest window', () => {
    const stream = { countedBytes: 1e6, countedSeconds: 1, sentBytes: 1e6, tookSeconds: 1.1 };
    expect(upRate([stream, { ...stream, countedSeconds: 0.9 }])).toEqual({ ok: true, value: 16e6 });
  });
});

it('uses no field the register does not have', () => {
  const facts = [
    pingFact(series, { trips: [ms(1), ms(2)] }, at),
    ...contractFacts({ down: bps(1), up: bps(1) }, at),
  ];
  for (const { measurement, fields } of facts)
    expect(Object.keys(measurements[measurement as 'uplink_ping'].fields)).toEqual(
      expect.arrayContaining(Object.keys(fields)),
    );
});
