import { describe, expect, it } from 'vitest';
import { parseRate, parseSize, parseSpan } from './units.ts';

describe('units as people write them', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('reads the span %s as %d ms', (text, expected) => {
    expect(parseSpan(text)).toBe(expected);
  });

  it.each(['', '30', 's', '-5s', '30 sec', '1e3s', '30S'])('refuses %j as a span', (text) => {
    expect(parseSpan(text)).toBeUndefined();
  });

  it('reads sizes in binary and rates in decimal units', () => {
    expect(parseSize('64MiB')).toBe(64 * 1024 * 1024);
    expect(parseRate('300Mbit/s')).toBe(300_000_000);
    expect(parseSize('64MB')).toBeUndefined();
    expect(parseRate('300Mbps')).toBeUndefined();
  });
});
