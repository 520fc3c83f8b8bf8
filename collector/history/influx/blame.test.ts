import { describe, expect, it } from 'vitest';
import { blame } from './blame.ts';

const LINES = [
  'cpu,host=a usage=1 1795000000000',
  'cpu,host=a usage="much" 1795000000001',
  'cpu,host=b note="usage=1",usage="more" 1795000000002',
  'mem,host=a usage="x" 1795000000003',
  'cpu,host=a usage=5i 1795000000004',
  'cpu,host=a usage=true 1795000000004',
];
const at = (answer: string, lines: readonly string[] = LINES) => {
  const told = blame(answer, lines);
  return told === undefined
    ? undefined
    : { at: [...told.at.keys()], named: told.named, reasons: [...told.at.values()] };
};
const conflict = (type: string, dropped: number): string =>
  `partial write: field type conflict: input field "usage" on measurement "cpu" is type ${type}, already exists as type x dropped=${dropped}`;

describe('whom a refusal is about', () => {
  it.each([
    ['string', [1, 2]],
    ['float', [0]],
    ['integer', [4]],
    ['boolean', [5]],
  ])('a conflict of type %s: the lines with such a field', (type, expected) => {
    // In 1.x's form and in 2.x's.
    for (const answer of [
      JSON.stringify({ error: conflict(type, 2) }),
      JSON.stringify({
        code: 'unprocessable entity',
        message: `failure writing points to database: ${conflict(type, 2)}`,
      }),
    ])
      expect(at(answer)).toMatchObject({ at: expected, named: false });
  });

  it('a field that no database takes: the lines that have it, of any type', () => {
    const answer =
      'partial write: invalid field name: input field "time" on measurement "m" is invalid dropped=1';
    const lines = ['m time=1 5', 'm x=1 6', 'm time="a" 7'];
    expect(at(JSON.stringify({ error: answer }), lines)).toMatchObject({ at: [0, 2] });
  });

  it('as many dropped as were sent: all of them', () => {
    expect(at(JSON.stringify({ error: conflict('string', 6) }))).toMatchObject({
      at: [0, 1, 2, 3, 4, 5],
      named: true,
    });
  });

  it('points beyond the retention: the oldest, with those that are as old', () => {
    const answer = '{"error":"partial write: points beyond retention policy dropped=2"}';
    expect(at(answer, ['m x=1 9', 'm x=1 2', 'm x=1 5', 'm x=1 1', 'm x=2 2'])).toMatchObject({
      at: [1, 3, 4],
      named: false,
    });
  });

  it('unreadable lines, each quoted: those lines with their reasons', () => {
    const error =
      "partial write: unable to parse 'm x=': missing field value\nunable to parse 'm y='a': ': invalid dropped=0";
    expect(at(JSON.stringify({ error }), ['m ok=1 1', 'm x=', "m y='a': "])).toEqual({
      at: [1, 2],
      named: true,
      reasons: ['missing field value', 'invalid dropped=0'],
    });
  });

  it('3 Core: the lines it numbers, from one', () => {
    const error_message = "invalid column type for column 'usage'";
    const data = [
      { original_line: 'cpu usage=much', line_number: 2, error_message },
      { original_line: 'mem usage=x', line_number: 4, error_message },
      { original_line: '', line_number: 99, error_message },
    ];
    const answer = JSON.stringify({ error: 'partial write of line protocol occurred', data });
    expect(at(answer)).toEqual({
      at: [1, 3],
      named: true,
      reasons: [error_message, error_message],
    });
    const cut = answer.slice(0, answer.indexOf('mem usage'));
    expect(at(cut)).toMatchObject({ at: [1], named: true });
    const whole = { error: 'parsing failed for write_lp endpoint', data: data[0] };
    expect(at(JSON.stringify(whole))).toMatchObject({ at: [1] });
  });

  it('3 in the cloud: the lines its message numbers', () => {
    const message =
      'failed to parse line protocol: errors encountered on line(s):\nerror parsing line 2 (1-based): No fields were provided\nerror parsing line 4 (1-based): Unable to parse timestamp';
    expect(at(JSON.stringify({ code: 'invalid', line: 2, message }))).toMatchObject({
      at: [1, 3],
      named: true,
    });
  });

  it.each([
    '',
    'database is required',
    '{"error":"invalid precision"}',
    '<html>400</html>',
    'null',
  ])('words about no line (%j): nobody', (answer) => {
    expect(at(answer)).toBeUndefined();
  });
});
