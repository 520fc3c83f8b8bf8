import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { keepEnrolment, tokenShelf } from '../../agent/enrol/data-door.ts';
import { isDue, TokenRenewal } from '../../agent/enrol/renewal.ts';
import { type Answer, httpPoster, type Poster } from '../../agent/ship/http-door.ts';
import { silentLog } from '../../kit/log.ts';
import { days, epochMs, hours, seconds } from '../../kit/units.ts';
import { ManualClock } from '../manual-clock.ts';
import { type Started, startedCollector } from './started.ts';

let collector: Started;
let poster: Poster;
let folder: string;
let first: string;
beforeAll(async () => {
  collector = await startedCollector();
  poster = httpPoster(seconds(10));
});
afterAll(async () => {
  poster.close();
  await collector.end();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renewal-'));
  first = await collector.enrol('thcs-a');
  keepEnrolment(folder, { token: first, school: 'thcs-a' });
});
afterEach(() => rmSync(folder, { recursive: true }));

const shelf = () => tokenShelf(folder, { checkModes: true });
const held = () => readFileSync(join(folder, 'token'), 'utf8').trim();
const statusOf = async (token: string) =>
  (await collector.call('/api/v1/agent/config', { token })).status;

function age(span: number): void {
  const at = new Date(collector.clock.now() - span);
  utimesSync(join(folder, 'token'), at, at);
}

/** Runs until it has waited so often. */
type Line = Pick<Poster, 'post' | 'ask'>;
async function runUntilCalm(line: Line = poster, pauses = 1): Promise<void> {
  const clock = new ManualClock(collector.clock.now());
  const stop = new AbortController();
  let calm = 0;
  const renewal = new TokenRenewal({
    ...{ shelf: shelf(), poster: line, collector: collector.url, random: () => 0, log: silentLog },
    clock: {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      sleep: async () => {
        calm += 1;
        if (calm === pauses) stop.abort();
      },
    },
  });
  await renewal.run(stop.signal);
}

it.each([
  [days(90) - 1, false],
  [days(90), true],
  [-hours(1), false],
  [-days(2), true],
])('a token written %d ms ago is due: %s', (span, due) => {
  expect(isDue(epochMs(1e12), epochMs(1e12 + span))).toBe(due);
});

it('is left alone until it is 90 days old', async () => {
  age(days(89));
  await runUntilCalm();
  expect(held()).toBe(first);
});

it('gives way to another, which the collector takes, and is refused from then on', async () => {
  age(days(91));
  await runUntilCalm();
  expect(held()).not.toBe(first);
  expect([await statusOf(first), await statusOf(held())]).toEqual([401, 200]);
  expect(readdirSync(folder).sort()).toEqual(['school', 'token']);
  expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
});

it('stays good where the answer was lost, and is renewed at the next look', async () => {
  age(days(91));
  const lost = { kind: 'unreached', reason: 'lost' } as const;
  const lossy: Line = {
    post: async (post, stop) => {
      await poster.post(post, stop);
      return lost;
    },
    ask: async () => lost,
  };
  await runUntilCalm(lossy);
  expect(held()).toBe(first);
  expect(await statusOf(first)).toBe(200);
  await runUntilCalm();
  expect(await statusOf(held())).toBe(200);
  expect(held()).not.toBe(first);
});

it('is kept beside the new one through a crash and an outage, until the new one was tried', async () => {
  const answer = await collector.call('/api/v1/agent/token', { method: 'POST', token: first });
  const { token: next } = (await answer.json()) as { token: string };
  shelf().putNext(next);
  const nothing = async () => ({ kind: 'unreached', reason: 'no line' }) as const;
  const away: Line = { post: nothing, ask: nothing };
  await runUntilCalm(away, 3);
  expect([held(), shelf().next()]).toEqual([first, next]);
  await runUntilCalm();
  expect([held(), shelf().next()]).toEqual([next, undefined]);
});

it('stays where the new one is refused', async () => {
  shelf().putNext('ht_a-token-the-collector-never-gave');
  await runUntilCalm();
  expect([held(), shelf().next()]).toEqual([first, undefined]);
});

it.each([
  [200, 'text/html', '<h1>Wifi</h1>'],
  [401, 'text/html', '<h1>Sign in to the Wifi</h1>'],
])('is not given up for what a portal answers: %d', async (status, contentType, body) => {
  age(days(91));
  const answer = async (): Promise<Answer> => ({
    kind: 'answered',
    ...{ status, contentType, body, retryAfter: undefined, date: undefined },
  });
  const portal: Line = { post: answer, ask: answer };
  await runUntilCalm(portal);
  shelf().putNext('ht_not-tried-yet-because-of-the-portal');
  await runUntilCalm(portal);
  expect(held()).toBe(first);
  expect(shelf().next()).toBeDefined();
});

it('is not to be had by a token whose successor was used', async () => {
  const ask = (token: string) => collector.call('/api/v1/agent/token', { method: 'POST', token });
  const { token: next } = (await (await ask(first)).json()) as { token: string };
  expect(await statusOf(next)).toBe(200);
  expect((await ask(first)).status).toBe(401);
});
