import { describe, expect, it } from 'vitest';
import { days, type EpochMs, epochMs, hours, type Ms, minutes } from '../kit/units.ts';
import type { Fact, FieldValue } from '../wire/fact.ts';
import type { Statistic } from './criterion.ts';
import { factEvidence } from './fact-evidence.ts';

const NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));
const ago = (span: Ms): EpochMs => epochMs(NOW - span);
const isSchoolTime = (at: EpochMs) => new Date(at).getUTCHours() < 10;

const ping = (fields: Record<string, FieldValue>, at = NOW, target = 'center'): Fact => ({
  measurement: 'uplink_ping',
  tags: { device: 'line', target },
  fields,
  at,
});

function ask(facts: readonly Fact[], field: string, changes: object = {}) {
  return factEvidence(facts, NOW, { isSchoolTime }).readings({
    device: 'line',
    measurement: 'uplink_ping',
    field,
    statistic: 'latest',
    window: undefined,
    hours: 'all',
    where: {},
    ...changes,
  });
}

describe('the latest value', () => {
  it('is that of the newest fact of each series, whatever order they came in', () => {
    const facts = [
      ping({ latency_s: 0.01 }, ago(minutes(1))),
      ping({ latency_s: 0.03 }, ago(minutes(9)), 'portal'),
      ping({ latency_s: 0.02 }, ago(minutes(5))),
    ];
    const expected = [
      { value: 0.01, at: ago(minutes(1)), samples: 1 },
      { value: 0.03, at: ago(minutes(9)), samples: 1 },
    ];
    expect(ask(facts, 'latency_s')).toEqual(expected);
    expect(ask(facts.toReversed(), 'latency_s')).toEqual(expected);
  });

  it('is gone when the newest fact of the series no longer carries the field', () => {
    const facts = [ping({ up: true, latency_s: 0.01 }, ago(minutes(1))), ping({ up: false })];
    expect(ask(facts, 'latency_s')).toEqual([]);
    expect(ask(facts, 'up')).toMatchObject([{ value: false }]);
  });

  it('answers by tags and by device', () => {
    const facts = [ping({ up: true }), ping({ up: false }, NOW, 'portal')];
    expect(ask(facts, 'up', { where: { target: 'portal' } })).toMatchObject([{ value: false }]);
    expect(ask(facts, 'up', { device: 'other' })).toEqual([]);
    expect(ask(facts, 'up', { device: undefined })).toHaveLength(2);
  });
});

describe('a statistic over a window', () => {
  const numbers = [5, 1, 4, 2, 3, 6, 8, 7, 10, 9].map((value, at) =>
    ping({ latency_s: value }, ago(minutes(at + 1))),
  );
  it.each<[Statistic, number]>([
    ['min', 1],
    ['max', 10],
    ['mean', 5.5],
    ['median', 5],
    ['p05', 1],
    ['p95', 10],
    ['count', 10],
  ])('%s of 1 to 10 is %d', (statistic, value) => {
    expect(ask(numbers, 'latency_s', { statistic, window: hours(1) })).toEqual([
      { value, at: ago(minutes(1)), samples: 10 },
    ]);
  });

  it.each<[Statistic, FieldValue]>([
    ['share_true', 0.75],
    ['min', false],
    ['max', true],
    ['median', true],
  ])('%s of three yes and one no is %j', (statistic, value) => {
    const flags = [true, true, false, true].map((up, at) => ping({ up }, ago(minutes(at))));
    expect(ask(flags, 'up', { statistic, window: hours(1) })).toMatchObject([{ value }]);
  });

  it('leaves out what is older than the window, or out of school hours', () => {
    const facts = [
      ping({ up: false }, ago(days(8))),
      ping({ up: false }, ago(hours(6))),
      ping({ up: true }),
    ];
    const asked = { statistic: 'share_true', window: days(7) };
    expect(ask(facts, 'up', asked)).toMatchObject([{ value: 0.5, samples: 2 }]);
    expect(ask(facts, 'up', { ...asked, hours: 'school' })).toMatchObject([
      { value: 1, samples: 1 },
    ]);
  });

  it('counts a fact that was told twice once', () => {
    const facts = [ping({ up: true }), ping({ up: true })];
    expect(ask(facts, 'up', { statistic: 'count', window: hours(1) })).toMatchObject([
      { value: 1 },
    ]);
  });
});

it('knows the devices by their newest description, in order of their ids', () => {
  const device = (id: string, name: string, at: EpochMs): Fact => ({
    measurement: 'device',
    tags: { device: id, kind: 'camera' },
    fields: { name, zone: 'yard', simulated: true },
    at,
  });
  const facts = [device('b', 'new', NOW), device('a', 'A', NOW), device('b', 'old', ago(hours(1)))];
  expect(factEvidence(facts, NOW, { isSchoolTime }).devices).toMatchObject([
    { id: 'a', name: 'A', kind: 'camera', zone: 'yard', simulated: true, room: undefined },
    { id: 'b', name: 'new' },
  ]);
});

it('knows a device no more that was struck off, until it is described anew', () => {
  const device = (at: EpochMs, fields: Fact['fields']): Fact => ({
    ...{ measurement: 'device', tags: { device: 'pc-1', kind: 'machine' }, at },
    fields: { name: 'PC-01', ...fields },
  });
  const struck = [device(ago(hours(2)), {}), device(ago(hours(1)), { struck_off: true })];
  expect(factEvidence(struck, NOW, { isSchoolTime }).devices).toEqual([]);
  const back = [...struck, device(NOW, {})];
  expect(factEvidence(back, NOW, { isSchoolTime }).devices).toMatchObject([{ id: 'pc-1' }]);
});

it('knows the newest declaration, of whatever kind', () => {
  const declare = (fields: Fact['fields'], at: EpochMs): Fact => ({
    measurement: 'declaration',
    tags: { name: 'isp_count' },
    fields,
    at,
  });
  const evidence = factEvidence(
    [declare({ number: 2 }, NOW), declare({ number: 1 }, ago(hours(1)))],
    NOW,
    { isSchoolTime },
  );
  expect(evidence.declaration('isp_count')).toBe(2);
  expect(evidence.declaration('fibre')).toBeUndefined();
});
