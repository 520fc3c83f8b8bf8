import { afterEach, describe, expect, it } from 'vitest';
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

/** A browser in small: keeps cookies, and sends each form with the token of the page it stood on. */
function browser(collector: Started) {
  const cookies = new Map<string, string>();
  const visit = async (path: string, fields?: Readonly<Record<string, string>>) => {
    const body = fields === undefined ? {} : { body: new URLSearchParams(fields).toString() };
    const answer = await collector.call(path, {
      ...body,
      token: undefined,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined) cookies.set(name, value ?? '');
    }
    return answer;
  };
  return {
    visit,
    async submit(path: string, fields: Readonly<Record<string, string>>) {
      const page = await (await visit(path)).text();
      const csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return await visit(path, { ...fields, _csrf: csrf });
    },
  };
}

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
