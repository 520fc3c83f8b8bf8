import { beforeEach, describe, expect, it } from 'vitest';
import { days, type EpochMs, epochMs, hours, minutes } from '../../kit/units.ts';
import type { Question } from '../../standards/evidence.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import { type Database, openDatabase } from './database-door.ts';
import { FactStore, type ReadBatch } from './facts.ts';

/** Monday, 10:00 in Vietnam. */
const NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));
const ago = (span: number): EpochMs => epochMs(NOW - span);
let database: Database;
let appended: Fact[];
let store: FactStore;

beforeEach(() => {
  database = openDatabase(':memory:');
  appended = [];
  store = new FactStore({
    sql: database,
    history: { append: (_, facts) => appended.push(...facts) },
    timeZone: 'Asia/Ho_Chi_Minh',
    isSchoolTime: (at) => new Date(at).getUTCHours() < 10,
  });
  return () => database.close();
});

const ping = (fields: Record<string, FieldValue>, at = NOW): Fact => ({
  measurement: 'uplink_ping',
  tags: { device: 'line-1', target: 'centre' },
  fields,
  at,
});
const device = (id: string, kind: string, fields: Record<string, FieldValue> = {}): Fact => ({
  measurement: 'device',
  tags: { device: id, kind },
  fields: { name: id, simulated: true, ...fields },
  at: NOW,
});
let sequence = 0;
const batch = (facts: readonly Fact[], more: Partial<ReadBatch> = {}): ReadBatch => {
  sequence += 1;
  return {
    school: 'thpt-a',
    agent: 'may-chu',
    id: `batch-${sequence}`,
    receivedAt: NOW,
    facts,
    refused: [],
    ...more,
  };
};
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

describe('a batch', () => {
  it('is stored once, and sent again gives its first receipt', () => {
    const refused = [{ line: 2, text: 'junk', reason: 'no fields' }];
    const sent = batch([ping({ latency_s: 0.01 })], { refused });
    const first = store.admit(sent);
    const second = store.admit({ ...sent, receivedAt: epochMs(NOW + 1) });
    expect(first).toEqual({
      batch: sent.id,
      stored: 1,
      refused: [{ line: 2, reason: 'no fields' }],
      replayed: false,
    });
    expect(second).toEqual({ ...first, replayed: true });
    expect(appended).toHaveLength(1);
    expect(ask({ statistic: 'count' })[0]?.value).toBe(1);
    expect(store.deadLetters({ limit: 10 })).toHaveLength(1);
  });

  it('with the id of another agent or school is another batch', () => {
    const sent = batch([ping({ latency_s: 0.01 })]);
    store.admit(sent);
    expect(store.admit({ ...sent, agent: 'may-2' }).replayed).toBe(false);
    expect(store.admit({ ...sent, school: 'thpt-b' }).replayed).toBe(false);
  });

  it('is stored whole or not at all', () => {
    const sent = batch([ping({ latency_s: 0.01 })], {
      refused: [{ line: 1, text: 'x', reason: 'y' }],
    });
    const spoil = () => {
      throw new Error('the alert broke');
    };
    expect(() => store.admit(sent, spoil)).toThrow('the alert broke');
    expect(store.latest({})).toEqual([]);
    expect(store.deadLetters({ limit: 10 })).toEqual([]);
    expect(store.admit(sent).replayed).toBe(false);
  });

  it('marks when its agent was last heard, by receive time', () => {
    database.script(`
      INSERT INTO unit VALUES ('thpt-a', 'school', 'THPT A');
      INSERT INTO school VALUES ('thpt-a', 0, 0);
      INSERT INTO agent VALUES ('may-chu', 'thpt-a', 0, NULL);`);
    expect(store.agents()).toEqual([
      { school: 'thpt-a', agent: 'may-chu', lastReceivedAt: undefined },
    ]);
    store.admit(batch([ping({ up: true }, ago(days(3)))]));
    expect(store.agents()[0]?.lastReceivedAt).toBe(NOW);
  });

  it('keeps 2 KiB of a refused line, and a thousand lines at most', () => {
    const line = 'x'.repeat(10_000);
    const refused = Array.from({ length: 1_500 }, (_, at) => ({
      line: at + 1,
      text: line,
      reason: 'no fields',
    }));
    const receipt = store.admit(batch([], { refused }));
    expect(receipt.refused).toHaveLength(1_500);
    const kept = store.deadLetters({ school: 'thpt-a', limit: 5_000 });
    expect(kept).toHaveLength(1_000);
    expect(kept[0]?.text).toHaveLength(2_048);
    expect(store.deadLetters({ school: 'thpt-b', limit: 10 })).toEqual([]);
  });
});

