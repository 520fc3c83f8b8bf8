import { beforeEach, describe, expect, it } from 'vitest';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import { batchOf, openFactStore } from '../../test/fact-store.ts';
import type { Fact } from '../../wire/fact.ts';
import { outageFact } from '../../wire/outage.ts';
import type { FactWriter } from '../store/fact-writer.ts';
import type { FactStore } from '../store/facts.ts';
import { availabilityOf } from './availability.ts';

const moment = (text: string): EpochMs => epochMs(Date.parse(`${text}+07:00`));
const SCHOOL = 'thpt-a';

let store: FactStore;
let writer: FactWriter;
beforeEach(() => {
  const opened = openFactStore();
  ({ store, writer } = opened);
  return () => opened.database.close();
});

const minute = (at: EpochMs, up: number, down = 0, device = 'line'): Fact => ({
  measurement: 'uplink_minute',
  tags: { device },
  fields: {
    ...{ up_s: up, down_s: down, known_s: up + down, unknown_s: 60 - up - down },
    ...{ local_down_s: 0, dns_down_s: 0, collector_down_s: 0, portal_down_s: 0 },
  },
  at,
});
/** `count` whole minutes from a moment on. */
const minutes = (from: EpochMs, count: number, up = 60, down = 0): readonly Fact[] =>
  Array.from({ length: count }, (_, at) => minute(epochMs(from + at * 60_000), up, down));
const put = (facts: readonly Fact[]) => writer.admit(batchOf(facts));
const at = (now: EpochMs) => availabilityOf(store, SCHOOL, now);

describe('availability by month', () => {
  it('is the seconds up of those known, by months of the school’s own zone, the newest first', () => {
    put(minutes(moment('2026-10-31T23:50:00'), 20));
    put([minute(moment('2026-11-01T00:20:00'), 30, 30)]);
    const [november, october] = at(moment('2026-11-01T01:00:00'));
    expect(october).toMatchObject({
      month: '2026-10',
      always: { upS: 600, downS: 0, availability: 1 },
    });
    expect(november).toMatchObject({ month: '2026-11', always: { upS: 630, downS: 30 } });
    expect(november?.always.availability).toBeCloseTo(630 / 660, 12);
  });

  it('counts as unknown what passed and nobody knows, from the day the line was first followed', () => {
    put(minutes(moment('2026-11-23T08:00:00'), 60));
    expect(at(moment('2026-11-23T10:00:00'))[0]?.unknownS).toBe(9 * 3_600);
    put(minutes(moment('2026-12-01T00:00:00'), 60, 50, 0));
    const [december, november] = at(moment('2026-12-01T02:00:00'));
    expect(november?.unknownS).toBe(8 * 86_400 - 3_600);
    expect(december?.unknownS).toBe(7_200 - 3_000);
  });

  it('parts school hours from the rest', () => {
    // School ends at 17:00.
    put([...minutes(moment('2026-11-23T16:00:00'), 60, 60, 0)]);
    put([...minutes(moment('2026-11-23T17:00:00'), 60, 0, 60)]);
    const [month] = at(moment('2026-11-24T00:00:00'));
    expect(month?.schoolHours).toEqual({ upS: 3_600, downS: 0, availability: 1 });
    expect(month?.always.availability).toBe(0.5);
  });

  it('is mended by facts that come late, and counts none twice', () => {
    const late = batchOf(minutes(moment('2026-10-15T08:00:00'), 60, 0, 60));
    put(minutes(moment('2026-11-15T08:00:00'), 60));
    writer.admit(late);
    writer.admit(late);
    expect(
      at(moment('2026-11-15T10:00:00')).map(({ month, always }) => [month, always.downS]),
    ).toEqual([
      ['2026-11', 0],
      ['2026-10', 3_600],
    ]);
  });

  it('is not known where nothing is known, and keeps lines apart', () => {
    put([
      minute(moment('2026-11-15T08:00:00'), 0),
      minute(moment('2026-11-15T08:00:00'), 60, 0, 'line-2'),
    ]);
    const views = at(moment('2026-11-15T10:00:00'));
    expect(views.map(({ device, always }) => [device, always.availability])).toEqual([
      ['line', undefined],
      ['line-2', 1],
    ]);
  });
});

describe('outages of a school', () => {
  const base = { subject: 'line', kind: 'line', why: '' } as const;
  const sure = { startUnsureS: 0, endUnsureS: 0, unseenS: 0 };
  const began = moment('2026-11-20T08:00:10');
  const open = { ...base, ...sure, startedAt: began, endedAt: undefined };
  const ended = { ...open, kind: 'one_way', endedAt: moment('2026-11-20T08:05:11') } as const;

  it('stand once each with their newest word, in whatever order the words come', () => {
    const words = [
      outageFact('line', open, epochMs(began + 6_000)),
      outageFact('line', ended, epochMs(began + 400_000)),
    ];
    for (const order of [words, words.toReversed()]) {
      for (const word of order) put([word]);
      expect(store.outages(SCHOOL, 9)).toMatchObject([
        { kind: 'one_way', startedAt: began, endedAt: ended.endedAt },
      ]);
    }
  });

  it('count for the month they began in, those of the line alone', () => {
    put(minutes(moment('2026-11-20T08:00:00'), 60));
    put([
      outageFact('line', ended, epochMs(began + 400_000)),
      outageFact('line', { ...ended, kind: 'router', startedAt: epochMs(began - 600_000) }, began),
      outageFact('line', { ...ended, subject: 'dns', kind: 'dns' }, began),
      outageFact('line', { ...open, startedAt: moment('2026-10-31T23:59:59') }, began),
    ]);
    expect(at(moment('2026-11-21T00:00:00'))[0]?.outages).toBe(1);
  });

  it('are not taken from what makes no sense', () => {
    const good = outageFact('line', ended, began);
    const bad = [
      { ...good.fields, kind: 'volcano' },
      { ...good.fields, started_at_s: -1 },
      { ...good.fields, started_at_s: 1e300 },
      { ...good.fields, ended_at_s: 1 },
    ];
    put(bad.map((fields) => ({ ...good, fields })));
    expect(store.outages(SCHOOL, 9)).toEqual([]);
  });

  it('are forgotten with the daily statistics', () => {
    put([outageFact('line', ended, began)]);
    writer.prune(epochMs(began + 399 * 86_400_000));
    expect(store.outages(SCHOOL, 9)).toHaveLength(1);
    writer.prune(epochMs(began + 401 * 86_400_000));
    expect(store.outages(SCHOOL, 9)).toEqual([]);
  });
});
