import { afterEach, describe, expect, it } from 'vitest';
import { epochMs, minutes } from '../../kit/units.ts';
import { ManualClock } from '../manual-clock.ts';
import { browser } from './browser.ts';
import { type Started, startedCollector } from './started.ts';

let open: Started[] = [];
afterEach(async () => {
  for (const collector of open) await collector.end();
  open = [];
});

async function started(options: Parameters<typeof startedCollector>[0] = {}): Promise<Started> {
  const collector = await startedCollector(options);
  open.push(collector);
  return collector;
}

async function startedAgain(options: Parameters<typeof startedCollector>[0]): Promise<Started> {
  const [before] = open;
  if (before === undefined) throw new Error('nothing was started');
  await before.stop();
  open = [];
  return await started({ ...options, folder: before.folder });
}

const codeOf = ({ signIn }: Started) => new URL(signIn ?? 'none:').searchParams.get('code') ?? '';

describe('the first way in', () => {
  it('opens once; a password set there opens the door from then on, and no new code is made', async () => {
    const collector = await started();
    const { visit, submit } = browser(collector);
    expect((await visit('/')).status).toBe(303);
    expect((await submit('/sign-in', { code: codeOf(collector) })).status).toBe(303);
    expect((await visit('/')).status).toBe(200);
    const again = await browser(collector).submit('/sign-in', { code: codeOf(collector) });
    expect(again.status).toBe(401);
    const next = 'mật khẩu mới của tôi';
    expect((await submit('/account', { next, again: next })).status).toBe(303);
    const later = await startedAgain({});
    expect(later.signIn).toBeUndefined();
    const withPassword = browser(later);
    const done = await withPassword.submit('/sign-in', { name: 'admin', password: next });
    expect(done.status).toBe(303);
    expect((await withPassword.visit('/dead-letters')).status).toBe(200);
  });

  it('ends with the next start, which gives a new one', async () => {
    const before = codeOf(await started());
    const later = await startedAgain({});
    const tryCode = async (code: string) =>
      (await browser(later).submit('/sign-in', { code })).status;
    expect([await tryCode(before), await tryCode(codeOf(later))]).toEqual([401, 303]);
  });

  it('points to the address that people use, and gives no cookie that would travel in the clear', async () => {
    const collector = await started({ config: { public_url: 'https://hatang.example.vn/' } });
    const page = await collector.call('/sign-in', { token: undefined });
    for (const cookie of page.headers.getSetCookie()) expect(cookie).toMatch(/; Secure$/);
    expect(collector.signIn).toMatch(/^https:\/\/hatang\.example\.vn\/sign-in\?code=/);
  });

  it('stands in the form already where the address carries it', async () => {
    const collector = await started();
    const { pathname, search } = new URL(collector.signIn ?? '');
    const page = await (await collector.call(pathname + search, { token: undefined })).text();
    expect(page).toContain(`value="${codeOf(collector)}"`);
  });
});

it('an admin token that was changed, or taken away, is of no use after the restart', async () => {
  await started({ adminToken: 'the-first-admin-token' });
  const second = await startedAgain({ adminToken: 'the-second-admin-token' });
  const status = async (collector: Started, token: string) =>
    (await collector.call('/api/v1/readiness', { token })).status;
  expect(await status(second, 'the-first-admin-token')).toBe(401);
  expect(await status(second, 'the-second-admin-token')).toBe(200);
  const third = await startedAgain({ adminToken: undefined });
  expect(await status(third, 'the-second-admin-token')).toBe(401);
});

async function signedIn(collector: Started) {
  const one = browser(collector);
  await one.submit('/sign-in', { code: codeOf(collector) });
  return one;
}

