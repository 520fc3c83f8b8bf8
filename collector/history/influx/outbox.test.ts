import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { type Database, openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { pack } from '../packing-door.ts';
import { Outbox, type Shipment } from './outbox.ts';

const NOW = epochMs(1_795_000_000_000);
const fact = (value: number): Fact => ({
  measurement: 'm',
  tags: {},
  fields: { x: value },
  at: epochMs(value),
});
const facts = (count: number) => Array.from({ length: count }, (_, at) => fact(at));
let sql: Database;
let outbox: Outbox;

beforeEach(() => {
  sql = openDatabase(':memory:', factMigrations);
  outbox = new Outbox(sql);
  return () => sql.close();
});

function peek(reach: Partial<Parameters<Outbox['peek']>[0]> = {}): Shipment {
  const shipment = outbox.peek({ mostLines: 5_000, ...reach });
  if (shipment === undefined) throw new Error('nothing waits');
  return shipment;
}
/** The figures kept, against those counted row by row. */
function expectSizeToBeTrue(): void {
  expect(sql.get('SELECT batches, lines, bytes FROM influx_outbox_size')).toEqual(
    sql.get(`SELECT count(*) AS batches, ifnull(sum(lines), 0) AS lines,
      ifnull(sum(length(payload)), 0) AS bytes FROM influx_outbox`),
  );
}

describe('the outbox', () => {
  it('knows what waits, since when, and forgets it with a transaction undone', () => {
    expect(outbox.waiting()).toEqual({ lines: 0, size: 0, oldest: undefined });
    outbox.add('a', facts(3), NOW);
    outbox.add('b', facts(2), epochMs(NOW + 5));
    expect(outbox.waiting()).toMatchObject({ lines: 5, oldest: NOW });
    expect(outbox.waiting().size).toBeGreaterThan(0);
    const undone = () =>
      sql.transaction(() => {
        outbox.add('c', facts(9), NOW);
        throw new Error('disk full');
      });
    expect(undone).toThrow('disk full');
    expect(outbox.waiting().lines).toBe(5);
    expectSizeToBeTrue();
  });

  it('gives whole rows within reach', () => {
    for (const count of [3, 4, 5]) outbox.add('a', facts(count), NOW);
    expect(peek({ mostLines: 7 })).toMatchObject({ firstRow: 1, lastRow: 2 });
    expect(peek({ mostLines: 1 })).toMatchObject({ firstRow: 1, lastRow: 1 });
    expect(peek({ after: 1 })).toMatchObject({ firstRow: 2, lastRow: 3 });
    expect(peek({ upTo: 2 })).toMatchObject({ firstRow: 1, lastRow: 2 });
    expect(outbox.peek({ after: 3, mostLines: 9 })).toBeUndefined();
  });

  it('keeps the lines of which nothing is known yet, where they stood', () => {
    for (const school of ['a', 'b', 'c']) outbox.add(school, facts(3), NOW);
    const shipment = peek();
    outbox.settle(shipment, { poison: [], left: shipment.lines.slice(4) }, NOW);
    expectSizeToBeTrue();
    expect(outbox.waiting().lines).toBe(5);
    const left = peek();
    expect(left).toMatchObject({ firstRow: 2, lastRow: 3 });
    expect(left.lines).toEqual(shipment.lines.slice(4));
    outbox.settle(left, { poison: [], left: [] }, NOW);
    expectSizeToBeTrue();
    expect(outbox.waiting()).toEqual({ lines: 0, size: 0, oldest: undefined });
  });

  it('of an older version is taken over with all that waits', () => {
    sql.close();
    sql = openDatabase(':memory:', factMigrations.slice(0, 1));
    const insert = 'INSERT INTO influx_outbox (school, lines, payload) VALUES (?, ?, ?)';
    sql.run(insert, 'a', 2, pack('m x=1 1\nm x=2 2', 'fast'));
    const before = Date.now();
    sql.transaction(() => {
      for (const step of factMigrations.slice(1))
        if (typeof step === 'string') sql.script(step);
        else step(sql);
    });
    outbox = new Outbox(sql);
    const { lines, oldest } = outbox.waiting();
    expect(lines).toBe(2);
    expect(oldest).toBeGreaterThanOrEqual(before - 1_000);
    expect(peek().lines.map(({ line }) => line)).toEqual(['m x=1 1', 'm x=2 2']);
    expectSizeToBeTrue();
  });
});
