import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs, hours, minutes, seconds } from '../../../kit/units.ts';
import { DigestStage, hearing } from '../../../test/digest-stage.ts';
import { DigestOptions } from './options.ts';

let stage: DigestStage;
beforeEach(async () => {
  stage = new DigestStage();
  await stage.look();
  stage.later(minutes(1));
});
afterEach(() => stage.close());

const WARD = 'phuong@hatang.invalid';
const SCHOOL = 'hieutruong@hatang.invalid';

describe('a digest', () => {
  it('goes once to each reader at its time, however often it is looked at', async () => {
    stage.open('i1');
    await stage.goTo('2026-11-25T16:29');
    expect(stage.taken()).toEqual([]);
    await stage.goTo('2026-11-25T16:30');
    expect(stage.taken()).toEqual([
      `${WARD}: [hatang] Bản tin 16:30 ngày 25/11: 1 sự cố đang mở, 1 mới – Phường Chợ Quán`,
      `${SCHOOL}: [hatang] Bản tin 16:30 ngày 25/11: 1 sự cố đang mở, 1 mới – Trường THCS A`,
    ]);
    await stage.look();
    await stage.goTo('2026-11-25T17:10');
    expect(stage.taken()).toEqual([]);
  });

  it.each([
    [['thcs-a'], 'Trường THCS A'],
    [['thcs-a', 'th-b'], 'Một số trường'],
  ])('is for whom %j alone are named about these, not about all', async (schools, name) => {
    stage.readers = [hearing(SCHOOL, undefined, schools)];
    stage.open('i1');
    stage.open('own', { school: '' });
    await stage.goTo('2026-11-25T16:30');
    expect(stage.taken()).toEqual([
      `${SCHOOL}: [hatang] Bản tin 16:30 ngày 25/11: 1 sự cố đang mở, 1 mới – ${name}`,
    ]);
  });

  it('tells what changed since the last one, and nothing where nothing did', async () => {
    stage.open('i1');
    await stage.goTo('2026-11-25T16:30');
    stage.taken();
    stage.later(minutes(5));
    stage.resolve('i1');
    await stage.goTo('2026-11-26T07:30');
    expect(stage.taken()).toEqual([
      `${WARD}: [hatang] Bản tin 07:30 ngày 26/11: 1 đã khôi phục – Phường Chợ Quán`,
      `${SCHOOL}: [hatang] Bản tin 07:30 ngày 26/11: 1 đã khôi phục – Trường THCS A`,
    ]);
    await stage.goTo('2026-11-26T16:30');
    expect(stage.taken()).toEqual([]);
  });

  it('tells of a recovery that became known late, however long ago it was', async () => {
    stage.open('i1');
    await stage.goTo('2026-11-25T16:30');
    stage.taken();
    stage.later(hours(1));
    stage.resolve('i1', epochMs(stage.clock.now() - hours(4)));
    await stage.goTo('2026-11-26T07:30');
    expect(stage.taken()[1]).toContain('1 đã khôi phục – Trường THCS A');
  });

  it('calls new what was confirmed after the last one, though it went wrong before', async () => {
    stage.open('old');
    await stage.goTo('2026-11-25T16:30');
    stage.taken();
    stage.later(minutes(1));
    stage.open('i1', { since: '2026-11-25T16:29', device: 'second line' });
    await stage.goTo('2026-11-26T07:30');
    expect(stage.taken()[1]).toContain('2 sự cố đang mở, 1 mới');
  });

  it('is sent with nothing to say only where the config wants that', async () => {
    stage.options = DigestOptions.parse({ empty: 'send' });
    await stage.goTo('2026-11-25T16:30');
    expect(stage.taken()).toHaveLength(2);
  });

  it('says which schools are ready and which no longer', async () => {
    stage.judge('thcs-a', 'fail');
    stage.judge('th-b', 'pass');
    stage.options = DigestOptions.parse({ empty: 'send' });
    await stage.goTo('2026-11-25T16:30');
    expect(stage.taken().join()).not.toContain('đạt');
    stage.judge('thcs-a', 'pass');
    stage.judge('th-b', 'fail');
    await stage.goTo('2026-11-26T07:30');
    expect(stage.mails[0]?.text).toMatch(/Không còn đạt mức cơ bản: Trường Tiểu học B/);
    expect(stage.mails[0]?.text).toMatch(/Nay đạt mức cơ bản: Trường THCS A/);
  });

  it('may be read only by who may see every school it is about', async () => {
    stage.open('i1');
    await stage.goTo('2026-11-25T16:30');
    expect(stage.mails.map(({ schools }) => schools)).toEqual([['th-b', 'thcs-a'], ['thcs-a']]);
  });

  it('is not sent by a collector that begins between two of them', async () => {
    const fresh = new DigestStage();
    fresh.open('i1');
    await fresh.goTo('2026-11-25T17:00');
    expect(fresh.taken()).toEqual([]);
    fresh.close();
  });
});

