/** A collector with so many schools, on a clock that runs faster; tells its heap when it is asked. Forked by leases.ts. */
import { join } from 'node:path';
import { Identities } from '../../collector/access/identities.ts';
import { startCollector } from '../../collector/collector.ts';
import { CollectorConfig } from '../../collector/config.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import { Units } from '../../collector/store/units.ts';
import { silentLog } from '../../kit/log.ts';
import { fasterClock } from './faster-clock.ts';

const [folder = '', schools = '0', speed = '1', from = '0'] = process.argv.slice(2);
const clock = fasterClock(Number(speed), Number(from));
const tokens = enrolAll(Number(schools));
const collector = await startCollector({
  config: CollectorConfig.parse({ listen: '127.0.0.1:0', data: folder }),
  clock,
  log: silentLog,
  random: Math.random,
  version: 'bench',
  adminToken: undefined,
});
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ heap: process.memoryUsage().heapUsed, rss: process.memoryUsage().rss });
});
process.once('disconnect', () => void collector.stop());
process.send?.({ url: collector.url, tokens });

function enrolAll(count: number): readonly string[] {
  const sql = openDatabase(join(folder, 'hatang.db'));
  const units = new Units(sql, () => '2026-01-01');
  const identities = new Identities(sql);
  const made = sql.transaction(() =>
    Array.from({ length: count }, (_, at) => {
      const id = `thcs-${at}`;
      units.putSchool({ id, name: id, simulated: true, unit: undefined }, clock.now());
      return identities.newToken({ role: 'agent', unit: id, name: id }, clock.now());
    }),
  );
  sql.close();
  return made;
}
