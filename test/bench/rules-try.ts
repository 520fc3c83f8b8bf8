/** `npm run bench:rules-try`: a month of one school of a hundred devices through the rules. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryRules } from '../../cli/rules/try.ts';
import { SqliteHistoryWriter } from '../../collector/history/sqlite/sqlite-writer.ts';
import type { LatestRow } from '../../collector/store/latest.ts';
import { openStores } from '../../collector/store/stores-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { days, epochMs, hours, minutes, seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { bySeries } from '../../wire/series.ts';
import { schoolRows } from './alert-city.ts';

const DAYS = Number(process.argv[2] ?? 30);
const SCHOOL = 'thpt-a';
const START = Date.parse('2026-10-01T00:00:00+07:00');
const KEEP = { raw: days(90), five_minutes: days(90), hour: days(90), day: days(90) };

/** How often each is measured; what isn't named, every five minutes. */
const CADENCE: Readonly<Record<string, number>> = {
  ...{ device: hours(1), declaration: hours(1), lab: hours(1), server: minutes(1) },
  ...{
    agent: seconds(30),
    uplink_ping: seconds(30),
    service_check: minutes(1),
    camera: minutes(1),
  },
};

const folder = mkdtempSync(join(tmpdir(), 'hatang-try-'));
try {
  const facts = fill();
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await tryRules(['--data', folder, '--from', '2026-10-02', '--to', lastDay(), '--lang', 'en']);
  const took = (performance.now() - began) / 1_000;
  const worked = process.cpuUsage(cpu).user / 1e6;
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  process.stdout.write(
    `${facts} facts of ${DAYS} days in ${took.toFixed(1)} s (${worked.toFixed(1)} s of the processor), ${memory} MB\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

function lastDay(): string {
  return new Date(START + days(DAYS - 1) + hours(12)).toISOString().slice(0, 10);
}

function fill(): number {
  const { state, facts, close } = openStores(folder);
  state.script(`
    INSERT INTO unit VALUES ('${SCHOOL}', 'school', 'THPT A');
    INSERT INTO school VALUES ('${SCHOOL}', 0, 0);`);
  const parts = { sql: facts, clock: systemClock, keep: KEEP, log: silentLog };
  const history = new SqliteHistoryWriter(parts);
  const rows = schoolRows(SCHOOL, epochMs(START));
  let written = 0;
  for (let hour = START; hour < START + days(DAYS); hour += hours(1)) {
    const told = rows.flatMap((row, place) => factsOf(row, place, hour));
    written += told.length;
    facts.transaction(() => history.append(SCHOOL, bySeries(told)));
  }
  close();
  return written;
}

/** Of one hour; each series has a phase of its own. */
function factsOf(row: LatestRow, place: number, hour: number): readonly Fact[] {
  const { measurement, tags, fields } = row;
  const cadence = CADENCE[measurement] ?? minutes(5);
  const times = Array.from({ length: hours(1) / cadence }, (_, at) => hour + at * cadence);
  const phase = (place * 7_919) % cadence;
  return times.map((at) => ({
    measurement,
    tags,
    fields:
      at % hours(7) < minutes(9) && measurement === 'uplink_ping'
        ? { ...fields, up: false }
        : fields,
    at: epochMs(at + phase),
  }));
}
