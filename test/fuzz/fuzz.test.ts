import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

const options = { seed: 1, seconds: 20, progress: () => undefined };

it('finds a broken promise, and gives the input that broke it', async () => {
  const { finding } = await fuzz('planted-throw', options);
  expect(finding?.what).toContain('an x was taken');
  expect([...(finding?.input ?? [])]).toContain(0x78);
});

it('finds an input that hangs, and is not held up by it', { timeout: 30_000 }, async () => {
  const { finding } = await fuzz('planted-hang', options);
  expect(finding?.what).toBe('no end within 1000 ms');
  expect([...(finding?.input ?? [])]).toContain(0x78);
});

it('feeds the same inputs for the same seed', async () => {
  const [one, other] = [await fuzz('planted-throw', options), await fuzz('planted-throw', options)];
  expect(one.finding?.number).toBe(other.finding?.number);
  expect(one.finding?.input).toEqual(other.finding?.input);
});
