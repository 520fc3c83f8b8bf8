import { expect, it } from 'vitest';
import { congestionAdvice } from './advice.ts';

it('tells a far end with another congestion control than BBR what to do, and one with BBR nothing', () => {
  expect(congestionAdvice('cubic')?.vi).toContain('tcp_congestion_control=bbr');
  expect(congestionAdvice('cubic')?.en).toContain('uses cubic');
  expect(congestionAdvice('bbr')).toBeUndefined();
  expect(congestionAdvice(undefined)).toBeUndefined();
});
