import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slug } from '../../kit/config-fields.ts';
import { idFrom } from './slug.ts';

const none: ReadonlySet<string> = new Set();

describe('an id from a name', () => {
  it.each([
    ['Camera cổng trường', 'camera-cong-truong'],
    ['  Đầu ghi (phòng bảo vệ) ', 'dau-ghi-phong-bao-ve'],
    ['PHÒNG 1/A', 'phong-1-a'],
    ['攝影機', 'camera'],
    ['', 'camera'],
  ])('%j is %s', (name, id) => expect(idFrom(name, none, 'camera')).toBe(id));

  it('is never one that is taken', () => {
    expect(idFrom('Sân', new Set(['san', 'san-2']), 'camera')).toBe('san-3');
  });

  it('is an id whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const taken = new Set([idFrom(name, none, 'camera')]);
        expect(Slug.safeParse(idFrom(name, none, 'camera')).success).toBe(true);
        expect(Slug.safeParse(idFrom(name, taken, 'camera')).success).toBe(true);
      }),
    );
  });
});
