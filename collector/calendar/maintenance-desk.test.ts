import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs, hours, type Ms, minutes } from '../../kit/units.ts';
import { type DeskStage, deskStage } from '../../test/sample-desks.ts';
import type { Actor } from '../access/caller.ts';
import type { MaintenanceWish } from './maintenance-desk.ts';

const NOW = epochMs(Date.parse('2026-11-26T02:00:00Z'));
const later = (span: number) => epochMs(NOW + span);
const who = (role: Actor['role'], unit?: string): Actor => ({
  ...{ role, unit, name: `${role} ${unit}`, user: undefined, address: '10.0.0.9' },
});
const ADMIN = who('admin');
const WARD = who('officer', 'cho-quan');
const SCHOOL = who('school', 'thcs-a');

let stage: DeskStage;
beforeEach(() => {
  stage = deskStage(NOW);
});

const desk = () => stage.desks.maintenance;
const wish = (more: Partial<MaintenanceWish> = {}): MaintenanceWish => ({
  ...{ from: later(hours(1)), until: later(hours(2)), note: 'thay cáp', ...more },
});
function announced(by: Actor, more: Partial<MaintenanceWish> = {}) {
  const made = desk().announce(by, wish(more));
  if (!made.ok) throw new Error(made.problem);
  return made.value;
}

describe('announced work', () => {
  it('covers the schools of its unit from its beginning until before its end', () => {
    announced(WARD, { unit: 'cho-quan' });
    const covered = (school: string, span: number) => desk().covers(school, later(span));
    expect(covered('thcs-a', hours(1) - 1)).toBe(false);
    expect(covered('thcs-a', hours(1))).toBe(true);
    expect(covered('thcs-a', hours(2) - 1)).toBe(true);
    expect(covered('thcs-a', hours(2))).toBe(false);
    expect(covered('thcs-b', hours(1))).toBe(false);
    expect(covered('', hours(1))).toBe(false);
  });

  it('of everyone covers every school and the collector itself', () => {
    announced(ADMIN);
    for (const school of ['thcs-a', 'thcs-b', ''])
      expect(desk().covers(school, later(hours(1)))).toBe(true);
  });

  it('covers at once when it is announced, and no more when it is ended', () => {
    expect(desk().covers('thcs-a', NOW)).toBe(false);
    const { id } = announced(SCHOOL, { from: NOW });
    expect(desk().covers('thcs-a', NOW)).toBe(true);
    expect(desk().end(SCHOOL, id).ok).toBe(true);
    expect(desk().covers('thcs-a', later(1))).toBe(false);
  });

  it('follows a school that is moved to another unit', () => {
    announced(ADMIN, { unit: 'cho-quan', from: NOW });
    expect(desk().covers('thcs-b', NOW)).toBe(false);
    stage.units.putSchool(
      { id: 'thcs-b', name: undefined, simulated: undefined, unit: 'cho-quan' },
      NOW,
    );
    expect(desk().covers('thcs-b', later(minutes(1)))).toBe(true);
  });

  it('is asked of the database once for a whole turn of the fleet', () => {
    announced(ADMIN, { unit: 'cho-quan', from: NOW });
    let asked = 0;
    const below = stage.units.schoolsBelow.bind(stage.units);
    stage.units.schoolsBelow = (unit) => {
      asked += 1;
      return below(unit);
    };
    for (let school = 0; school < 2_300; school += 1) desk().covers(`s-${school}`, later(school));
    expect(asked).toBe(1);
  });

  it('is written into the log, and shown with who ended it', async () => {
    announced(WARD, { unit: 'thcs-a', from: later(minutes(-5)) });
    await stage.clock.advance(minutes(10));
    expect(desk().end(WARD, 1).ok).toBe(true);
    expect(desk().list(WARD)).toMatchObject([
      {
        ...{ id: 1, unit: 'thcs-a', unitName: 'thcs-a', state: 'past', endable: false },
        ...{ madeBy: 'officer cho-quan', endedBy: 'officer cho-quan', endedAt: later(minutes(10)) },
      },
    ]);
    const log = stage.desks.audit(WARD, { limit: 10 });
    expect(log.map(({ deed, unit }) => [deed, unit])).toEqual([
      ['maintenance_ended', 'thcs-a'],
      ['maintenance_announced', 'thcs-a'],
    ]);
    expect(log[1]?.detail).toBe('2026-11-26T01:55:00.000Z – 2026-11-26T04:00:00.000Z: thay cáp');
  });
});

