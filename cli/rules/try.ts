/** hatang rules try: history through the rules, beside a collector that may be running; nothing is sent or written. */

import { existsSync } from 'node:fs';
import { loadRules } from '../../collector/alert/rules/load-door.ts';
import { type RuleSet, ruleSet } from '../../collector/alert/rules/rule-set.ts';
import { mailsOf, Told } from '../../collector/alert/trial/told.ts';
import { Trial } from '../../collector/alert/trial/trial.ts';
import { calendarOf } from '../../collector/calendar/make-calendar.ts';
import { readTeaching } from '../../collector/calendar/open-calendar.ts';
import { dayAfter, momentOf, wallTime } from '../../collector/calendar/wall-time.ts';
import type { CollectorConfig } from '../../collector/config.ts';
import { daysWithoutPoints, replayed } from '../../collector/history/sqlite/replay.ts';
import { needed, StartProblem } from '../../collector/start-problem.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import type { LatestRow } from '../../collector/store/latest.ts';
import { openStoresReadOnly, type Stores, stateFile } from '../../collector/store/stores-door.ts';
import { Units } from '../../collector/store/units.ts';
import { type Clock, systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { days, type EpochMs, epochMs } from '../../kit/units.ts';
import { sayFileProblems } from '../../standards/file-problem.ts';
import { collectorConfig } from '../collector-config.ts';
import { inOrder } from './in-order.ts';
import { sentThen } from './sent-then.ts';
import { readTry, TRY_USAGE, type TryAsked } from './try-asked.ts';
import { type Tried, tryJson, tryText } from './try-text.ts';

type ExitCode = 0 | 1 | 2 | 3;

/** 0 tried, 2 wrong use, config, rules or school, 3 no data to read. */
export async function tryRules(args: readonly string[]): Promise<ExitCode> {
  const asked = readTry(args);
  if (!asked.ok) return refuse(2, `${asked.problem}\n\n${TRY_USAGE}`);
  try {
    const tried = await tryIt(asked.value, systemClock);
    const { json, language } = asked.value;
    process.stdout.write(json ? tryJson(tried) : tryText(tried, language));
    return 0;
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    return refuse(error.kind === 'config' ? 2 : 3, error.message);
  }
}

function refuse(code: 2 | 3, problem: string): ExitCode {
  process.stderr.write(`hatang rules try: ${problem}\n`);
  return code;
}

/** Opened in the days before and still open then, an incident is none of what was asked about. */
const BEFOREHAND = days(1);
const MOST_SCHOOLS = 50;

async function tryIt(asked: TryAsked, clock: Clock) {
  const config = configOf(asked);
  const rules = await rulesOf(asked);
  const stores = storesIn(asked.data ?? (process.env['HATANG_DATA'] || config.data));
  try {
    return tryOver(stores, { asked, config, rules, clock });
  } finally {
    stores.close();
  }
}

interface Trying {
  readonly asked: TryAsked;
  readonly config: CollectorConfig;
  readonly rules: RuleSet;
  readonly clock: Clock;
}

function tryOver(stores: Stores, { asked, config, rules, clock }: Trying): Tried {
  const { time_zone: timeZone } = config;
  const today = wallTime(timeZone)(clock.now()).day;
  const midnight = (day: string) => momentOf(timeZone)({ day, time: '00:00' });
  const from = midnight(asked.from);
  const to = epochMs(Math.min(clock.now(), midnight(dayAfter(asked.to ?? today))));
  const units = new Units(stores.state, () => today);
  const schools = schoolsOf(asked, units);
  const told = new Told(from);
  const memory = openDatabase(':memory:');
  try {
    const trial = new Trial({
      ...{ sql: memory, rules, timeZone, log: silentLog, to },
      school: (id) => units.school(id),
      unit: (id) => units.name(id),
      calendar: calendarOf(readTeaching(config)),
      silentAfter: config.alerts.agent_silent_after,
      from: epochMs(from - BEFOREHAND),
      accept: (notice) => told.accept(notice),
    });
    for (const id of schools)
      new Units(memory, () => today).putSchool(
        { id, name: units.school(id)?.name, simulated: undefined, unit: undefined },
        from,
      );
    const asking = { from: epochMs(from - BEFOREHAND), to, measurements: rules.watched };
    const histories = schools.map((school) => replayed(stores.facts, { ...asking, school }));
    const counted = counting(inOrder(histories), asking);
    trial.play(counted.rows);
    return {
      ...{ from, to, schools, timeZone, incidents: told.incidents },
      facts: counted.count(),
      mails: mailsOf(told.incidents),
      missingDays: schools.flatMap((school) =>
        daysWithoutPoints(stores.facts, { school, from, to }).map((day) => ({ school, day })),
      ),
      silentAfter: config.alerts.agent_silent_after,
      sent: sentThen(stores.state, schools, { from, to }),
    };
  } finally {
    memory.close();
  }
}

/** How far it is, on stderr where a person looks on. */
function counting(rows: Iterable<LatestRow>, { from, to }: { from: EpochMs; to: EpochMs }) {
  let count = 0;
  let percent = 0;
  function* counted() {
    for (const row of rows) {
      count += 1;
      const now = Math.floor((100 * (row.at - from)) / Math.max(1, to - from));
      if (now > percent && process.stderr.isTTY) process.stderr.write(`\r${now} %`);
      percent = Math.max(percent, now);
      yield row;
    }
    if (process.stderr.isTTY) process.stderr.write('\r');
  }
  return { rows: counted(), count: () => count };
}

function schoolsOf({ schools: asked }: TryAsked, units: Units): readonly string[] {
  const all = units.schoolIds();
  const unknown = asked.find((id) => !all.includes(id));
  if (unknown !== undefined)
    throw new StartProblem('config', `không có trường ${unknown} / no school ${unknown}`);
  const schools = asked.length === 0 ? all : [...new Set(asked)];
  if (schools.length > MOST_SCHOOLS)
    throw new StartProblem(
      'config',
      `${schools.length} trường là quá nhiều, tối đa ${MOST_SCHOOLS}: dùng --school / ${schools.length} schools are too many, ${MOST_SCHOOLS} at most: use --school`,
    );
  return schools;
}

async function rulesOf({ rules: folder, overrides }: TryAsked): Promise<RuleSet> {
  const loaded = await loadRules({ folder, overrides });
  if (!loaded.ok) throw new StartProblem('config', sayFileProblems(loaded.problem));
  return ruleSet(loaded.value);
}

function configOf({ config: file }: TryAsked): CollectorConfig {
  const read = collectorConfig(file);
  if (!read.ok) throw new StartProblem('config', read.problem);
  if (read.value.history.kind === 'sqlite') return read.value;
  throw new StartProblem(
    'config',
    'chỉ chạy lại được lịch sử lưu tại trung tâm (history: sqlite), không phải InfluxDB / only embedded history can be replayed, not that of InfluxDB',
  );
}

function storesIn(folder: string): Stores {
  const file = stateFile(folder);
  if (existsSync(file)) return needed(() => openStoresReadOnly(folder));
  const [vi, en] = [`chưa có dữ liệu của trung tâm ở ${file}`, 'no collector has kept data there'];
  throw new StartProblem('needed', `${vi} / ${en} (--data DIR)`);
}
