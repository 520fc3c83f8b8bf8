import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../kit/units.ts';
import type { Fact } from './fact.ts';
import { encodeFact, encodeFacts } from './line-protocol.ts';
import { LINE_LIMITS, parseLine, parseLines } from './parse-line.ts';

const NOW = 1_732_390_000_123;
const read = (line: string) => parseLine(line, 'ms', NOW);
const printable = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => !/[\p{Cc}\\]/u.test(text));
const words = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((text) => !/\p{Cc}/u.test(text));
const fact: fc.Arbitrary<Fact> = fc.record({
  measurement: printable.filter((name) => !name.startsWith('#')),
  tags: fc.dictionary(printable, printable, { maxKeys: 5, noNullPrototype: true }),
  fields: fc.dictionary(
    printable,
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), words),
    { minKeys: 1, maxKeys: 5, noNullPrototype: true },
  ),
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }).map(epochMs),
});

describe('line protocol', () => {
  it('reads back every fact it wrote', () => {
    fc.assert(
      fc.property(fact, (sent) => {
        const back = read(encodeFact(sent));
        expect(back).toEqual({ ok: true, value: normal(sent) });
      }),
      { numRuns: 500 },
    );
  });

  it('never throws and never hangs on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect([...parseLines(text, 'ns', NOW)].length).toBeLessThanOrEqual(301);
      }),
      { numRuns: 500 },
    );
  });

  it('writes a registered integer field with its i and everything else as a float', () => {
    const line = encodeFact({
      measurement: 'camera_stream',
      tags: { stream: 'main', device: 'cam-01' },
      fields: { width: 1920, fps: 25, live: true, codec: 'H264' },
      at: epochMs(NOW),
    });
    expect(line).toBe(
      `camera_stream,device=cam-01,stream=main width=1920i,fps=25,live=true,codec="H264" ${NOW}`,
    );
  });

  it('refuses to write what a store could not hold', () => {
    const write = (value: number) => () =>
      encodeFact({ measurement: 'machine', tags: {}, fields: { cores: value }, at: epochMs(NOW) });
    expect(write(Number.NaN)).toThrow('machine.cores is NaN');
    expect(write(1.5)).toThrow('machine.cores is not an integer: 1.5');
  });

  it('loses one line only to a torn quote', () => {
    const body = 'a x=1 1\nb word="torn 2\nc x=3 3';
    const good = [...parseLines(body, 'ms', NOW)].filter(({ parsed }) => parsed.ok);
    expect(good.map(({ number }) => number)).toEqual([1, 3]);
  });

  it.each([
    ['', 'no fields'],
    ['cpu', 'no fields'],
    [',a=b x=1', 'no measurement'],
    ['cpu,host x=1', 'tag "host" is not name=value'],
    ['cpu,host= x=1', 'tag "host=" is not name=value'],
    ['cpu,a=1,a=2 x=1', 'tag a stands twice'],
    ['cpu x', 'a field is not name=value'],
    ['cpu x=', 'field x has no readable value'],
    ['cpu x=1,x=2', 'field x stands twice'],
    ['cpu x=NaN', 'field x has no readable value'],
    ['cpu x=99999999999999999i', 'field x has no readable value'],
    ['cpu x="torn', 'field x has no readable value'],
    ['cpu x="torn\\"', 'field x has no readable value'],
    ['cpu x=1 soon', 'time stamp "soon" is not a number'],
    ['cpu x=1 1 2', 'time stamp "1 2" is not a number'],
  ])('refuses %j: %s', (line, problem) => {
    expect(read(line)).toEqual({ ok: false, problem });
  });

  it.each([
    ['ns', '1732390000123000000'],
    ['us', '1732390000123999'],
    ['ms', '1732390000123'],
  ] as const)('keeps the millisecond of a stamp in %s', (precision, stamp) => {
    const parsed = parseLine(`cpu x=1 ${stamp}`, precision, 0);
    expect(parsed.ok && parsed.value.at).toBe(NOW);
  });

  it('stands at its limits and refuses one over', () => {
    const line = (chars: number) => `m x="${'a'.repeat(chars - 7)}" 1`.slice(0, chars);
    const fields = (n: number) => `m ${Array.from({ length: n }, (_, at) => `f${at}=1`).join(',')}`;
    const tags = (n: number) =>
      `m${Array.from({ length: n }, (_, at) => `,t${at}=1`).join('')} x=1`;
    expect(read(line(LINE_LIMITS.lineChars + 1)).ok).toBe(false);
    expect(read(fields(LINE_LIMITS.fields)).ok).toBe(true);
    expect(read(fields(LINE_LIMITS.fields + 1)).ok).toBe(false);
    expect(read(tags(LINE_LIMITS.tags)).ok).toBe(true);
    expect(read(tags(LINE_LIMITS.tags + 1)).ok).toBe(false);
  });

  it('keeps names such as __proto__ as plain names', () => {
    const parsed = read('m,__proto__=a constructor=1 1');
    expect(parsed.ok && Object.keys(parsed.value.fields)).toEqual(['constructor']);
    expect(parsed.ok && Object.getPrototypeOf(parsed.value.tags)).toBe(Object.prototype);
  });

  it('joins facts by line feeds', () => {
    const one: Fact = { measurement: 'm', tags: {}, fields: { x: 1 }, at: epochMs(1) };
    expect(encodeFacts([one, one])).toBe('m x=1 1\nm x=1 1');
  });
});

/** -0 has no spelling of its own on the wire that all stores keep. */
function normal(sent: Fact): Fact {
  const fields = Object.fromEntries(
    Object.entries(sent.fields).map(([name, value]) => [name, value === 0 ? 0 : value]),
  );
  return { ...sent, fields };
}