describe('who may', () => {
  it.each([
    ['an admin everywhere', ADMIN, [undefined, 'tphcm', 'an-dong', 'thcs-b'], true],
    ['an officer in the own unit and below', WARD, [undefined, 'cho-quan', 'thcs-a'], true],
    ['an officer nowhere else', WARD, ['tphcm', 'an-dong', 'thcs-b', 'nowhere'], false],
    ['a school for itself', SCHOOL, [undefined, 'thcs-a'], true],
    ['a school for nobody else', SCHOOL, ['cho-quan', 'thcs-b', 'nowhere'], false],
  ])('announce: %s', (_what, by, units, allowed) => {
    for (const unit of units) {
      const made = desk().announce(by, wish({ unit }));
      expect([unit, made.ok ? 'made' : made.problem]).toEqual([
        unit,
        allowed ? 'made' : 'not_allowed',
      ]);
    }
  });

  it('leaves the unit out and is no admin, means the own', () => {
    expect(announced(SCHOOL).unit).toBe('thcs-a');
    expect(announced(WARD).unit).toBe('cho-quan');
    expect(announced(ADMIN).unit).toBeUndefined();
  });

  it('see: what concerns them, of their units and of those above', () => {
    for (const unit of [undefined, 'tphcm', 'cho-quan', 'an-dong', 'thcs-a', 'thcs-b'])
      announced(ADMIN, { unit });
    const seen = (by: Actor) =>
      desk()
        .list(by)
        .map(({ unit }) => unit ?? 'everyone')
        .sort();
    expect(seen(SCHOOL)).toEqual(['cho-quan', 'everyone', 'thcs-a', 'tphcm']);
    expect(seen(WARD)).toEqual(['cho-quan', 'everyone', 'thcs-a', 'tphcm']);
    expect(seen(ADMIN)).toHaveLength(6);
  });

  it('end: nothing of a unit above, and of another’s unit not even that it is there', () => {
    const above = announced(ADMIN, { unit: 'cho-quan' }).id;
    const other = announced(ADMIN, { unit: 'thcs-b' }).id;
    expect(desk().end(SCHOOL, above)).toEqual({ ok: false, problem: 'not_allowed' });
    expect(desk().end(SCHOOL, other)).toEqual({ ok: false, problem: 'unknown' });
    expect(desk().end(SCHOOL, 999)).toEqual({ ok: false, problem: 'unknown' });
    expect(desk().end(SCHOOL, Number.NaN)).toEqual({ ok: false, problem: 'unknown' });
    expect(
      desk()
        .list(SCHOOL)
        .map(({ endable }) => endable),
    ).toEqual([false]);
  });
});

describe('what is refused', () => {
  const span = (from: Ms | number, until: Ms | number) => ({
    from: later(from),
    until: later(until),
  });

  it.each([
    ['an end that is the beginning', span(hours(1), hours(1)), 'ends_before'],
    ['an end before it', span(hours(2), hours(1)), 'ends_before'],
    ['90 days and a minute', span(0, days(90) + minutes(1)), 'too_long'],
    ['one that is over', span(minutes(-50), minutes(-10)), 'in_past'],
    ['one that began two hours ago', span(hours(-2), hours(2)), 'in_past'],
    ['one in two years', span(days(700), days(701)), 'too_far'],
    ['a unit that is not there', { unit: 'nowhere' }, 'unknown_unit'],
  ])('%s', (_what, more, problem) => {
    expect(desk().announce(ADMIN, wish(more))).toEqual({ ok: false, problem });
    expect(desk().list(ADMIN)).toEqual([]);
  });

  it('takes what lies just inside', () => {
    expect(announced(ADMIN, span(0, days(90))).state).toBe('running');
    expect(announced(ADMIN, span(hours(-1), 1)).state).toBe('running');
    expect(announced(ADMIN, span(days(366), days(367))).state).toBe('coming');
  });

  it('a second end', () => {
    const { id } = announced(ADMIN);
    expect(desk().end(ADMIN, id).ok).toBe(true);
    expect(desk().end(ADMIN, id)).toEqual({ ok: false, problem: 'over_already' });
  });

  it('more than five hundred at once', () => {
    for (let made = 0; made < 500; made += 1) announced(SCHOOL);
    expect(desk().announce(SCHOOL, wish())).toEqual({ ok: false, problem: 'too_many' });
  });
});
