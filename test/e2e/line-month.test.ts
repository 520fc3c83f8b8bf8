import { afterAll, beforeAll, expect, it } from 'vitest';
import { count, type Minute, minuteFact } from '../../agent/probes/uplink/watch/account.ts';
import { type Counted, freshWatching, observe } from '../../agent/probes/uplink/watch/outage.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { encodeFacts } from '../../wire/line-protocol.ts';
import { outageFact } from '../../wire/outage.ts';
import { ManualClock } from '../manual-clock.ts';
import { type Started, startedCollector } from './started.ts';

/** Thirty days of seconds through the agent's own reducer and account into a real collector, late and out of order. */

const DAY = 86_400;
const start = Date.parse('2026-11-01T00:00:00+07:00');
const clock = new ManualClock(epochMs(start + 30 * DAY * 1_000));
let collector: Started;
let token: string;
beforeAll(async () => {
  collector = await startedCollector({ clock });
  token = await collector.enrol('thcs-a');
});
afterAll(() => collector.end());

const at = (second: number): EpochMs => epochMs(start + second * 1_000);
const hour = 3_600;
/** 1/11/2026 is a Sunday: the fourth day a Wednesday. School from 7:00 to 17:00, Monday to Saturday by default. */
const down = [
  [3 * DAY + 8 * hour, 3 * DAY + 8 * hour + 1_234],
  [10 * DAY + 20 * hour, 10 * DAY + 23 * hour],
  [17 * DAY + 9 * hour, 17 * DAY + 9 * hour + 2],
] as const;
const routerOff = [[5 * DAY + 7 * hour, 5 * DAY + 9 * hour]] as const;
const agentOff = [
  [12 * DAY, 13 * DAY],
  [20 * DAY + 11, 20 * DAY + 3_611],
] as const;
const within = (spans: readonly (readonly [number, number])[], second: number): boolean =>
  spans.some(([from, to]) => second >= from && second < to);

function factsOfMonth(): readonly Fact[] {
  let watching = freshWatching;
  let minute: Minute | undefined;
  const facts: Fact[] = [];
  const add = (counted: readonly Counted[]) => {
    const next = count(minute, counted);
    minute = next.minute;
    facts.push(...next.over.map((over) => minuteFact('line', over)));
  };
  for (let second = 0; second < 30 * DAY; second += 1) {
    if (within(agentOff, second)) continue;
    const isOff = within(routerOff, second);
    const silent = isOff || within(down, second);
    const step = observe(watching, {
      ...{ at: at(second), name: undefined, port: true, router: !isOff },
      farEnds: [
        {
          ...{ subject: 'target:center', kind: 'collector', eachSecond: true, askedAt: at(second) },
          answer: silent ? 'silent' : 'answered',
        },
      ],
    });
    watching = step.watching;
    add(step.counted);
    facts.push(...step.told.map((outage) => outageFact('line', outage, at(second))));
  }
  if (minute !== undefined) facts.push(minuteFact('line', minute));
  return facts;
}

async function put(facts: readonly Fact[]): Promise<void> {
  const lines = encodeFacts(facts);
  const answer = await collector.call('/api/v2/write?precision=ms', { token, body: lines });
  expect(answer.status).toBe(204);
}

it('gives exactly the availability of its outages, unknown time apart, though it came in backwards', async () => {
  await put([
    {
      measurement: 'device',
      tags: { device: 'line', kind: 'uplink' },
      fields: { name: 'Đường truyền', simulated: false, cadence_s: 30 },
      at: at(30 * DAY),
    },
  ]);
  const facts = factsOfMonth();
  const parts = Array.from({ length: Math.ceil(facts.length / 2_000) }, (_, part) =>
    facts.slice(part * 2_000, (part + 1) * 2_000),
  );
  for (const part of parts.toReversed()) await put(part);
  const answer = await collector.call('/api/v1/schools/thcs-a');
  const school = (await answer.json()) as {
    availability: {
      month: string;
      always: object;
      schoolHours: { downS: number };
      unknownS: number;
      outages: number;
      beside: { localS: number };
    }[];
    outages: { kind: string; startedAt: string; lengthS: number }[];
    findings: {
      criterion: string;
      level: string;
      device: string | null;
      verdict: string;
      observed: number;
    }[];
  };
  const downS = 1_234 + 3 * hour + 2;
  const unknownS = 2 * hour + DAY + 3_600;
  const upS = 30 * DAY - downS - unknownS;
  const [november] = school.availability;
  expect(november).toMatchObject({
    month: '2026-11',
    always: { upS, downS, availability: upS / (upS + downS) },
    ...{ unknownS, outages: 2, beside: { localS: 2 * hour } },
  });
  expect(november?.schoolHours.downS).toBe(1_236);
  expect(
    school.outages.map(({ kind, startedAt, lengthS }) => [kind, Date.parse(startedAt), lengthS]),
  ).toEqual([
    ['line', Number(at(10 * DAY + 20 * hour)), 3 * hour],
    ['router', Number(at(5 * DAY + 7 * hour)), 2 * hour],
    ['line', Number(at(3 * DAY + 8 * hour)), 1_234],
  ]);
  const finding = school.findings.find(
    ({ criterion, level, device }) =>
      criterion === 'NET-05' && level === 'basic' && device === 'line',
  );
  expect(finding).toMatchObject({ verdict: 'pass' });
  expect(finding?.observed).toBeCloseTo(upS / (upS + downS), 6);
  const csv = await (await collector.call('/schools/thcs-a/outages.csv')).text();
  expect(csv.trim().split('\r\n')).toHaveLength(4);
}, 120_000);
