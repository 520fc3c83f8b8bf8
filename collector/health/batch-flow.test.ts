import { describe, expect, it } from 'vitest';
import { minutes } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { BatchFlow } from './batch-flow.ts';

const stored = { status: 204, stored: 10, replayed: false };

describe('the flow of batches', () => {
  it('counts each by how it was answered, and the lines of those stored whole once', () => {
    const flow = new BatchFlow();
    const now = new ManualClock().now();
    for (const answer of [
      stored,
      stored,
      { ...stored, replayed: true },
      { status: 400, stored: undefined, replayed: false },
      { status: 429, stored: undefined, replayed: false },
      { status: 500, stored: undefined, replayed: false },
    ])
      flow.add(answer, now);
    const told = flow
      .metrics()
      .map((metric) => [
        metric.labels?.['outcome'] ?? metric.name,
        metric.type === 'histogram' ? undefined : metric.value,
      ]);
    expect(Object.fromEntries(told)).toEqual({
      stored: 2,
      partly: 1,
      replayed: 1,
      refused: 2,
      hatang_lines_stored_total: 20,
    });
  });

  it('shows the last sixty whole minutes, the newest at the end, and not the running one', async () => {
    const [clock, flow] = [new ManualClock(), new BatchFlow()];
    flow.add(stored, clock.now());
    expect(flow.lastHour(clock.now()).every((count) => count === 0)).toBe(true);
    await clock.advance(minutes(1));
    expect(flow.lastHour(clock.now()).at(-1)).toBe(1);
    flow.add(stored, clock.now());
    flow.add({ ...stored, status: 429 }, clock.now());
    await clock.advance(minutes(59));
    const hour = flow.lastHour(clock.now());
    expect([hour.length, hour[0], hour[1], hour.at(-1)]).toEqual([60, 1, 1, 0]);
    await clock.advance(minutes(1));
    expect(flow.lastHour(clock.now())[0]).toBe(1);
  });
});
