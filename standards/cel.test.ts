import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompileExpression, openCel, type ValueType } from './cel.ts';

let compile: CompileExpression;
beforeAll(async () => {
  compile = await openCel();
});

const variables: Readonly<Record<string, ValueType>> = {
  down: 'number',
  seats: 'number',
  live: 'boolean',
  codec: 'text',
};
const values = { down: 96e6, seats: 48, live: true, codec: 'H264' };

function resultOf(text: string) {
  const compiled = compile({ text, variables });
  if (!compiled.ok) return compiled.problem;
  const outcome = compiled.value.evaluate(values);
  return outcome.ok ? outcome.value : `error: ${outcome.problem}`;
}

describe('an expression', () => {
  it.each([
    ['down >= 2000000 * seats', true],
    ['down > 2000000.0 * seats', false],
    ['seats == 48', true],
    ['seats / 5', 9.6],
    ['1 / 2', 0.5],
    ['seats in [16, 48]', true],
    ['seats >= 4.8e1 && live', true],
    ['codec == "H264 2" || codec in ["H264", \'H265\']', true],
    ['codec + " 16 " + string(int(seats + 0.5))', 'H264 16 48'],
    ['live ? 1 : 2', 1],
    ['size(codec) >= 4', true],
  ])('%s gives %j, whole numbers standing for doubles', (text, value) => {
    expect(resultOf(text)).toBe(value);
  });

  it.each([
    ['down >= ', 'Unexpected token: EOF'],
    ['up > 1', 'Unknown variable: up'],
    ['down && live', "Logical operator requires bool operands, got 'double'"],
    ['codec > 1', 'no such overload: string > double'],
    ['codec.matches("(a+)+$")', 'matches() is not allowed here'],
    ['[1, 2].all(x, x > 0)', 'all() is not allowed here'],
    ['[down]', 'gives list<double>, not a number, boolean or text'],
    [`${'('.repeat(60)}live${')'.repeat(60)}`, 'Exceeded maxDepth (40)'],
    [`live${' && live'.repeat(400)}`, 'longer than 2000 characters'],
    [`live${' || live'.repeat(200)}`, 'Exceeded maxAstNodes (300)'],
  ])('%s is refused', (text, problem) => {
    expect(resultOf(text)).toBe(problem);
  });

  it('is refused where it gives another type than asked for', () => {
    expect(compile({ text: 'down', variables, gives: 'boolean' })).toEqual({
      ok: false,
      problem: 'gives number, expected boolean',
    });
  });

  it('names the inputs it reads', () => {
    const compiled = compile({ text: 'live || down > 2 * seats', variables });
    expect(compiled.ok && [...compiled.value.names].sort()).toEqual(['down', 'live', 'seats']);
  });

  it('gives an error as a value, never an infinite number', () => {
    expect(resultOf('down / 0')).toBe('error: gives no finite number');
    expect(resultOf('int(down / 0)')).toMatch(/^error: /);
  });

  it('never throws and never hangs, whatever stands in it', () => {
    const words = fc.constantFrom(
      ...[
        'down',
        'live',
        'codec',
        '(',
        ')',
        '[',
        ']',
        '"a"',
        '1',
        '.',
        ',',
        '&&',
        '+',
        '?',
        ':',
        '{',
        '-',
        'in',
      ],
      ...['.map(x, ', '.matches(', 'size(', 'string(', "'", '\\', '0x', '//', 'r"'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, (source) => {
        resultOf(source);
      }),
      { numRuns: 500 },
    );
  });
});
