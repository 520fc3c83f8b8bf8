import { type Database, openDatabase } from '../collector/store/database-door.ts';
import { factMigrations } from '../collector/store/fact-schema.ts';
import { FactStore, type ReadBatch } from '../collector/store/facts.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';
import type { Fact, FieldValue } from '../wire/fact.ts';
import { factsOf } from '../wire/series.ts';

/** Monday, 10:00 in Vietnam. */
export const NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));
export const ago = (span: number): EpochMs => epochMs(NOW - span);

/** A store in memory; what it appends to the history is kept in a list. School ends at 17:00 in Vietnam. */
export function openFactStore(): { database: Database; store: FactStore; appended: Fact[] } {
  const database = openDatabase(':memory:', factMigrations);
  const appended: Fact[] = [];
  const store = new FactStore({
    sql: database,
    history: { append: (_, series) => appended.push(...factsOf(series)) },
    enrolled: () => [{ school: 'thpt-a', agent: 'may-chu' }],
    timeZone: 'Asia/Ho_Chi_Minh',
    isSchoolTime: (at) => new Date(at).getUTCHours() < 10,
  });
  return { database, store, appended };
}

export const ping = (fields: Record<string, FieldValue>, at = NOW): Fact => ({
  measurement: 'uplink_ping',
  tags: { device: 'line-1', target: 'centre' },
  fields,
  at,
});

let sequence = 0;
/** A batch of school thpt-a with an id of its own. */
export function batchOf(facts: readonly Fact[], more: Partial<ReadBatch> = {}): ReadBatch {
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
}
