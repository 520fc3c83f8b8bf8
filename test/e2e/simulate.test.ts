import { afterEach, describe, expect, it } from 'vitest';
import { httpPoster, type Poster } from '../../agent/ship/http-door.ts';
import { readAsked } from '../../cli/simulate/asked.ts';
import { simulateCity } from '../../cli/simulate/city.ts';
import { enrolAll } from '../../cli/simulate/enrol.ts';
import { schoolsOf } from '../../cli/simulate/members.ts';
import { accountOf, accountText, failuresOf } from '../../cli/simulate/say.ts';
import { systemClock } from '../../kit/clock.ts';
import { seconds } from '../../kit/units.ts';
import { ADMIN_TOKEN, startedCollector } from './started.ts';

const after: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const deed of after.splice(0).reverse()) await deed();
});

const UNITS = [
  { id: 'phuong-1', kind: 'ward', name: 'Phường 1' },
  { id: 'phuong-2', kind: 'ward', name: 'Phường 2' },
];

/** A small city that comes back from two minutes without the line, and ends when that is sent. */
async function city(through: (post: Poster['post']) => Poster['post'] = (post) => post) {
  const collector = await startedCollector({ config: { units: UNITS } });
  after.push(collector.end);
  const asked = readAsked([
    ...['--collector', collector.url, '--schools', '2', '--units', 'phuong-1,phuong-2'],
    ...['--cameras', '3', '--machines', '2', '--backlog', '2m', '--herd', '--replay'],
    ...['--backlog-rate', '1000', '--ship', '100ms', '--minutes', '2', '--check', '2'],
  ]);
  if (!asked.ok) throw new Error(asked.problem);
  const poster = httpPoster(seconds(30), 8);
  after.push(poster.close);
  const schools = schoolsOf(asked.value, systemClock.now());
  const enrolling = { collector: collector.url, adminToken: ADMIN_TOKEN };
  const ending = await simulateCity(
    {
      asked: asked.value,
      schools,
      tokens: await enrolAll(enrolling, schools),
      run: 'run-1',
      post: through(poster.post),
      ask: async (path) => await (await collector.call(path)).json(),
      tell: () => undefined,
      rssBytes: () => 0,
      clock: systemClock,
      random: () => 0,
    },
    new AbortController().signal,
  );
  return { collector, ending };
}

describe('a simulated city against a real collector', { timeout: 60_000 }, () => {
  it('sends its outage, its replays and what is new, and finds all of it again', async () => {
    const { collector, ending } = await city();
    const account = accountOf(ending);
    expect(failuresOf(ending)).toEqual({});
    expect(account).toMatchObject({
      schools: 2,
      refused: { batches: 0, lines: 0 },
      missed: { wait: 0, retry: 0, token_refused: 0 },
      known_before: 0,
      backlog_left_h: 0,
      checked_schools: 2,
      problems: {},
    });
    expect(account.acknowledged.outage).toBeGreaterThan(20);
    expect(account.acknowledged.live).toBeGreaterThanOrEqual(2 * 7);
    expect(account.replayed).toBeGreaterThan(0);
    expect(account.found.points).toBeGreaterThan(20);
    expect(account.found.latest).toBeGreaterThan(2 * 5);
    expect(accountText(ending)).toContain('Không mất gì / nothing lost');
    const { schools } = (await (await collector.call('/api/v1/readiness')).json()) as {
      schools: { id: string; simulated: boolean; unit: { id: string } }[];
    };
    expect(schools.map(({ id, simulated, unit }) => [id, simulated, unit.id]).sort()).toEqual([
      ['mo-phong-0001', true, 'phuong-1'],
      ['mo-phong-0002', true, 'phuong-2'],
    ]);
  });

  it('names what a collector acknowledged and did not keep', async () => {
    let posts = 0;
    const { ending } = await city((post) => async (asked, stop) => {
      posts += 1;
      if (posts % 3 !== 0) return await post(asked, stop);
      return {
        ...{ kind: 'answered', status: 204, contentType: '', body: '' },
        ...{ retryAfter: undefined, date: undefined, replayed: false },
      };
    });
    expect(failuresOf(ending)['acknowledged_missing']).toBeGreaterThan(0);
    expect(accountText(ending)).toContain('SAI LỆCH / WRONG: acknowledged_missing');
  });

  it('names a batch that was stored a second time as if it were new', async () => {
    const { ending } = await city((post) => async (asked, stop) => {
      const answer = await post(asked, stop);
      return answer.kind === 'answered' ? { ...answer, replayed: false } : answer;
    });
    expect(Object.keys(failuresOf(ending))).toEqual(['stored_twice']);
  });
});
