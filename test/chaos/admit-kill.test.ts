import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteHistoryReader } from '../../collector/history/sqlite/sqlite-reader.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import { factMigrations } from '../../collector/store/fact-schema.ts';
import { number } from '../../collector/store/sql.ts';
import { epochMs } from '../../kit/units.ts';

const KILLS = 20;
const LOOP = join(import.meta.dirname, 'admit-loop.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the loop from `first` on, kills it in the middle of its work, gives what it acknowledged. */
async function acknowledgedBeforeKill(file: string, first: number, wanted: number) {
  const child = spawn(process.execPath, [LOOP, file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.split('\n').length > wanted && !child.killed) child.kill('SIGKILL');
  }
  await ended;
  // The last piece is a torn line, or nothing.
  return printed.split('\n').slice(0, -1).map(Number);
}

describe('a collector killed while it admits', () => {
  it(`loses no acknowledged batch and stores none twice, over ${KILLS} kills`, async () => {
    const file = join(folder, 'collector.db');
    const acknowledged: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // From the last acknowledged one again, as an agent does that got no answer.
      const from = acknowledged.at(-1) ?? 0;
      acknowledged.push(...(await acknowledgedBeforeKill(file, from, 5 + 7 * kill)));
    }
    const known = new Set(acknowledged);
    const stored = await storedSequences(file);
    expect(stored.points.filter((one) => known.has(one))).toEqual([...known].sort((a, b) => a - b));
    // At most the one batch of each kill that was stored and not acknowledged any more.
    expect(stored.points.length - known.size).toBeLessThanOrEqual(KILLS);
    expect(stored.factsInHistory).toBe(stored.points.length);
    expect(stored.counted).toBe(stored.points.length);
    expect(stored.batches).toBe(stored.points.length);
  }, 120_000);
});

async function storedSequences(file: string) {
  const sql = openDatabase(file, factMigrations);
  const one = (query: string) => number(sql.get(query) ?? {}, 'n');
  const [series] = await new SqliteHistoryReader({ sql }).query(
    {
      school: 'thpt-a',
      measurement: 'uplink_ping',
      field: 'sent',
      device: 'line-1',
      from: epochMs(Date.parse('2026-11-22')),
      to: epochMs(Date.parse('2027-01-01')),
      step: undefined,
    },
    new AbortController().signal,
  );
  const stored = {
    points: Array.from(series?.values ?? [], Number),
    factsInHistory: one('SELECT sum(facts) AS n FROM history_block WHERE tier = 0'),
    counted: one(
      "SELECT sum(count) AS n FROM day_statistic WHERE hours = 'all' AND field = 'sent'",
    ),
    batches: one('SELECT count(*) AS n FROM batch'),
  };
  sql.close();
  return stored;
}
