import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { OUTAGE_KINDS, type Outage, outageFact } from '../../wire/outage.ts';
import { openOutages, outageItem } from './outages.ts';

const now = epochMs(Date.parse('2026-11-23T08:00:00+07:00'));
const outage: Outage = {
  ...{ subject: 'line', kind: 'line', startedAt: epochMs(now - 90_000), endedAt: undefined },
  ...{ startUnsureS: 0, endUnsureS: 0, unseenS: 0, why: 'the router answers' },
};
const told = (changes: Partial<Outage>) => outageFact('line', { ...outage, ...changes }, now);
/** Only what an item reads of the page’s state. */
const drawing = (language: 'vi' | 'en') =>
  ({ state: { now, simulated: false }, language }) as Parameters<typeof outageItem>[1];

describe('the outage on the school’s own page', () => {
  it('is there while it goes on, the oldest first', () => {
    const open = openOutages([
      told({ subject: 'dns', kind: 'dns' }),
      told({ subject: 'line', startedAt: epochMs(now - 200_000) }),
      told({ subject: 'service:x', kind: 'portal', endedAt: now }),
    ]);
    expect(open.map(({ subject }) => subject)).toEqual(['line', 'dns']);
  });

  it.each(OUTAGE_KINDS)('says in both languages what to do about %s', (kind) => {
    const [open] = openOutages([told({ kind })]);
    if (open === undefined) throw new Error('it is open');
    const [vi, en] = [
      String(outageItem(open, drawing('vi'))),
      String(outageItem(open, drawing('en'))),
    ];
    expect(vi).toContain('Cách khắc phục');
    expect(vi).toMatch(/07:58 hôm nay, 1 phút 30 giây trước/);
    expect(en).toContain('What to do');
    expect(en).not.toMatch(/[àảãạăđêôơư]/);
  });
});
