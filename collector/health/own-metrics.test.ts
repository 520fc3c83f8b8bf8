import { describe, expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { type Database, openDatabase } from '../store/database-door.ts';
import { factMigrations } from '../store/fact-schema.ts';
import type { Sql } from '../store/sql.ts';
import type { Gauge } from './metric.ts';
import { leaseMetrics, ownMetrics } from './own-metrics.ts';

const add = (sql: Database, school: string) => {
  sql.run("INSERT INTO unit (id, kind, name) VALUES (?, 'school', ?)", school, school);
  sql.run('INSERT INTO school (id, created_at) VALUES (?, 1)', school);
};
const stores = () => ({
  agents: () => [],
  state: openDatabase(':memory:'),
  facts: openDatabase(':memory:', factMigrations),
});
const figureOf = (metrics: ReturnType<ReturnType<typeof ownMetrics>>, name: string) =>
  metrics.find((metric): metric is Gauge => metric.type !== 'histogram' && metric.name === name)
    ?.value;

/** How many queries were asked. */
function counting(sql: Database) {
  let asked = 0;
  const counted: Pick<Sql, 'get' | 'all'> = {
    all: (query, ...values) => sql.all(query, ...values),
    get: (query, ...values) => {
      asked += 1;
      return sql.get(query, ...values);
    },
  };
  return { counted, asked: () => asked };
}

describe('the collector’s own metrics', () => {
  it('count what the store holds, with a name, help and type each, and no name of a school', () => {
    const both = stores();
    add(both.state, 'thcs-a');
    const metrics = ownMetrics(both, new ManualClock())();
    expect(figureOf(metrics, 'hatang_schools')).toBe(1);
    for (const { name, help, type } of metrics)
      expect([name, help, type]).toEqual([
        expect.stringMatching(/^hatang_[a-z_0-9]+$/),
        expect.any(String),
        'gauge',
      ]);
    expect(JSON.stringify(metrics)).not.toContain('thcs-a');
  });

  it('are counted once in a while, however often somebody asks', async () => {
    const clock = new ManualClock();
    const both = stores();
    const { counted, asked } = counting(both.state);
    const metrics = ownMetrics({ ...both, state: counted }, clock);
    metrics();
    const first = asked();
    add(both.state, 'thcs-a');
    for (let time = 0; time < 10; time += 1) expect(figureOf(metrics(), 'hatang_schools')).toBe(0);
    expect(asked()).toBe(first);
    await clock.advance(seconds(15));
    expect(figureOf(metrics(), 'hatang_schools')).toBe(1);
  });

  it('tell the leases of this moment', () => {
    let running = 1;
    const more = () => leaseMetrics({ running, waiting: 4, granted: 9 });
    const metrics = ownMetrics(stores(), new ManualClock(), more);
    metrics();
    running = 2;
    const told = ['running', 'waiting', 'granted_total'].map((name) =>
      figureOf(metrics(), `hatang_leases_${name}`),
    );
    expect(told).toEqual([2, 4, 9]);
  });

  it('count batches of the last five minutes alone: of all of them would take minutes in a large city', () => {
    const clock = new ManualClock();
    const both = stores();
    for (const age of [1, 299, 301])
      both.facts.run(
        "INSERT INTO batch VALUES ('a', 'b', ?, ?, '{}')",
        `${age}`,
        clock.now() - seconds(age),
      );
    expect(figureOf(ownMetrics(both, clock)(), 'hatang_batches_5m')).toBe(2);
  });
});
