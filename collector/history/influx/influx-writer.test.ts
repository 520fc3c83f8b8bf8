import { expect, it } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { bytes, epochMs, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { bySeries } from '../../../wire/series.ts';
import { openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { InfluxHistoryWriter } from './influx-writer.ts';
import type { WriteOutcome } from './write-outcome.ts';

it('tells how much waits and since when, until as much waits as may, and after it is written', async () => {
  const sql = openDatabase(':memory:', factMigrations);
  const clock = new ManualClock();
  let outcome: WriteOutcome = { kind: 'stopped', reason: '401: no' };
  const server = {
    write: async () => outcome,
    query: async () => [],
    droppedRows: async () => ({ kind: 'other_server' }) as const,
  };
  const parts = { sql, server, clock, random: () => 0, log: silentLog };
  const writer = new InfluxHistoryWriter({ ...parts, most: bytes(100) });
  const end = new AbortController();
  const tending = writer.tend(end.signal);
  const append = (value: number) =>
    writer.append(
      'a',
      bySeries([{ measurement: 'm', tags: {}, fields: { x: value }, at: epochMs(value) }]),
    );
  const oldest = clock.now();
  append(1);
  await clock.advance(seconds(5));
  expect(writer.health()).toMatchObject({
    waitingLines: 1,
    oldest,
    full: false,
    problem: { kind: 'stopped', reason: '401: no' },
  });
  for (let value = 2; value < 9; value += 1) append(value);
  expect(writer.health()).toMatchObject({ waitingLines: 8, oldest, full: true });
  outcome = { kind: 'stored' };
  await clock.advance(seconds(90));
  expect(writer.health()).toEqual({
    waitingLines: 0,
    waitingSize: 0,
    oldest: undefined,
    full: false,
    problem: undefined,
  });
  end.abort();
  await tending;
  sql.close();
});
