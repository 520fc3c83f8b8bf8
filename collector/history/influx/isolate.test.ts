import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isolate } from './isolate.ts';
import type { WriteOutcome } from './write-outcome.ts';

/** A store that refuses a request with a bad line in it, keeping the good lines or none, as stores do. */
function store(keepsGoodOnes: boolean) {
  const stored = new Set<number>();
  let requests = 0;
  const write = async (lines: readonly number[]): Promise<WriteOutcome> => {
    requests += 1;
    const bad = lines.some((line) => line < 0);
    if (!bad || keepsGoodOnes) for (const line of lines.filter((one) => one >= 0)) stored.add(line);
    return bad ? { kind: 'refused', reason: '400: bad' } : { kind: 'stored' };
  };
  return { stored, write, requests: () => requests };
}

describe('isolating poison lines', () => {
  it('stores every good line and names every bad one, whatever the mixture', async () => {
    const lines = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), async (sent, keepsGoodOnes) => {
        const target = store(keepsGoodOnes);
        const settled = await isolate(sent, target.write);
        expect(settled).toEqual({
          kind: 'settled',
          poison: sent.filter((line) => line < 0).map((line) => ({ line, reason: '400: bad' })),
        });
        expect([...target.stored].sort()).toEqual(sent.filter((line) => line >= 0).sort());
      }),
    );
  });

  it('finds one bad line among 5,000 in few requests', async () => {
    const target = store(false);
    const lines = Array.from({ length: 5_000 }, (_, at) => (at === 3_210 ? -1 : at));
    await isolate(lines, target.write);
    expect(target.requests()).toBeLessThan(30);
  });

  it.each(['busy', 'stopped'] as const)('gives up at once when the server is %s', async (kind) => {
    let requests = 0;
    const outcome: WriteOutcome = { kind, reason: 'x', retryAfter: undefined };
    const refusal: WriteOutcome = { kind: 'refused', reason: 'y' };
    const write = async () => {
      requests += 1;
      return requests === 2 ? outcome : refusal;
    };
    expect(await isolate([1, 2, 3], write)).toEqual(outcome);
    expect(requests).toBe(2);
  });
});
