import { beforeEach, describe, expect, it } from 'vitest';
import { days, hours, minutes } from '../../kit/units.ts';
import type { Question } from '../../standards/evidence.ts';
import { ago, batchOf, NOW, openFactStore, ping } from '../../test/fact-store.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import type { Database } from './database-door.ts';
import type { FactWriter } from './fact-writer.ts';
import type { FactStore } from './facts.ts';

let database: Database;
let appended: Fact[];
let store: FactStore;
let writer: FactWriter;
beforeEach(() => {
  ({ database, store, writer, appended } = openFactStore());
  return () => database.close();
});

const ask = (question: Partial<Question>, now = NOW) =>
  store.evidence('thpt-a', now).readings({
    device: 'line-1',
    measurement: 'uplink_ping',
    field: 'latency_s',
    statistic: 'median',
    window: days(30),
    hours: 'all',
    where: {},
    ...question,
  });

describe('evidence', () => {
  it('reads the latest value with its stamp', () => {
    writer.admit(batchOf([ping({ latency_s: 0.02 }, ago(minutes(5)))]));
    expect(ask({ statistic: 'latest' })).toEqual([
      { value: 0.02, at: ago(minutes(5)), samples: 1 },
    ]);
    expect(ask({ statistic: 'latest', field: 'jitter_s' })).toEqual([]);
  });

  it('has statistics over a window of days', () => {
    const facts = [1, 2, 3, 4, 100].map((value, at) => ping({ latency_s: value }, ago(days(at))));
    writer.admit(batchOf(facts));
    const value = (statistic: Question['statistic'], window = days(30)) =>
      ask({ statistic, window })[0]?.value;
    expect(value('min')).toBe(1);
    expect(value('max')).toBe(100);
    expect(value('mean')).toBe(22);
    expect(value('count')).toBe(5);
    expect(Number(value('median'))).toBeCloseTo(3, 1);
    expect(value('max', days(2))).toBe(3);
    expect(value('share_true')).toBeUndefined();
  });

  it('counts a share of true over all hours and over school hours', () => {
    const noon = NOW;
    const night = ago(hours(12));
    writer.admit(batchOf([ping({ up: true }, noon), ping({ up: false }, night)]));
    const share = (asked: Question['hours']) =>
      ask({ statistic: 'share_true', field: 'up', hours: asked })[0];
    expect(share('all')).toEqual({ value: 0.5, at: noon, samples: 2 });
    expect(share('school')).toEqual({ value: 1, at: noon, samples: 1 });
    expect(ask({ statistic: 'median', field: 'up' })[0]?.value).toBe(true);
    expect(ask({ statistic: 'min', field: 'up' })[0]?.value).toBe(false);
  });

  it('mends the day a late fact was measured on, and no other', () => {
    writer.admit(batchOf([ping({ latency_s: 1 })]));
    writer.admit(batchOf([ping({ latency_s: 9 }, ago(days(10)))]));
    expect(ask({ statistic: 'max', window: days(9) })[0]?.value).toBe(1);
    expect(ask({ statistic: 'max', window: days(10) })[0]?.value).toBe(9);
    expect(ask({ statistic: 'latest' })[0]?.value).toBe(1);
  });

  it('keeps series apart by device and by tag', () => {
    const far = { ...ping({ latency_s: 7 }), tags: { device: 'line-2', target: 'far' } };
    writer.admit(batchOf([ping({ latency_s: 1 }), far]));
    expect(ask({ device: undefined }).map(({ samples }) => samples)).toEqual([1, 1]);
    expect(ask({ device: undefined, where: { target: 'far' } })).toHaveLength(1);
    expect(ask({ device: 'line-2', where: { target: 'centre' } })).toEqual([]);
  });

  it('counts no unregistered measurement and no words', () => {
    const telegraf: Fact = { ...ping({ usage: 1 }), measurement: 'cpu' };
    writer.admit(batchOf([telegraf, ping({ error: 'timeout' })]));
    expect(database.get('SELECT count(*) AS n FROM day_statistic')).toEqual({ n: 0 });
    expect(store.latest({ measurement: 'cpu' })).toHaveLength(1);
    expect(appended).toHaveLength(2);
  });

  it('reads what the school declared, the newest of each name', () => {
    const declare = (fields: Record<string, FieldValue>, at = NOW): Fact => ({
      measurement: 'declaration',
      tags: { name: 'pupils' },
      fields,
      at,
    });
    writer.admit(batchOf([declare({ number: 900 }, ago(days(1))), declare({ number: 1_050 })]));
    const evidence = store.evidence('thpt-a', NOW);
    expect(evidence.declaration('pupils')).toBe(1_050);
    expect(evidence.declaration('rooms')).toBeUndefined();
  });
});
