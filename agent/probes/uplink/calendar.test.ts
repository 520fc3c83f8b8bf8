import { describe, expect, it } from 'vitest';
import { epochMs, hours } from '../../../kit/units.ts';
import { bandwidthOptions, inVietnam } from '../../../test/bandwidth-options.ts';
import { dayOf, inLessons, untilTomorrow, weightAt } from './calendar.ts';

const MIB = 1024 ** 2;

const options = bandwidthOptions();

const LESSON = inVietnam('2026-11-23T09:00');
const EVENING = inVietnam('2026-11-23T19:00');

describe('the calendar', () => {
  it.each([
    ['2026-11-23T06:59', false, 'light'],
    ['2026-11-23T07:00', true, 'light'],
    ['2026-11-23T16:59', true, 'light'],
    ['2026-11-23T17:00', false, 'light'],
    ['2026-11-23T22:29', false, 'light'],
    ['2026-11-23T22:30', false, 'heavy'],
    ['2026-11-24T04:59', false, 'heavy'],
    ['2026-11-24T05:00', false, 'light'],
    ['2026-11-22T09:00', false, 'light'],
  ] as const)('at %s: in lessons %s, a %s test', (at, lessons, weight) => {
    expect([inLessons(inVietnam(at), options), weightAt(inVietnam(at), options)]).toEqual([
      lessons,
      weight,
    ]);
  });

  it('never tests heavily in lessons, whatever is called night', () => {
    const odd = bandwidthOptions({ night: { from: '00:00', to: '23:59' } });
    expect(weightAt(LESSON, odd)).toBe('light');
    expect(weightAt(EVENING, odd)).toBe('heavy');
  });

  it('counts days where the school is', () => {
    const at = epochMs(Date.parse('2026-11-23T17:30:00Z'));
    expect(dayOf(at, 'Asia/Ho_Chi_Minh')).toBe('2026-11-24');
    expect(dayOf(at, 'UTC')).toBe('2026-11-23');
    expect(untilTomorrow(at, 'Asia/Ho_Chi_Minh')).toBe(hours(23.5));
  });
});

describe('the options of a test', () => {
  it('keep working as they were written before', () => {
    expect(bandwidthOptions({ seconds: 3, max_bytes: '50MiB' })).toMatchObject({
      max_bytes: 50 * MIB,
      budget: 1024 * MIB,
      idle_below: 0.2,
    });
  });

  it.each([
    [{ idle_below: '120%' }],
    [{ idle_below: '0.2' }],
    [{ time_zone: 'Asia/Saigon City' }],
    [{ night: { from: '25:00' } }],
    [{ lessons: { from: '12:00', to: '07:00' } }],
    [{ lessons: { days: [0] } }],
    [{ budget: '1GB' }],
  ])('refuse %j', (given) => {
    expect(() => bandwidthOptions(given)).toThrow();
  });
});
