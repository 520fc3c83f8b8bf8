import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { fail, ok } from '../../../kit/result.ts';
import { follows } from './oid-order.ts';
import { Pace } from './pace.ts';
import type { Varbind } from './session.ts';
import { type Walker, walkColumns } from './walk.ts';

describe('a walk', () => {
  const oidOrder = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 6 });

  it('knows which of two oids follows the other', () => {
    fc.assert(
      fc.property(oidOrder, oidOrder, (a, b) => {
        const [x, y] = [a.join('.'), b.join('.')];
        expect(Number(follows(x, y)) + Number(follows(y, x))).toBe(x === y ? 0 : 1);
      }),
    );
    expect(follows('1.3.10', '1.3.9')).toBe(true);
    expect(follows('1.3.9.1', '1.3.9')).toBe(true);
  });

  const rows = Array.from(
    { length: 100 },
    (_, at): Varbind => ({ oid: `1.1.${at + 1}`, value: at }),
  );
  const rowsPast = (oid: string, most: number): readonly Varbind[] =>
    [...rows, { oid: '1.2.1', value: 0 }].filter((row) => follows(row.oid, oid)).slice(0, most);

  type Bulk = Walker['asking']['bulk'];
  const VALUE = { value: '1.1' } as const;
  const walk = (bulk: Bulk, mostRows: number, pace = new Pace()) =>
    walkColumns({ asking: { bulk }, clock: systemClock, pace }, { columns: VALUE, mostRows });

  it('asks for half when answers are too big, and still reads every row', async () => {
    const asked: number[] = [];
    const bulk: Bulk = async ([oid = ''], repetitions) => {
      asked.push(repetitions);
      return repetitions > 8
        ? fail({ kind: 'too_big', detail: '' })
        : ok([rowsPast(oid, repetitions)]);
    };
    const walked = await walk(bulk, 1_000);
    expect(walked.problem).toBeUndefined();
    expect(walked.table.value.size).toBe(100);
    expect(Math.max(...asked.slice(4))).toBeLessThan(50);
  });

  it('asks a device it knows for as many rows as it has, and one more for their end', async () => {
    const asked: number[] = [];
    const bulk: Bulk = async ([oid = ''], repetitions) => {
      asked.push(repetitions);
      return ok([rowsPast(oid, repetitions)]);
    };
    const pace = new Pace();
    await walk(bulk, 1_000, pace);
    expect(asked[0]).toBe(11);
    asked.length = 0;
    await walk(bulk, 1_000, pace);
    expect(asked).toEqual([60, 41]);
  });

  it('takes answers cut short by the agent, and stops at its cap on rows', async () => {
    const bulk: Bulk = async (oids) => ok(oids.map((oid) => rowsPast(oid, 3)));
    const walked = await walk(bulk, 10);
    expect(walked.table.value.size).toBe(10);
  });

  it('gives up on answers that stay lost after three smaller questions', async () => {
    let questions = 0;
    const bulk: Bulk = async () => {
      questions += 1;
      return fail({ kind: 'silent', detail: '' });
    };
    expect((await walk(bulk, 10)).problem?.kind).toBe('silent');
    expect(questions).toBe(4);
  });

  it('stops at an answer without values, and at one that stands still', async () => {
    const empty = await walk(async () => ok([]), 10);
    expect(empty.problem?.kind).toBe('garbled');
    const same = { oid: '1.1.1', value: 1 };
    let questions = 0;
    const repeat = async () => {
      questions += 1;
      if (questions > 10) throw new Error('walks in circles');
      return ok([[same, same]]);
    };
    const still = await walk(repeat, 10);
    expect(still.problem).toEqual({ kind: 'out_of_order', detail: '1.1.1 after 1.1.1' });
    expect(still.table.value.size).toBe(1);
  });
});
