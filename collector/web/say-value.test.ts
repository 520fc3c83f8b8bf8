import { describe, expect, it } from 'vitest';
import { sayInput, sayValue } from './say-value.ts';

const vi = { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' } as const;
const en = { language: 'en', timeZone: 'Asia/Ho_Chi_Minh' } as const;

describe('values as people read them', () => {
  it.each([
    [true, '1', 'có'],
    ['H264', '1', 'H264'],
    [1234.567, '1', '1.234,57'],
    [0.9954, 'ratio', '99,5 %'],
    [0, 'bps', '0 bit/s'],
    [999, 'bps', '999 bit/s'],
    [1_000, 'bps', '1 kbit/s'],
    [182_400_000, 'bps', '182,4 Mbit/s'],
    [5e12, 'bps', '5.000 Gbit/s'],
    [8 * 1024 ** 3, 'bytes', '8 GiB'],
    [1023, 'bytes', '1.023 B'],
    [0.0124, 's', '12,4 ms'],
    [-93.2, 's', '-93,2 giây'],
    [7_500, 's', '2 giờ 5 phút'],
    [-7_500, 's', '−2 giờ 5 phút'],
    [15, 'days', '15 ngày'],
    [12.4, 'fps', '12,4 khung hình/giây'],
    [3, 'furlongs', '3'],
  ])('says %s in %s as %s', (value, unit, said) => {
    expect(sayValue(value, unit, vi)).toBe(said);
  });

  it('says the same in English form', () => {
    expect(sayValue(1234.5, 'fps', en)).toBe('1,234.5 frames/s');
    expect(sayValue(false, '1', en)).toBe('no');
  });

  it('names an input by the register, and leaves what it does not know', () => {
    expect(sayInput('uplink_bandwidth.down_bps', vi)).toBe('tốc độ đường truyền: tốc độ tải xuống');
    for (const input of ['fibre', 'camera.nothing', 'camera.constructor', '__proto__.x', ''])
      expect(sayInput(input, vi)).toBe(input);
  });
});