describe('the latest fact of a series', () => {
  const latest = () => store.latest({ school: 'thpt-a', measurement: 'uplink_ping' })[0];

  it('is the newest by its stamp, in whatever order facts arrive', () => {
    store.admit(batch([ping({ latency_s: 2 }, ago(minutes(1))), ping({ latency_s: 3 })]));
    store.admit(batch([ping({ latency_s: 1 }, ago(hours(2)))]));
    expect(latest()).toMatchObject({ fields: { latency_s: 3 }, at: NOW, device: 'line-1' });
  });

  it('replaces the older one, fields and all', () => {
    store.admit(batch([ping({ up: true, latency_s: 1 }, ago(minutes(1)))]));
    store.admit(batch([ping({ up: false, error: 'timeout' })]));
    expect(latest()?.fields).toEqual({ up: false, error: 'timeout' });
  });

  it('joins facts of the same stamp, within a batch and across two', () => {
    store.admit(batch([ping({ up: true, sent: 1 }), ping({ sent: 2 })]));
    store.admit(batch([ping({ latency_s: 0.5 })]));
    expect(latest()?.fields).toEqual({ up: true, sent: 2, latency_s: 0.5 });
  });

  it('is found by school, measurement and device', () => {
    store.admit(batch([ping({ up: true }), device('cam-1', 'camera')]));
    store.admit(batch([ping({ up: true })], { school: 'thpt-b' }));
    expect(store.latest({ device: 'line-1' })).toHaveLength(2);
    expect(store.latest({ school: 'thpt-a' })).toHaveLength(2);
    expect(store.latest({ school: 'thpt-b', measurement: 'device' })).toEqual([]);
    expect(store.seriesCount('thpt-a')).toBe(2);
  });
});

describe('the inventory of a school', () => {
  it('has the devices its agent declared, of kinds we know', () => {
    store.admit(
      batch([
        device('cam-2', 'camera', { zone: 'yard', address: '10.0.0.2' }),
        device('cam-1', 'camera', { simulated: false, name: 'Cổng' }),
        device('toaster', 'toaster'),
      ]),
    );
    expect(store.devices('thpt-a')).toMatchObject([
      { id: 'cam-1', kind: 'camera', name: 'Cổng', simulated: false, zone: undefined },
      { id: 'cam-2', kind: 'camera', simulated: true, zone: 'yard', address: '10.0.0.2' },
    ]);
    expect(store.evidence('thpt-a', NOW).devices).toHaveLength(2);
    expect(store.devices('thpt-b')).toEqual([]);
  });
});

describe('evidence', () => {
  it('reads the latest value with its stamp', () => {
    store.admit(batch([ping({ latency_s: 0.02 }, ago(minutes(5)))]));
    expect(ask({ statistic: 'latest' })).toEqual([
      { value: 0.02, at: ago(minutes(5)), samples: 1 },
    ]);
    expect(ask({ statistic: 'latest', field: 'jitter_s' })).toEqual([]);
  });

  it('has statistics over a window of days', () => {
    const facts = [1, 2, 3, 4, 100].map((value, at) => ping({ latency_s: value }, ago(days(at))));
    store.admit(batch(facts));
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
    store.admit(batch([ping({ up: true }, noon), ping({ up: false }, night)]));
    const share = (asked: Question['hours']) =>
      ask({ statistic: 'share_true', field: 'up', hours: asked })[0];
    expect(share('all')).toEqual({ value: 0.5, at: noon, samples: 2 });
    expect(share('school')).toEqual({ value: 1, at: noon, samples: 1 });
    expect(ask({ statistic: 'median', field: 'up' })[0]?.value).toBe(true);
    expect(ask({ statistic: 'min', field: 'up' })[0]?.value).toBe(false);
  });

  it('mends the day a late fact was measured on, and no other', () => {
    store.admit(batch([ping({ latency_s: 1 })]));
    store.admit(batch([ping({ latency_s: 9 }, ago(days(10)))]));
    expect(ask({ statistic: 'max', window: days(9) })[0]?.value).toBe(1);
    expect(ask({ statistic: 'max', window: days(10) })[0]?.value).toBe(9);
    expect(ask({ statistic: 'latest' })[0]?.value).toBe(1);
  });

  it('keeps series apart by device and by tag', () => {
    const far = { ...ping({ latency_s: 7 }), tags: { device: 'line-2', target: 'far' } };
    store.admit(batch([ping({ latency_s: 1 }), far]));
    expect(ask({ device: undefined }).map(({ samples }) => samples)).toEqual([1, 1]);
    expect(ask({ device: undefined, where: { target: 'far' } })).toHaveLength(1);
    expect(ask({ device: 'line-2', where: { target: 'centre' } })).toEqual([]);
  });

  it('counts no unregistered measurement and no words', () => {
    const telegraf: Fact = { ...ping({ usage: 1 }), measurement: 'cpu' };
    store.admit(batch([telegraf, ping({ error: 'timeout' })]));
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
    store.admit(batch([declare({ number: 900 }, ago(days(1))), declare({ number: 1_050 })]));
    const evidence = store.evidence('thpt-a', NOW);
    expect(evidence.declaration('pupils')).toBe(1_050);
    expect(evidence.declaration('rooms')).toBeUndefined();
  });
});

describe('pruning', () => {
  it('forgets old batches, dead letters and statistics and nothing younger', () => {
    const refused = [{ line: 1, text: 'x', reason: 'y' }];
    const old = batch([ping({ latency_s: 1 }, ago(days(450)))], {
      refused,
      receivedAt: ago(days(91)),
    });
    const young = batch([ping({ latency_s: 2 })], { refused });
    store.admit(old);
    store.admit(young);
    store.prune(NOW);
    expect(store.deadLetters({ limit: 10 }).map((letter) => letter.batch)).toEqual([young.id]);
    expect(ask({ statistic: 'count', window: undefined })[0]?.value).toBe(1);
    expect(store.admit(young).replayed).toBe(true);
    expect(store.admit(old).replayed).toBe(false);
  });
});
