import { describe, expect, it } from 'vitest';
import { sayMoment, sayNumber, saySpan, sayStamp, sayTime } from './say.ts';
import { epochMs, type Ms, ms, seconds } from './units.ts';

const vi = { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' } as const;
const en = { language: 'en', timeZone: 'Asia/Ho_Chi_Minh' } as const;
const at = epochMs(Date.parse('2026-11-23T07:42:10+07:00'));
const later = (span: Ms) => epochMs(at + span);

describe('numbers and times as people say them', () => {
  it('writes numbers in Vietnamese and in English form', () => {
    expect(sayNumber(1234.56, vi)).toBe('1.234,6');
    expect(sayNumber(1234.56, en)).toBe('1,234.6');
  });

  it.each([
    [0, '0 giây'],
    [59, '59 giây'],
    [60, '1 phút'],
    [3_661, '1 giờ 1 phút'],
    [90_000, '1 ngày 1 giờ'],
    [86_400, '1 ngày'],
  ])('says %d s as %s', (span, said) => {
    expect(saySpan(seconds(span), vi)).toBe(said);
  });

  it('says today, yesterday and the date by the given zone', () => {
    expect(sayTime(at, later(seconds(18 * 60)), vi)).toBe('07:42 hôm nay, 18 phút trước');
    expect(sayTime(at, later(ms(0)), vi)).toBe('07:42 hôm nay, vừa xong');
    expect(sayTime(at, later(seconds(86_400)), en)).toBe('07:42 yesterday, 1 d ago');
    expect(sayTime(at, later(seconds(3 * 86_400)), vi)).toContain('23/11/2026');
  });

  it('gives a moment that still holds tomorrow', () => {
    expect(sayMoment(at, vi)).toBe('07:42 ngày 23/11/2026');
    expect(sayMoment(at, en)).toBe('07:42 on 23/11/2026');
  });

  it('gives the exact stamp with its offset', () => {
    expect(sayStamp(at, vi)).toContain('07:42:10');
    expect(sayStamp(at, vi)).toMatch(/GMT\+7|\+07/);
  });
});
