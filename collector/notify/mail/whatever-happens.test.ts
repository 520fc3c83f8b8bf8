import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes, ms } from '../../../kit/units.ts';
import { MailServer, StormStage } from '../../../test/mail-storm.ts';
import type { Delivery, Post } from './smtp-door.ts';

let stage: StormStage;
beforeEach(() => {
  stage = new StormStage();
});
afterEach(() => stage.close());

type Step =
  | { readonly do: 'opened' | 'resolved' | 'escalated'; readonly incident: number }
  | { readonly do: 'server'; readonly says: Delivery['kind'] }
  | { readonly do: 'kill' }
  | { readonly do: 'wait'; readonly minutes: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('opened' as const), incident: fc.nat(14) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('resolved' as const), incident: fc.nat(14) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('escalated' as const), incident: fc.nat(14) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('server' as const),
        says: fc.constantFrom<Delivery['kind']>(
          'accepted',
          'accepted',
          'deferred',
          'unreachable',
          'unanswered',
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        minutes: fc.integer({ min: 1, max: 40 }),
      }),
    },
  ),
  { maxLength: 60 },
);

describe('whatever happens', () => {
  it('each incident is told once, in its own mail or in one of many, and no end is told without a beginning', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const own = new StormStage();
        stage.close();
        stage = own;
        const server = new MailServer();
        const seen = new Map<string, Set<Told>>();
        for (const step of history) await take(step, server, seen);
        server.now = 'accepted';
        await stage.run(hours(1), server.post);
        await stage.clock.advance(hours(2));
        await stage.run(minutes(40), server.post);
        check(server.ids(), await server.textById(), seen);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

async function take(step: Step, server: MailServer, seen: Map<string, Set<Told>>): Promise<void> {
  const killed: Post = () => Promise.reject(new Error('killed'));
  switch (step.do) {
    case 'server':
      server.now = step.says;
      return;
    case 'kill':
      await stage.pass({ post: killed }).catch(() => undefined);
      return;
    case 'wait':
      for (let gone = 0; gone < step.minutes; gone += 5) {
        await stage.pass({ post: server.post });
        await stage.clock.advance(ms(Math.min(5, step.minutes - gone) * 60_000));
      }
      return;
    default: {
      const incident = `i${step.incident}`;
      const kinds = seen.get(incident) ?? new Set<Told>();
      if (kinds.has('resolved') || (step.do !== 'opened' && !kinds.has('opened'))) return;
      seen.set(incident, kinds.add(step.do));
      stage.tell(step.do, incident, server.post);
    }
  }
}

type Told = 'opened' | 'resolved' | 'escalated';

function check(
  arrived: readonly string[],
  texts: ReadonlyMap<string, string>,
  seen: ReadonlyMap<string, ReadonlySet<Told>>,
): void {
  const mails = stage.shown();
  expect(mails.filter(({ state }) => state !== 'sent' && state !== 'merged')).toEqual([]);
  /** Which of the arrived mails told it. */
  const placeOf = (incident: string, kind: Told): number => {
    const mail = mails.find(({ id }) => id.startsWith(`${incident}-${kind}-`));
    const { id = '', mergedInto: bundle } = mail ?? {};
    if (bundle === undefined) return arrived.indexOf(id);
    expect(arrived).not.toContain(id);
    expect(texts.get(bundle)?.split(`<${incident}>`)).toHaveLength(2);
    return arrived.indexOf(bundle);
  };
  for (const [incident, kinds] of seen) {
    for (const kind of kinds)
      expect(placeOf(incident, kind), `${incident} ${kind}`).toBeGreaterThanOrEqual(0);
    if (kinds.has('resolved'))
      expect(placeOf(incident, 'resolved')).toBeGreaterThanOrEqual(placeOf(incident, 'opened'));
  }
}
