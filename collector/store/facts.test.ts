import { beforeEach, describe, expect, it } from 'vitest';
import { days, type EpochMs, epochMs, hours, minutes } from '../../kit/units.ts';
import { ago, batchOf, factWriter, NOW, openFactStore, ping } from '../../test/fact-store.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';
import type { Database } from './database-door.ts';
import { schoolDays } from './day-rows.ts';
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

const device = (id: string, kind: string, fields: Record<string, FieldValue> = {}): Fact => ({
  measurement: 'device',
  tags: { device: id, kind },
  fields: { name: id, simulated: true, ...fields },
  at: NOW,
});
describe('a batch', () => {
  it('is stored once, and sent again gives its first receipt', () => {
    const refused = [{ line: 2, text: 'junk', reason: 'no fields' }];
    const sent = batchOf([ping({ latency_s: 0.01 })], { refused });
    const first = writer.admit(sent);
    const second = writer.admit({ ...sent, receivedAt: epochMs(NOW + 1) });
    expect(first).toEqual({
      batch: sent.id,
      stored: 1,
      refused: [{ line: 2, reason: 'no fields' }],
      replayed: false,
    });
    expect(second).toEqual({ ...first, replayed: true });
    expect(appended).toHaveLength(1);
    const counted = schoolDays(database, 'thpt-a');
    const series = seriesKey(ping({}));
    const key = { measurement: 'uplink_ping', series };
    expect(counted(key, { field: 'latency_s', hours: 'all' }, '')?.count).toBe(1);
    expect(store.deadLetters({ limit: 10 })).toHaveLength(1);
  });

  it('with the id of another agent or school is another batch', () => {
    const sent = batchOf([ping({ latency_s: 0.01 })]);
    writer.admit(sent);
    expect(writer.admit({ ...sent, agent: 'may-2' }).replayed).toBe(false);
    expect(writer.admit({ ...sent, school: 'thpt-b' }).replayed).toBe(false);
  });

  it('is stored whole or not at all', () => {
    const sent = batchOf([ping({ latency_s: 0.01 })], {
      refused: [{ line: 1, text: 'x', reason: 'y' }],
    });
    const broken = factWriter(database, () => {
      throw new Error('the history broke');
    });
    expect(() => broken.admit(sent)).toThrow('the history broke');
    expect(store.latest({})).toEqual([]);
    expect(store.deadLetters({ limit: 10 })).toEqual([]);
    expect(writer.admit(sent).replayed).toBe(false);
  });

  it('marks when its agent was last heard, by receive time', () => {
    expect(store.agents()).toEqual([
      { school: 'thpt-a', agent: 'may-chu', lastReceivedAt: undefined },
    ]);
    writer.admit(batchOf([ping({ up: true }, ago(days(3)))]));
    expect(store.agents()[0]?.lastReceivedAt).toBe(NOW);
  });

  it('keeps 2 KiB of a refused line, and a thousand lines at most', () => {
    const line = 'x'.repeat(10_000);
    const refused = Array.from({ length: 1_500 }, (_, at) => ({
      line: at + 1,
      text: line,
      reason: 'no fields',
    }));
    const receipt = writer.admit(batchOf([], { refused }));
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
    writer.admit(batchOf([ping({ latency_s: 2 }, ago(minutes(1))), ping({ latency_s: 3 })]));
    writer.admit(batchOf([ping({ latency_s: 1 }, ago(hours(2)))]));
    expect(latest()).toMatchObject({ fields: { latency_s: 3 }, at: NOW, device: 'line-1' });
  });

  it('replaces the older one, fields and all', () => {
    writer.admit(batchOf([ping({ up: true, latency_s: 1 }, ago(minutes(1)))]));
    writer.admit(batchOf([ping({ up: false, error: 'timeout' })]));
    expect(latest()?.fields).toEqual({ up: false, error: 'timeout' });
  });

  it('joins facts of the same stamp, within a batch and across two', () => {
    writer.admit(batchOf([ping({ up: true, sent: 1 }), ping({ sent: 2 })]));
    writer.admit(batchOf([ping({ latency_s: 0.5 })]));
    expect(latest()?.fields).toEqual({ up: true, sent: 2, latency_s: 0.5 });
  });

  it('is found by school, measurement and device', () => {
    writer.admit(batchOf([ping({ up: true }), device('cam-1', 'camera')]));
    writer.admit(batchOf([ping({ up: true })], { school: 'thpt-b' }));
    expect(store.latest({ device: 'line-1' })).toHaveLength(2);
    expect(store.latest({ school: 'thpt-a' })).toHaveLength(2);
    expect(store.latest({ school: 'thpt-b', measurement: 'device' })).toEqual([]);
    expect(writer.seriesCount('thpt-a')).toBe(2);
  });
});

describe('the inventory of a school', () => {
  it('has the devices its agent declared, of kinds we know', () => {
    writer.admit(
      batchOf([
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

  it('leaves out one that was struck off', () => {
    writer.admit(
      batchOf([device('pc-1', 'machine'), device('pc-2', 'machine', { struck_off: true })]),
    );
    expect(store.devices('thpt-a').map(({ id }) => id)).toEqual(['pc-1']);
  });
});

describe('pruning', () => {
  it('forgets old batches, dead letters and statistics and nothing younger', () => {
    const refused = [{ line: 1, text: 'x', reason: 'y' }];
    const old = batchOf([ping({ latency_s: 1 }, ago(days(450)))], {
      refused,
      receivedAt: ago(days(91)),
    });
    const young = batchOf([ping({ latency_s: 2 })], { refused });
    writer.admit(old);
    writer.admit(young);
    writer.prune(NOW);
    expect(store.deadLetters({ limit: 10 }).map((letter) => letter.batch)).toEqual([young.id]);
    expect(database.get('SELECT count(DISTINCT day) AS n FROM day_statistic')).toEqual({ n: 1 });
    expect(writer.admit(young).replayed).toBe(true);
    expect(writer.admit(old).replayed).toBe(false);
  });
});

it('tells of a flag how often it was true on each of the last days, and none where nothing was counted', () => {
  const line = (up: boolean, at: EpochMs) => ping({ up }, at);
  writer.admit(batchOf([line(true, NOW), line(false, ago(minutes(1))), line(true, ago(days(2)))]));
  writer.admit(batchOf([line(true, ago(days(5)))]));
  const [row] = store.latest({ school: 'thpt-a', measurement: 'uplink_ping' });
  const key = { school: 'thpt-a', measurement: 'uplink_ping', series: row?.series ?? '' };
  expect(store.flagDays({ ...key, field: 'up', hours: 'all' }, NOW, 3)).toEqual([
    { day: '2026-11-21', count: 1, trues: 1 },
    { day: '2026-11-22', count: 0, trues: 0 },
    { day: '2026-11-23', count: 2, trues: 1 },
  ]);
});
