import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ancestorsOf,
  type Happening,
  histories,
  isOpen,
  type Told,
  World,
} from '../../../test/alert-world.ts';
import type { AlertEvent } from './engine.ts';

/** As many as the promise says; fast-check prints the seed of a failure, and the suite's own seed stands at its head. */
const RUNS = 10_000;

const check = (numRuns: number, holds: (happenings: readonly Happening[]) => void) =>
  fc.assert(fc.property(histories, holds), { numRuns });

/** Who is in which incident, followed event by event; throws where an event does not fit. */
class Book {
  readonly #in = new Map<string, string>();
  readonly #ended = new Set<string>();
  readonly #left = new Set<string>();

  read(event: AlertEvent): void {
    const { kind, rule, incident, members } = event;
    if (this.#ended.has(incident)) throw new Error(`${incident} had ended`);
    if (this.#isOpen(incident) === (kind === 'opened')) throw new Error(`${incident}: ${kind}`);
    for (const { school, device } of members) {
      const subject = `${rule.id} ${school} ${device}`;
      if (kind === 'left') this.#leave(subject, incident);
      else this.#enter(subject, incident);
    }
    const over = !this.#isOpen(incident);
    if (over) this.#ended.add(incident);
    expect(over).toBe(kind === 'left' && event.over);
  }

  #isOpen(incident: string): boolean {
    return [...this.#in.values()].includes(incident);
  }

  #enter(subject: string, incident: string): void {
    if (this.#in.has(subject)) throw new Error(`${subject} opened twice`);
    if (this.#left.has(`${subject} ${incident}`)) throw new Error(`${subject} came back`);
    this.#in.set(subject, incident);
  }

  #leave(subject: string, incident: string): void {
    this.#left.add(`${subject} ${incident}`);
    if (!this.#in.delete(subject)) throw new Error(`${subject} recovered without an opening`);
  }

  get open(): readonly string[] {
    return [...this.#in.keys()];
  }
}

function unexplained({ event, before, after }: Told): boolean {
  if (event.kind === 'left') return true;
  const { rule } = event;
  return event.members.every(({ school, device }) => {
    const above = rule.hangs ? ancestorsOf(device) : [];
    const explained = (state: Told['before']) =>
      rule.parents.some((parent) => isOpen(state, parent, school)) ||
      above.some((one) => ['switch', 'recorder'].some((cut) => isOpen(state, cut, school, one)));
    return !explained(before) && !explained(after);
  });
}

describe('whatever happens', () => {
  it('opens and recovers strictly in turn, never what something open explains, and ends all once all is good', {
    timeout: 60_000,
  }, () => {
    check(RUNS, (happenings) => {
      const { told } = new World().play(happenings).heal();
      const book = new Book();
      for (const { event } of told) book.read(event);
      expect(book.open).toEqual([]);
      expect(told.filter((one) => !unexplained(one))).toEqual([]);
    });
  });

  it('opens nothing by replay alone', () => {
    check(1_000, (happenings) => {
      const replayed = happenings.flatMap((one): Happening[] => {
        if (one.kind === 'storm') return [];
        return [one.kind === 'look' ? { ...one, live: false } : one];
      });
      expect(new World().play(replayed).told).toEqual([]);
    });
  });
});

describe('the histories', () => {
  it('come to every kind of event, or these properties would say little', () => {
    const seen = new Set<string>();
    const sample = fc.sample(histories, { numRuns: 1_000, seed: 7 });
    for (const happenings of sample)
      for (const { event } of new World().play(happenings).heal().told)
        seen.add(`${event.rule.id} ${event.kind} ${event.members.length > 1 ? 'several' : 'one'}`);
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'camera left one',
        'camera opened one',
        'camera opened several',
        'line opened several',
        'recorder opened one',
        'line joined one',
        'silent joined one',
        'silent left one',
        'silent opened one',
        'silent opened several',
        'switch opened one',
      ]),
    );
  });
});
