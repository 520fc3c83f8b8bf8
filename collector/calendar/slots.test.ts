import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { dueSlots, dueWeekly } from './slots.ts';

const at = (text: string) => epochMs(Date.parse(text));
const ZONE = 'Asia/Ho_Chi_Minh';
const DIGESTS = ['07:30', '16:00'];
const seen = (slots: readonly { day: string; time: string; at: number }[]) =>
  slots.map(({ day, time, at }) => `${day} ${time} ${new Date(at).toISOString()}`);

describe('slots of the day', () => {
  it.each([
    ['none a millisecond before', '07:29:59.999', '07:29:59.999', 0],
    ['one at the minute', '07:29:59.999', '07:30:00.000', 1],
    ['not the one it begins with', '07:30:00.000', '15:59:59.999', 0],
    ['both of a day', '07:29:59.999', '16:00:00.000', 2],
  ])('%s', (_what, after, until, count) => {
    const stretch = {
      after: at(`2026-11-26T${after}+07:00`),
      until: at(`2026-11-26T${until}+07:00`),
    };
    expect(dueSlots(DIGESTS, stretch, ZONE)).toHaveLength(count);
  });

  it('come in order over several days, with the days of the zone', () => {
    const stretch = { after: at('2026-11-25T20:00:00Z'), until: at('2026-11-27T00:30:00Z') };
    expect(seen(dueSlots(['16:00', '07:30'], stretch, ZONE))).toEqual([
      '2026-11-26 07:30 2026-11-26T00:30:00.000Z',
      '2026-11-26 16:00 2026-11-26T09:00:00.000Z',
      '2026-11-27 07:30 2026-11-27T00:30:00.000Z',
    ]);
  });

  it('come once where clocks are put back, at the first of both', () => {
    const stretch = { after: at('2026-10-24T12:00:00Z'), until: at('2026-10-25T12:00:00Z') };
    expect(seen(dueSlots(['02:30'], stretch, 'Europe/Berlin'))).toEqual([
      '2026-10-25 02:30 2026-10-25T00:30:00.000Z',
    ]);
  });

  it('come once where clocks skip the time, as long after the change', () => {
    const stretch = { after: at('2026-03-28T12:00:00Z'), until: at('2026-03-29T12:00:00Z') };
    expect(seen(dueSlots(['02:30'], stretch, 'Europe/Berlin'))).toEqual([
      '2026-03-29 02:30 2026-03-29T01:30:00.000Z',
    ]);
  });

  it('come none where time went back', () => {
    const stretch = { after: at('2026-11-27T00:00:00Z'), until: at('2026-11-26T00:00:00Z') };
    expect(dueSlots(DIGESTS, stretch, ZONE)).toEqual([]);
  });

  it('of a week come on their weekday', () => {
    const stretch = { after: at('2026-11-20T00:00:00Z'), until: at('2026-12-01T00:00:00Z') };
    expect(seen(dueWeekly({ weekday: 1, time: '07:30' }, stretch, ZONE))).toEqual([
      '2026-11-23 07:30 2026-11-23T00:30:00.000Z',
      '2026-11-30 07:30 2026-11-30T00:30:00.000Z',
    ]);
  });
});
