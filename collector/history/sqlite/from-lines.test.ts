import { expect, it } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { days, type EpochMs, epochMs, hours } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import { openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { pack } from '../packing-door.ts';
import { pointsOf } from '../steps.ts';
import { SqliteHistoryReader } from './sqlite-reader.ts';
import { SqliteHistoryWriter } from './sqlite-writer.ts';

const START = Date.parse('2026-11-22T22:00:00Z');
const live = new AbortController().signal;
const keep = { raw: days(90), five_minutes: days(90), hour: days(90), day: days(90) };

/** A database as the version before wrote it, opened by this one. */
function migrated(rows: readonly { school: string; slot: number; lines: readonly string[] }[]) {
  const [first = ''] = factMigrations;
  return openDatabase(':memory:', [
    first,
    (database) => {
      for (const { school, slot, lines } of rows)
        database.run(
          'INSERT INTO history_slot (school, slot, facts, payload) VALUES (?, ?, ?, ?)',
          school,
          slot,
          lines.length,
          pack(lines.join('\n'), 'fast'),
        );
    },
    ...factMigrations.slice(1),
  ]);
}

it('what was kept as lines is kept as blocks, the later of two values over the earlier', async () => {
  const slot = START / hours(1);
  const line = (at: number, fields: string) => `camera,device=a\\ b ${fields} ${START + at}`;
  const sql = migrated([
    {
      school: 's',
      slot,
      lines: [line(0, 'up=true,error="mất \\"kết nối\\""'), line(1, 'up=true')],
    },
    { school: 's', slot, lines: [line(1, 'up=false')] },
    { school: 's', slot: slot + 3, lines: [line(hours(3), 'up=true')] },
    { school: 'other', slot, lines: [line(0, 'up=false'), 'junk'] },
  ]);
  const reader = new SqliteHistoryReader({ sql });
  const ask = async (school: string, field: string): Promise<readonly [EpochMs, FieldValue][]> => {
    const span = { from: epochMs(START), to: epochMs(START + days(1)), step: undefined };
    const question = { school, measurement: 'camera', field, device: 'a b', ...span };
    return (await reader.query(question, live)).flatMap((series) =>
      pointsOf(series).map(({ at, value }): [EpochMs, FieldValue] => [epochMs(at - START), value]),
    );
  };
  const all = [
    [0, true],
    [1, false],
    [hours(3), true],
  ];
  expect(await ask('s', 'up')).toEqual(all);
  expect(await ask('s', 'error')).toEqual([[0, 'mất "kết nối"']]);
  expect(await ask('other', 'up')).toEqual([[0, false]]);
  const writer = new SqliteHistoryWriter({ sql, clock: new ManualClock(), keep, log: silentLog });
  await writer.compact(epochMs(START + days(9)), live);
  expect(await ask('s', 'up')).toEqual(all);
  expect(sql.all("SELECT name FROM sqlite_schema WHERE name LIKE 'history_slot%'")).toEqual([]);
  sql.close();
});

it('more slots than are named at once all become blocks', () => {
  const slots = Array.from({ length: 1_203 }, (_, at) => ({
    school: `s${at % 7}`,
    slot: 500_000 + at,
    lines: [`camera,device=a up=true ${(500_000 + at) * hours(1)}`],
  }));
  const sql = migrated(slots);
  expect(sql.get('SELECT count(*) AS rows, sum(facts) AS facts FROM history_block')).toEqual({
    rows: 1_203,
    facts: 1_203,
  });
  expect(sql.get('SELECT min(day * 24) AS first FROM history_block')).toEqual({ first: 499_992 });
  sql.close();
});
