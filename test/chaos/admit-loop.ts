/** Admits batches without end and prints the id of each once it is acknowledged. Killed by its test. */
import { writeSync } from 'node:fs';
import { SqliteHistoryWriter } from '../../collector/history/sqlite/sqlite-writer.ts';
import { Ingest } from '../../collector/ingest/ingest.ts';
import { countedFields } from '../../collector/store/counted-fields.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import { factMigrations } from '../../collector/store/fact-schema.ts';
import { FactWriter } from '../../collector/store/fact-writer.ts';
import { zonedDay } from '../../collector/store/zoned-day.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { days, epochMs } from '../../kit/units.ts';

const KEEP = { raw: days(90), five_minutes: days(90), hour: days(90), day: days(90) };
const [file = '', first = '0'] = process.argv.slice(2);
const sql = openDatabase(file, factMigrations);
const history = new SqliteHistoryWriter({ sql, clock: systemClock, keep: KEEP, log: silentLog });
const counting = {
  dayOf: zonedDay('Asia/Ho_Chi_Minh'),
  isSchoolTime: () => true,
  fieldsOf: countedFields(['uplink_ping.sent']),
};
const ingest = new Ingest({
  sql,
  facts: new FactWriter({ sql, history, counting }),
  log: silentLog,
  elapsed: systemClock.elapsed,
  later: (deed) => setImmediate(deed),
});
const start = Date.parse('2026-11-23T00:00:00Z');
for (let sequence = Number(first); ; sequence += 1) {
  const line = `uplink_ping,device=line-1,target=centre sent=${sequence}i ${start + sequence * 1_000}`;
  const outcome = await ingest.admit(
    {
      identity: { school: 'thpt-a', agent: 'may-chu' },
      batch: `may-chu.s1.${sequence}`,
      body: Buffer.from(line),
      gzip: false,
      precision: 'ms',
      foreign: false,
      receivedAt: epochMs(Date.now()),
    },
    'live',
  );
  if (outcome.kind === 'stored') writeSync(1, `${sequence}\n`);
}
