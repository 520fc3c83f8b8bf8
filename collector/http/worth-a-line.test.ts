import { describe, expect, it } from 'vitest';
import { ms } from '../../kit/units.ts';
import { LogBudget, worthALine } from './worth-a-line.ts';

const took = ms(1);

describe('a line in the log', () => {
  it.each([
    ['GET', '/', 200, false],
    ['HEAD', '/', 200, false],
    ['GET', '/schools/:id', 404, true],
    ['GET', undefined, 404, true],
    ['GET', '/', 500, true],
    ['GET', '/events', undefined, false],
    ['POST', '/sign-in', 303, true],
    ['POST', '/sign-in', undefined, true],
    ['DELETE', '/api/v1/leases', 204, true],
    ['GET', '/readyz', 503, false],
    ['GET', '/metrics', 200, false],
    ['POST', '/api/v2/write', undefined, true],
    ['POST', '/api/v2/write', 429, true],
  ])('for %s %s answered with %s: %s', (method, route, status, worth) => {
    expect(worthALine({ method, route, status, took }, 50)).toBe(worth);
  });

  it('for one in a hundred batches that went well, and the first', () => {
    const told = Array.from({ length: 300 }, (_, at) => at + 1).filter((written) =>
      worthALine({ method: 'POST', route: '/api/v2/write', status: 204, took }, written),
    );
    expect(told).toEqual([1, 101, 201]);
  });

  it('twenty times a second at most; what is left out is counted and told once', () => {
    const budget = new LogBudget();
    const first = Array.from({ length: 80 }, () => budget.ask(ms(5)));
    expect(first.filter(({ mayLog }) => mayLog)).toHaveLength(20);
    expect(first.every(({ missed }) => missed === 0)).toBe(true);
    expect(budget.ask(ms(1_005))).toEqual({ mayLog: true, missed: 60 });
    expect(budget.ask(ms(1_006))).toEqual({ mayLog: true, missed: 0 });
  });
});
