import { type Database, openDatabase } from '../collector/store/database-door.ts';
import { factMigrations } from '../collector/store/fact-schema.ts';
import { FactWriter, type ReadBatch } from '../collector/store/fact-writer.ts';
import { FactStore } from '../collector/store/facts.ts';
import { zonedDay } from '../collector/store/zoned-day.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';
import type { Fact, FieldValue } from '../wire/fact.ts';
import { specOf } from '../wire/measurements.ts';
import { bySeries, factsOf } from '../wire/series.ts';

/** Monday, 10:00 in Vietnam. */
export const NOW = epochMs(Date.parse('2026-11-23T03:00:00Z'));
export const ago = (span: number): EpochMs => epochMs(NOW - span);

/** A store in memory; what it appends to the history is kept in a list. School ends at 17:00 in Vietnam. */
export function openFactStore(): {
  database: Database;
  store: FactStore;
  writer: FactWriter;
  appended: Fact[];
} {
  const database = openDatabase(':memory:', factMigrations);
  const appended: Fact[] = [];
  const writer = factWriter(database, (facts) => appended.push(...facts));
  const enrolled = () => [{ school: 'thpt-a', agent: 'may-chu' }];
  const store = new FactStore({ sql: database, enrolled, timeZone: TIME_ZONE });
  return { database, store, writer, appended };
}

const TIME_ZONE = 'Asia/Ho_Chi_Minh';

export function factWriter(
  sql: Database,
  append: (facts: readonly Fact[]) => void = () => undefined,
): FactWriter {
  return new FactWriter({
    sql,
    history: { append: (_, series) => append(factsOf(series)) },
    counting: {
      dayOf: zonedDay(TIME_ZONE),
      isSchoolTime: (at) => new Date(at).getUTCHours() < 10,
      fieldsOf: (measurement) => {
        const fields = specOf(measurement)?.fields;
        return fields && new Set(Object.keys(fields));
      },
    },
  });
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
    series: bySeries(facts),
    refused: [],
    ...more,
  };
}
