/** Admits batches without end and prints the id of each once it is acknowledged. Killed by its test. */
import { writeSync } from 'node:fs';
import { SqliteHistoryWriter } from '../../collector/history/sqlite/sqlite-writer.ts';
import { admitBody } from '../../collector/ingest/admit.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import { factMigrations } from '../../collector/store/fact-schema.ts';
import { FactStore } from '../../collector/store/facts.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { days, epochMs } from '../../kit/units.ts';

const KEEP = { raw: days(90), five_minutes: days(90), hour: days(90), day: days(90) };
const [file = '', first = '0'] = process.argv.slice(2);
const sql = openDatabase(file, factMigrations);
const store = new FactStore({
  sql,
  history: new SqliteHistoryWriter({ sql, clock: systemClock, keep: KEEP, log: silentLog }),
  enrolled: () => [],
  timeZone: 'Asia/Ho_Chi_Minh',
  isSchoolTime: () => true,
});
const start = Date.parse('2026-11-23T00:00:00Z');
for (let sequence = Number(first); ; sequence += 1) {
  const line = `uplink_ping,device=line-1,target=centre sent=${sequence}i ${start + sequence * 1_000}`;
  const admitted = await admitBody(
    {
      identity: { school: 'thpt-a', agent: 'may-chu' },
      batch: `may-chu.s1.${sequence}`,
      body: Buffer.from(line),
      gzip: false,
      precision: 'ms',
      receivedAt: epochMs(Date.now()),
    },
    store,
  );
  if (admitted.ok) writeSync(1, `${sequence}\n`);
}
