import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { type EpochMs, epochMs, hours, type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import { seriesKey } from '../../../wire/line-protocol.ts';
import { openDatabase } from '../../store/database-door.ts';
import type { LatestRow } from '../../store/latest.ts';
import { loadRules } from '../rules/load-door.ts';
import { type RuleSet, ruleSet } from '../rules/rule-set.ts';
import { Told } from './told.ts';
import { Trial } from './trial.ts';

const START = epochMs(Date.parse('2026-11-23T01:00:00Z'));
const SPAN = hours(2);
const CADENCE = seconds(30);
const SUBJECTS = [
  { device: 'line', kind: 'uplink', measurement: 'uplink_ping' },
  { device: 'cam-1', kind: 'camera', measurement: 'camera' },
  { device: 'cam-2', kind: 'camera', measurement: 'camera' },
  { device: 'rec-1', kind: 'recorder', measurement: 'recorder' },
] as const;

let rules: RuleSet;
beforeAll(async () => {
  const loaded = await loadRules({});
  if (!loaded.ok) throw new Error('the shipped rules can be read');
  rules = ruleSet(loaded.value);
});

/** When each subject changes over, in minutes; all begin well. `gone`: nothing is told at all. */
interface History {
  readonly changes: readonly (readonly number[])[];
  readonly gone: readonly [from: number, length: number];
}

function rowsOf(history: History): readonly LatestRow[] {
  const turns = Array.from({ length: SPAN / CADENCE }, (_, turn) => turn * CADENCE);
  const [from, length] = history.gone;
  return turns
    .filter((at) => at < minutes(from) || at >= minutes(from + length))
    .flatMap((at) => SUBJECTS.flatMap((_, place) => factsAt(history, place, at)));
}

function factsAt({ changes }: History, place: number, at: number): readonly LatestRow[] {
  const { device, kind, measurement } = SUBJECTS[place] ?? SUBJECTS[0];
  const when = epochMs(START + at + place * 1_000);
  const changed = (changes[place] ?? []).filter((change) => minutes(change) <= at).length;
  const up = changed % 2 === 0;
  const state = kind === 'camera' ? { state: up ? 'live' : 'unreachable' } : {};
  const listed = row('device', { device, kind }, { name: device, cadence_s: 30 }, when);
  const seen = row(measurement, { device }, { up, ...state }, when);
  return at % minutes(30) === 0 ? [listed, seen] : [seen];
}

const row = (
  measurement: string,
  tags: LatestRow['tags'],
  fields: LatestRow['fields'],
  at: EpochMs,
): LatestRow => ({
  ...{ school: 'a', measurement, tags, fields, at, receivedAt: at },
  series: seriesKey({ measurement, tags }),
  device: tags['device'] ?? '',
});

function tried(history: History, wholeLook: Ms) {
  const sql = openDatabase(':memory:');
  sql.script(
    "INSERT INTO unit VALUES ('a', 'school', 'A'); INSERT INTO school VALUES ('a', 0, 0);",
  );
  const told = new Told(START);
  const trial = new Trial({
    ...{ sql, rules, wholeLook, log: silentLog, timeZone: 'Asia/Ho_Chi_Minh' },
    school: (id) => ({ id, name: 'A', unit: undefined, simulated: false }),
    unit: () => undefined,
    calendar: { isSchoolTime: () => true },
    silentAfter: minutes(3),
    from: START,
    to: epochMs(START + SPAN),
    accept: (notice) => told.accept(notice),
  });
  trial.play(rowsOf(history));
  sql.close();
  return told.incidents.map(({ rule, members, since, toldAt, overAt }) => ({
    ...{ rule, members, overAt, since },
    toldAt,
  }));
}

const change = fc.array(fc.integer({ min: 2, max: 115 }), { maxLength: 4 });
const histories = fc.record({
  changes: fc.array(change, { minLength: SUBJECTS.length, maxLength: SUBJECTS.length }),
  gone: fc.tuple(fc.integer({ min: 0, max: 110 }), fc.constantFrom(0, 1, 5, 20)),
});

it('finds the same where it looks only when something could change, as where it looks at every fact', () => {
  let found = 0;
  fc.assert(
    fc.property(histories, (history) => {
      const all = tried(history, ms(0));
      found += all.length;
      expect(tried(history, minutes(15))).toEqual(all);
    }),
    { numRuns: 25 },
  );
  expect(found).toBeGreaterThan(10);
});
