import { describe, expect, it } from 'vitest';
import { hours, type Ms, minutes, ms } from '../../../kit/units.ts';
import { bandwidthOptions, inVietnam } from '../../../test/bandwidth-options.ts';
import { againAfter, decide } from './gate.ts';

const MBIT = 1e6;
const MIB = 1024 ** 2;

const options = bandwidthOptions();
const LESSON = inVietnam('2026-11-23T09:00');
const EVENING = inVietnam('2026-11-23T19:00');
const NIGHT = inVietnam('2026-11-23T23:10');

describe('the decision before a test', () => {
  const known = { down: 300 * MBIT, up: 150 * MBIT };
  const judge = (given: Partial<Parameters<typeof decide>[0]> = {}) =>
    decide({
      now: EVENING,
      options,
      known,
      rates: { down: MBIT, up: MBIT },
      leftBytes: 1024 * MIB,
      waiting: ms(0),
      ...given,
    });

  it.each([
    ['just idle', { down: 60 * MBIT, up: 30 * MBIT }, true],
    ['busy down', { down: 60.1 * MBIT, up: 0 }, false],
    ['busy up', { down: 0, up: 30.1 * MBIT }, false],
  ])('goes by both directions: %s', (_, rates, go) => {
    expect(judge({ rates }).go).toBe(go);
  });

  it.each([
    ['idle', 4.9 * MBIT, true],
    ['busy', 5.1 * MBIT, false],
  ])('goes by 5 Mbit/s where the line’s rate is not known: %s', (_, down, go) => {
    expect(judge({ known: {}, rates: { down, up: 0 } }).go).toBe(go);
  });

  it('tests where nothing tells what the line carries', () => {
    expect(judge({ rates: undefined })).toMatchObject({ go: true, forced: false });
  });

  it('takes no more bytes than are left, for both directions', () => {
    expect(judge()).toMatchObject({ maxBytes: 100 * MIB });
    expect(judge({ leftBytes: 100 * MIB })).toMatchObject({ maxBytes: 50 * MIB });
  });

  it('refuses a test of less than a second of the line', () => {
    const second = (300 * MBIT + 150 * MBIT) / 8;
    expect(judge({ leftBytes: second }).go).toBe(true);
    expect(judge({ leftBytes: second - 2 })).toEqual({ go: false, waited: 'budget' });
    expect(judge({ leftBytes: 0 })).toEqual({ go: false, waited: 'budget' });
  });

  it('tests a line that was busy beyond patience, lightly, and never in lessons', () => {
    const rates = { down: 200 * MBIT, up: 0 };
    const before = ms(hours(6) - 1);
    expect(judge({ rates, now: NIGHT, waiting: before })).toEqual({ go: false, waited: 'busy' });
    expect(judge({ rates, now: NIGHT, waiting: hours(6) })).toMatchObject({
      go: true,
      weight: 'light',
      forced: true,
    });
    expect(judge({ rates, now: LESSON, waiting: hours(60) }).go).toBe(false);
    expect(judge({ now: NIGHT })).toMatchObject({ weight: 'heavy', forced: false });
  });
});

describe('another try', () => {
  const again = (waited: 'busy' | 'budget', tries: number, chance: number): Ms =>
    againAfter(waited, { tries, now: EVENING, timeZone: options.time_zone }, () => chance);

  it('comes later each time, at most after 37.5 minutes, and never for all schools at once', () => {
    expect([0, 1, 2, 3, 99].map((tries) => again('busy', tries, 0.5) / 60_000)).toEqual([
      5, 10, 20, 30, 30,
    ]);
    expect(again('busy', 0, 0)).toBe(minutes(3.75));
    expect(again('busy', 9, 0.999)).toBeLessThan(minutes(37.5));
  });

  it('waits for the next day where the bytes are spent', () => {
    expect(again('budget', 0, 0)).toBe(hours(5));
    expect(again('budget', 0, 0.5)).toBe(hours(5.5));
  });
});
