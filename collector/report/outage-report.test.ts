import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs, hours, minutes, ms } from '../../kit/units.ts';
import { at, incidentStage } from '../../test/incident-stage.ts';
import { zonedMonths } from '../incident/school-time.ts';
import { type Absence, lostMonths } from './outage-report.ts';

const NOW = at('2026-11-23T12:00:00');
const times = {
  months: zonedMonths('Asia/Ho_Chi_Minh'),
  schoolTime: (from: number, to: number) => ms((to - from) / 4),
  now: NOW,
};
const absence = (rule: string, since: string, until?: string): Absence => ({
  ...{ rule, title: { vi: rule, en: rule }, kind: undefined, since: at(since) },
  until: until === undefined ? undefined : at(until),
});

describe('time cut off by month', () => {
  it('counts what overlaps once, for the one that began first', () => {
    const [month, ...more] = lostMonths(
      [
        absence('line_down', '2026-11-20T08:10:00', '2026-11-20T09:30:00'),
        absence('agent_silent', '2026-11-20T08:00:00', '2026-11-20T09:00:00'),
        absence('agent_silent', '2026-11-20T08:20:00', '2026-11-20T08:30:00'),
      ],
      times,
    );
    expect(more).toEqual([]);
    expect(month).toMatchObject({ month: '2026-11', lost: minutes(90), outages: 1 });
    expect(month?.causes.map(({ rule, lost }) => [rule, lost])).toEqual([
      ['agent_silent', minutes(60)],
      ['line_down', minutes(30)],
    ]);
  });

  it('parts what lasts over the end of a month, the newest month first, one outage in all', () => {
    const found = lostMonths(
      [absence('line_down', '2026-10-31T23:00:00', '2026-11-01T02:00:00')],
      times,
    );
    expect(found.map(({ month, lost, outages }) => [month, lost, outages])).toEqual([
      ['2026-11', hours(2), 0],
      ['2026-10', hours(1), 1],
    ]);
  });

  it('counts one that lasts up to now', () => {
    expect(lostMonths([absence('line_down', '2026-11-23T11:15:00')], times)[0]?.lost).toBe(
      minutes(45),
    );
  });

  it('tells causes of one rule apart by what the school’s server found', () => {
    const one = absence('line_down', '2026-11-20T08:00:00', '2026-11-20T09:00:00');
    const two = {
      ...absence('line_down', '2026-11-21T08:00:00', '2026-11-21T10:00:00'),
      kind: 'router' as const,
    };
    expect(lostMonths([one, two], times)[0]?.causes.map(({ kind }) => kind)).toEqual([
      'router',
      undefined,
    ]);
  });

  it('never counts more than the union, and its causes add up to the whole', async () => {
    const start = at('2026-09-01T00:00:00');
    const one = fc.record({
      rule: fc.constantFrom('a', 'b'),
      from: fc.nat(2_000),
      length: fc.nat(600),
    });
    await fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (given) => {
        const absences = given.map(
          ({ rule, from, length }): Absence => ({
            ...{ rule, title: { vi: rule, en: rule }, kind: undefined },
            since: epochMs(start + hours(from)),
            until: epochMs(start + hours(from + length)),
          }),
        );
        const later = { ...times, now: epochMs(start + hours(3_000)) };
        const union = new Set(
          given.flatMap(({ from, length }) => Array.from({ length }, (_, hour) => from + hour)),
        );
        const found = lostMonths(absences, later);
        expect(found.reduce((sum, { lost }) => sum + lost, 0)).toBe(hours(union.size));
        for (const { lost, causes } of found)
          expect(causes.reduce((sum, cause) => sum + cause.lost, 0)).toBe(lost);
      }),
      { seed: 7 },
    );
  });
});

describe('the lost time of schools', () => {
  it('counts a shared outage for each member, each until it was right, and no device of a school', () => {
    const stage = incidentStage(NOW);
    const since = at('2026-11-20T08:00:00');
    const left = (length: number) => ({ since, leftAt: epochMs(since + length) });
    stage.plant({
      ...{ id: 'shared', openedAt: since, group: ['ward', 'Chợ Quán'] },
      members: [
        { school: 'thcs-a', ...left(minutes(10)) },
        { school: 'thcs-b', ...left(minutes(20)), evidence: { 'uplink_outage.kind': 'line' } },
      ],
    });
    stage.plant({
      ...{ id: 'camera', rule: 'camera_offline', openedAt: since },
      members: [{ school: 'thcs-a', device: 'cam', ...left(hours(9)) }],
    });
    const all = stage.lostTimes.inMonth('2026-11', undefined, NOW);
    expect([...all].map(([school, { lost }]) => [school, lost])).toEqual([
      ['thcs-a', minutes(10)],
      ['thcs-b', minutes(20)],
    ]);
    expect(all.get('thcs-b')?.causes[0]?.kind).toBe('line');
    expect([...stage.lostTimes.inMonth('2026-11', new Set(['thcs-b']), NOW).keys()]).toEqual([
      'thcs-b',
    ]);
    expect(stage.lostTimes.inMonth('2026-10', undefined, NOW).size).toBe(0);
    expect(stage.lostTimes.ofSchool('thcs-a', NOW)).toMatchObject([
      { month: '2026-11', outages: 1 },
    ]);
    stage.sql.close();
  });
});
