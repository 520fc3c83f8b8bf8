import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine } from './one-line.ts';

describe('oneLine', () => {
  it('leaves Vietnamese as it is and turns breaks and marks into one space', () => {
    expect(oneLine(' Trường\r\n THCS\u2028Nguyễn\u202eThị \u0007Định ', 100)).toBe(
      'Trường THCS Nguyễn Thị Định',
    );
  });

  it('cuts a long text without cutting a letter', () => {
    expect(oneLine('📷📷📷📷', 3)).toBe('📷📷…');
  });

  it('gives one printable line whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = oneLine(text, 20);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect([...line].length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
