import { describe, expect, it } from 'vitest';
import { epochMs } from '../kit/units.ts';
import { schoolTime } from './school-hours.ts';

const inLessons = schoolTime(
  { days: [1, 2, 3, 4, 5, 6], from: '07:00', to: '17:00' },
  'Asia/Ho_Chi_Minh',
);

describe('school hours', () => {
  it.each([
    ['Monday just before seven', '2026-11-23T06:59:59+07:00', false],
    ['Monday at seven', '2026-11-23T07:00:00+07:00', true],
    ['Monday one second before five', '2026-11-23T16:59:59+07:00', true],
    ['Monday at five', '2026-11-23T17:00:00+07:00', false],
    ['Saturday morning', '2026-11-28T09:00:00+07:00', true],
    ['Sunday morning', '2026-11-29T09:00:00+07:00', false],
    ['Monday in Viet Nam while it is still Sunday in UTC', '2026-11-22T23:30:00-00:00', false],
    ['Monday 00:30 UTC, which is 07:30 there', '2026-11-23T00:30:00Z', true],
  ])('%s', (_what, at, expected) => {
    expect(inLessons(epochMs(Date.parse(at)))).toBe(expected);
  });
});