describe('a person added on the page', () => {
  it('comes in by the code shown once, sets a password, and is out the moment the account is locked', async () => {
    const collector = await started({ config: { units: [{ id: 'w', kind: 'ward', name: 'W' }] } });
    const admin = await signedIn(collector);
    const made = await admin.submit('/users', { name: 'Lan', role: 'officer', unit: 'w' });
    const code = /<code class="code">([^<]+)</.exec(await made.text())?.[1] ?? '';
    const lan = browser(collector);
    expect((await lan.submit('/sign-in', { code })).status).toBe(303);
    const next = 'mật khẩu của Lan';
    expect((await lan.submit('/account', { next, again: next })).status).toBe(303);
    expect((await lan.visit('/users')).status).toBe(200);
    const id = /href="\/users\/(\d+)">Lan</.exec(await (await admin.visit('/users')).text())?.[1];
    expect((await admin.submit(`/users/${id}`, {}, `/users/${id}/disable`)).status).toBe(303);
    expect((await lan.visit('/users')).status).toBe(303);
    const again = await browser(collector).submit('/sign-in', { name: 'Lan', password: next });
    expect(again.status).toBe(401);
  });

  it('ends a session that was left open elsewhere', async () => {
    const collector = await started();
    const here = await signedIn(collector);
    const next = 'mật khẩu của quản trị';
    await here.submit('/account', { next, again: next });
    const elsewhere = browser(collector);
    await elsewhere.submit('/sign-in', { name: 'admin', password: next });
    const page = await (await here.visit('/account')).text();
    const id = /name="id" value="(\d+)"/.exec(page)?.[1] ?? '';
    await here.submit('/account', { id }, '/account/end-session');
    expect([
      (await here.visit('/account')).status,
      (await elsewhere.visit('/account')).status,
    ]).toEqual([200, 303]);
  });
});

describe('a call of the JSON interface with a session’s cookie', () => {
  const ask = (collector: Started, cookie: string, headers: Record<string, string>) =>
    collector.call('/api/v1/users', {
      token: undefined,
      body: JSON.stringify({ name: `n${Math.random()}`, role: 'admin' }),
      headers: { 'Content-Type': 'application/json', Cookie: cookie, ...headers },
    });

  it.each([
    ['of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['of another host of the same domain', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['of the own pages', { 'Sec-Fetch-Site': 'same-origin' }, 201],
    ['of another origin, by an older browser', { Origin: 'https://evil.example' }, 403],
    ['of no known origin', {}, 403],
  ])('%s: %d', async (_which, headers, status) => {
    const collector = await started();
    const { cookie } = await signedIn(collector);
    expect((await ask(collector, cookie(), headers)).status).toBe(status);
  });

  it('of the own origin, by an older browser, is taken', async () => {
    const collector = await started();
    const { cookie } = await signedIn(collector);
    expect((await ask(collector, cookie(), { Origin: collector.url })).status).toBe(201);
  });

  it('reads wherever it comes from: what is answered, another site never sees', async () => {
    const collector = await started();
    const { cookie } = await signedIn(collector);
    const headers = { Cookie: cookie(), 'Sec-Fetch-Site': 'cross-site' };
    const answer = await collector.call('/api/v1/users', { token: undefined, headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('a guesser who is locked out stays so through a restart', async () => {
  // Stands still: no wait is over by itself.
  const clock = new ManualClock(epochMs(Date.parse('2026-11-23T00:00:00Z')));
  const collector = await started({ clock });
  const tryIn = async (one: Started) =>
    (await browser(one).submit('/sign-in', { name: 'admin', password: 'wrong' })).status;
  const statuses = [];
  for (let time = 0; time < 6; time += 1) statuses.push(await tryIn(collector));
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  const later = await startedAgain({ clock });
  expect(await tryIn(later)).toBe(429);
  await clock.advance(minutes(15));
  expect(await tryIn(later)).toBe(401);
});

describe('guessing codes', () => {
  const guess = (collector: Started, from: string, code = 'AAAA-AAAA-AAAA') =>
    collector.call('/api/v1/enroll', {
      token: undefined,
      json: { code, agent: 'x' },
      headers: { 'X-Forwarded-For': from },
    });
  const guesses = async (collector: Started, from: (time: number) => string) => {
    const statuses = [];
    for (let time = 0; time < 8; time += 1)
      statuses.push((await guess(collector, from(time))).status);
    return statuses;
  };

  it('is slowed down, whatever address the guesser claims, and never keeps a right code out', async () => {
    const collector = await started();
    expect((await guesses(collector, (time) => `10.0.0.${time}`)).at(-1)).toBe(429);
    const made = await collector.call('/api/v1/enrolment-codes', { json: { school: 'thcs-a' } });
    const { code } = (await made.json()) as { code: string };
    expect((await guess(collector, '10.0.0.1', code)).status).toBe(201);
  });

  it('is counted by the address that a named proxy tells', async () => {
    const collector = await started({ config: { trusted_proxies: ['127.0.0.0/8'] } });
    expect((await guesses(collector, () => '10.0.0.1')).at(-1)).toBe(429);
    expect((await guess(collector, '10.0.0.2')).status).toBe(403);
    expect((await guess(collector, '10.0.0.2, 10.0.0.1')).status).toBe(429);
  });
});
