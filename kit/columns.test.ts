import { expect, it } from 'vitest';
import { columns } from './columns.ts';

it('aligns by characters, not bytes, and leaves no blanks at the end', () => {
  const rows = [['chuẩn nén', 'H264'], ['khung hình', '25', 'x'], ['ghi'], []];
  expect(columns(rows)).toBe('chuẩn nén   H264\nkhung hình  25    x\nghi\n');
});
