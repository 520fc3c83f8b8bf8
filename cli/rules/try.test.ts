import { describe, expect, it } from 'vitest';
import { SqliteHistoryWriter } from '../../collector/history/sqlite/sqlite-writer.ts';
import { openStores } from '../../collector/store/stores-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { days, epochMs, hours, minutes } from '../../kit/units.ts';
import { dataFolder } from '../../test/data-folder.ts';
import { saidByTests } from '../../test/said.ts';
import type { Fact } from '../../wire/fact.ts';
import { bySeries } from '../../wire/series.ts';
import { run } from '../rules.ts';

const KEEP = { raw: days(90), five_minutes: days(90), hour: days(90), day: days(90) };
const START = Date.parse('2026-11-09T00:00:00+07:00');
const at = (day: number, span: number) => START + days(day) + span;

const said = saidByTests();

type StateOf = (device: string, at: number) => boolean | undefined;

/** Some days of a school with two cameras; what is told of a moment is what `state` says, and nothing where it says nothing. */
function folderOf(state: StateOf, last = 2): string {
  const folder = dataFolder(0);
  const { facts, close } = openStores(folder);
  const parts = { sql: facts, clock: systemClock, keep: KEEP, log: silentLog };
  const history = new SqliteHistoryWriter(parts);
  for (let day = 0; day < last; day += 1) {
    const minutesOfDay = Array.from({ length: 24 * 60 }, (_, minute) => at(day, minutes(minute)));
    const told = minutesOfDay.flatMap((now) =>
      ['cam-1', 'cam-2'].flatMap((device) => factsAt(device, now, state(device, now))),
    );
    facts.transaction(() => history.append('thpt-a', bySeries(told)));
  }
  close();
  return folder;
}

function factsAt(device: string, now: number, up: boolean | undefined): readonly Fact[] {
  if (up === undefined) return [];
  const [state, error] = up ? ['live', ''] : ['unreachable', 'connect: no answer: timeout'];
  const seen = { measurement: 'camera', tags: { device }, fields: { up, state, error } };
  const listed = {
    ...{ measurement: 'device', tags: { device, kind: 'camera' } },
    fields: { name: `Camera ${device}`, cadence_s: 60 },
  };
  const isHour = (now - START) % hours(1) === 0;
  return [seen, ...(isHour ? [listed] : [])].map((one) => ({ ...one, at: epochMs(now) }));
}

const between = (now: number, from: number, to: number) => now >= from && now < to;
const tried = async (folder: string, ...args: readonly string[]) => {
  const code = await run([
    'try',
    '--data',
    folder,
    '--from',
    '2026-11-10',
    '--to',
    '2026-11-10',
    ...args,
  ]);
  return { code, ...said };
};

interface Tried {
  readonly incidents: readonly {
    readonly rule: string;
    readonly members: number;
    readonly lastedMs: number | null;
    readonly toldAt: string;
  }[];
  readonly mailsToEach: number;
  readonly sentThen: { readonly incidents: number };
}
const parsed = (): Tried => JSON.parse(said.out) as Tried;

describe('hatang rules try', () => {
  it('tells what would have been told: what, when, how long, to whom', async () => {
    const down = at(1, hours(9));
    const folder = folderOf(
      (device, now) => device !== 'cam-1' || !between(now, down, down + minutes(20)),
    );
    const { code } = await tried(folder, '--json');
    expect([code, said.errors]).toEqual([0, '']);
    const { incidents, mailsToEach } = parsed();
    expect(incidents).toMatchObject([
      { rule: 'camera_offline', members: 1, lastedMs: minutes(20) },
    ]);
    expect(Date.parse(incidents[0]?.toldAt ?? '')).toBeGreaterThanOrEqual(down + minutes(1));
    expect(Date.parse(incidents[0]?.toldAt ?? '')).toBeLessThan(down + minutes(6));
    expect(mailsToEach).toBe(2);
    said.out = '';
    expect((await tried(folder)).code).toBe(0);
    expect(said.out).toContain('1 sự cố, 2 thư mỗi người nhận');
    expect(said.out).toMatch(/thpt-a: .*cam-1.*; hết sau 20 phút; phụ trách CNTT/i);
  });

  it('takes a gap without facts for silence, and none of the devices for broken', async () => {
    const gone = at(1, hours(9));
    const folder = folderOf((_device, now) =>
      between(now, gone, gone + hours(3)) ? undefined : true,
    );
    await tried(folder, '--json');
    const told = parsed().incidents;
    expect(told).toMatchObject([{ rule: 'agent_silent', lastedMs: hours(3) + minutes(1) }]);
    // The last facts came a minute before; then the patience with an agent, and the wait for other schools.
    const silence = Date.parse(told[0]?.toldAt ?? '') - (gone - minutes(1));
    expect(silence).toBeGreaterThan(minutes(3));
    expect(silence).toBeLessThan(minutes(4));
  });

  it('leaves out what opened before the time that is asked about', async () => {
    const down = at(0, hours(22));
    const folder = folderOf(
      (device, now) => device !== 'cam-1' || !between(now, down, down + hours(6)),
    );
    await tried(folder, '--json');
    expect(parsed().incidents).toEqual([]);
  });

  it('says nothing of a day on which everything was well', async () => {
    await tried(
      folderOf(() => true),
      '--json',
    );
    expect(parsed()).toMatchObject({ incidents: [], mailsToEach: 0, sentThen: { incidents: 0 } });
  });

  it.each([
    [['try'], 2, '--from DATE'],
    [['try', '--from', '2026-13-01'], 2, '--from DATE'],
    [['try', '--from', '2026-11-10', '--to', '2026-11-09'], 2, '--to is before'],
    [['try', '--from', '2026-11-10', '--data', '/nowhere'], 3, 'no collector has kept data there'],
    [['try', '--from', '2026-11-10', '--rules', '/nowhere'], 2, 'cannot be read'],
  ] as const)('refuses what it cannot do: %j', async (args, code, words) => {
    expect(await run(args)).toBe(code);
    expect(said.errors).toContain(words);
    expect(said.out).toBe('');
  });

  it('refuses a school that is not there', async () => {
    const folder = folderOf(() => true, 1);
    expect((await tried(folder, '--school', 'nowhere')).code).toBe(2);
    expect(said.errors).toContain('no school nowhere');
  });
});