describe('a collector that was down when a digest was due', () => {
  it('sends it late within two hours and says for when it was', async () => {
    stage.open('i1');
    await stage.goTo('2026-11-26T09:30');
    expect(stage.mails).toHaveLength(2);
    expect(stage.mails[0]?.text).toContain('Bản tin của 07:30 ngày 26/11 được gửi muộn lúc 09:30');
  });

  it('leaves out what is later: the next one tells of that time', async () => {
    stage.open('i1');
    stage.later(minutes(5));
    stage.resolve('i1');
    await stage.goTo('2026-11-26T09:31');
    expect(stage.taken()).toEqual([]);
    await stage.goTo('2026-11-26T16:30');
    expect(stage.mails[0]?.subject).toContain('1 đã khôi phục');
    expect(stage.mails[0]?.text).not.toContain('gửi muộn');
  });

  it('goes on where the clock was set right after it ran a year ahead', async () => {
    stage.open('i1');
    await stage.goTo('2027-11-25T16:30');
    expect(stage.taken()).toHaveLength(2);
    await stage.goTo('2026-11-25T15:00');
    expect(stage.taken()).toEqual([]);
    stage.later(minutes(5));
    stage.open('i2', { device: 'other', severity: 'critical' });
    await stage.goTo('2026-11-25T16:30');
    expect(stage.taken()).toEqual([
      `${WARD}: [hatang] Bản tin 16:30 ngày 25/11: 2 sự cố đang mở, 1 mới – Phường Chợ Quán`,
      `${SCHOOL}: [hatang] Bản tin 16:30 ngày 25/11: 2 sự cố đang mở, 1 mới – Trường THCS A`,
    ]);
    await stage.goTo('2026-11-26T07:30');
    expect(stage.taken()).toHaveLength(2);
  });

  it('makes one of several missed ones', async () => {
    stage.open('i1');
    await stage.goTo('2026-11-28T07:31');
    expect(stage.taken()).toHaveLength(2);
  });

  it('makes the others when one can’t be made, and that one at the next look', async () => {
    stage.open('i1');
    stage.enqueue = (mail) => {
      if (mail.recipient === SCHOOL) throw new Error('disk full');
    };
    await stage.goTo('2026-11-25T16:30');
    expect(stage.mails.map(({ recipient }) => recipient)).toEqual([WARD]);
    stage.enqueue = () => undefined;
    await stage.look();
    const ids = stage.mails.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
    await stage.look();
    expect(stage.mails).toHaveLength(2);
  });
});

describe('a slot that was half done', () => {
  it('is not begun again for who has it already', async () => {
    stage.open('i1');
    const asked: string[] = [];
    stage.enqueue = ({ recipient }) => {
      asked.push(recipient);
      if (recipient === SCHOOL && asked.length < 3) throw new Error('disk full');
    };
    // So slow that each reader is a transaction of its own.
    const looked: number[] = [];
    const slow = {
      now: () => stage.clock.now(),
      elapsed: () => seconds(looked.push(1)),
      sleep: () => Promise.resolve(),
    };
    stage.later(hours(5));
    await stage.look({ clock: slow });
    await stage.look({ clock: slow });
    expect(asked).toEqual([WARD, SCHOOL, SCHOOL]);
  });
});

describe('on a day off', () => {
  beforeEach(async () => {
    stage.open('old', { school: 'th-b' });
    await stage.goTo('2026-11-25T16:30');
    stage.taken();
    stage.daysOff = new Set(['2026-11-26']);
  });

  it('only who has something new and critical open is told; the others are told all of it later', async () => {
    stage.later(minutes(5));
    stage.open('critical', { school: 'th-b', device: 'second line' });
    stage.open('warning', { severity: 'warning' });
    stage.resolve('warning');
    await stage.goTo('2026-11-26T07:30');
    expect(stage.taken().map((line) => line.split(':')[0])).toEqual([WARD]);
    await stage.goTo('2026-11-26T16:30');
    expect(stage.taken()).toEqual([]);
    await stage.goTo('2026-11-27T07:30');
    const told = stage.taken();
    expect(told[1]).toContain('1 đã khôi phục – Trường THCS A');
    expect(told[0]).not.toContain('đã khôi phục');
  });

  it('all are told where the config says so', async () => {
    stage.options = DigestOptions.parse({ days: 'all' });
    await stage.goTo('2026-11-26T07:30');
    expect(stage.taken().map((line) => line.split(':')[0])).toEqual([WARD]);
  });
});

describe('a digest of the week', () => {
  it('goes out on its day and compares with a week ago', async () => {
    stage.judge('thcs-a', 'fail');
    await stage.goTo('2026-11-25T16:30');
    stage.options = DigestOptions.parse({ daily: [], weekly: { day: 3, at: '17:00' } });
    await stage.goTo('2026-11-25T17:00');
    stage.judge('thcs-a', 'pass');
    stage.open('i1', { since: '2026-12-01T08:00' });
    await stage.goTo('2026-12-02T17:00');
    const ward = stage.mails.find(({ recipient }) => recipient === WARD);
    expect(ward?.subject).toBe(
      '[hatang] Bản tin tuần đến 17:00 ngày 02/12: 1 sự cố đang mở – Phường Chợ Quán',
    );
    expect(ward?.text).toContain('- Đạt: 1 (0)');
    expect(ward?.text).toContain('- Chưa đạt: 0 (1)');
    await stage.look();
    expect(stage.mails).toHaveLength(2);
  });

  it('is not there where the config switches it off', async () => {
    stage.options = DigestOptions.parse({ daily: [], weekly: 'off' });
    stage.open('i1');
    await stage.goTo('2026-12-07T07:00');
    expect(stage.taken()).toEqual([]);
  });
});
