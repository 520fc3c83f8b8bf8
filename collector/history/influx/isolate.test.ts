import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blame } from './blame.ts';
import { isolate } from './isolate.ts';
import type { WriteOutcome } from './write-outcome.ts';

interface Line {
  readonly line: string;
}
const lineOf = (value: number): Line => ({ line: `m x=${value} ${value}` });
const isBad = ({ line }: Line): boolean => line.startsWith('m x=-');

/** How a refusal is worded: without help, with 1.x's count, or with 3's line numbers (100 of them at most). */
const WORDINGS = {
  mute: () => 'bad',
  counting: (lines: readonly Line[]) =>
    `partial write: max-series-per-database limit exceeded dropped=${lines.filter(isBad).length}`,
  numbering: (lines: readonly Line[]) => {
    const data = lines.flatMap((line, at) =>
      isBad(line) ? [{ line_number: at + 1, error_message: 'negative' }] : [],
    );
    return JSON.stringify({ error: 'partial write', data: data.slice(0, 100) });
  },
};

/** A store that refuses a request with a bad line in it, keeping the good lines or none, as stores do. */
function store(keepsGoodOnes: boolean, wording: keyof typeof WORDINGS = 'mute') {
  const stored = new Set<Line>();
  let requests = 0;
  const write = async (lines: readonly Line[]): Promise<WriteOutcome> => {
    requests += 1;
    const bad = lines.some(isBad);
    if (!bad || keepsGoodOnes) for (const line of lines) if (!isBad(line)) stored.add(line);
    if (!bad) return { kind: 'stored' };
    const texts = lines.map(({ line }) => line);
    return { kind: 'refused', reason: '400: bad', blame: blame(WORDINGS[wording](lines), texts) };
  };
  return { stored, write, requests: () => requests };
}
const told = (lines: readonly Line[], write: (lines: readonly Line[]) => Promise<WriteOutcome>) =>
  isolate({ lines, write, linesOfARequest: () => 5_000 });

describe('isolating poison lines', () => {
  it('stores every good line and names every bad one, whatever the mixture and the words', async () => {
    const lines = fc.uniqueArray(fc.integer({ min: -40, max: 40 }), {
      minLength: 1,
      maxLength: 40,
    });
    const wording = fc.constantFrom('mute', 'counting', 'numbering' as const);
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), wording, async (values, keepsGoodOnes, words) => {
        const sent = values.map(lineOf);
        const target = store(keepsGoodOnes, words);
        const { poison, left, halt } = await told(sent, target.write);
        expect([left, halt]).toEqual([[], undefined]);
        expect(new Set(poison.map(({ line }) => line))).toEqual(new Set(sent.filter(isBad)));
        expect(target.stored).toEqual(new Set(sent.filter((line) => !isBad(line))));
      }),
    );
  });

  it('finds one bad line among 5,000 in few requests', async () => {
    const target = store(false);
    const lines = Array.from({ length: 5_000 }, (_, at) => lineOf(at === 3_210 ? -1 : at));
    await told(lines, target.write);
    expect(target.requests()).toBeLessThan(30);
  });

  it.each([
    ['counting', 1],
    ['numbering', 99],
  ] as const)(
    '5,000 bad lines of a server that is %s take %d request(s)',
    async (wording, most) => {
      const target = store(true, wording);
      const lines = Array.from({ length: 5_000 }, (_, at) => lineOf(-1 - at));
      const { poison, left, sure } = await told(lines, target.write);
      expect([poison.length, left.length, sure]).toEqual([5_000, 0, true]);
      expect(target.requests()).toBeLessThanOrEqual(most);
    },
  );

  it('5,000 bad lines of a server without words take no more than a hundred requests at a time', async () => {
    const target = store(true);
    let lines: readonly Line[] = Array.from({ length: 5_000 }, (_, at) => lineOf(-1 - at));
    const { poison, left, stored } = await told(lines, target.write);
    expect(target.requests()).toBe(100);
    expect(poison.length + left.length).toBe(5_000);
    expect(stored).toBe(false);
    for (lines = left; lines.length > 0; ) {
      const { left: rest } = await told(lines, target.write);
      expect(rest.length).toBeLessThan(lines.length);
      lines = rest;
    }
  });

  it('halves what is too large, and blames only a line that is too large alone', async () => {
    const sizes: number[] = [];
    const write = async (lines: readonly Line[]): Promise<WriteOutcome> => {
      sizes.push(lines.length);
      return lines.length > 2 || lines.some(isBad)
        ? { kind: 'too_large', reason: '413: too large' }
        : { kind: 'stored' };
    };
    const { poison } = await told([1, 2, 3, -4, 5, 6, 7, 8].map(lineOf), write);
    expect(poison).toEqual([{ line: lineOf(-4), reason: '413: too large' }]);
    expect(sizes[0]).toBe(8);
  });

  it('sends no more lines at once than it may', async () => {
    const sizes: number[] = [];
    const write = async (lines: readonly Line[]): Promise<WriteOutcome> => {
      sizes.push(lines.length);
      return { kind: 'stored' };
    };
    await isolate({ lines: [1, 2, 3, 4, 5].map(lineOf), write, linesOfARequest: () => 2 });
    expect(sizes).toEqual([2, 2, 1]);
  });

  it.each([
    { kind: 'busy', reason: 'x', retryAfter: undefined },
    { kind: 'stopped', reason: 'x' },
  ] as const)('gives up at once when the server is $kind, and keeps what is left', async (halt) => {
    const answers: WriteOutcome[] = [{ kind: 'stored' }, halt];
    const write = async (): Promise<WriteOutcome> => answers.shift() ?? { kind: 'stored' };
    const lines = [1, 2, 3, 4, 5].map(lineOf);
    const isolated = await isolate({ lines, write, linesOfARequest: () => 2 });
    expect(isolated).toMatchObject({ halt, left: lines.slice(2), poison: [], stored: true });
  });
});
