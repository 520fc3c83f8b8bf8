import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAGE_KEY, SetupStage, STAGE_CONFIG } from '../../test/setup-stage.ts';

let stage: SetupStage;
beforeEach(async () => {
  stage = new SetupStage();
  await stage.open();
});
afterEach(() => stage.close());

const config = (): string => readFileSync(stage.file, 'utf8');
const unchanged = (): void => {
  expect(config()).toBe(STAGE_CONFIG);
  expect(stage.restarts).toBe(0);
};

describe('who may set the school up', () => {
  it('is whoever has the key: it leaves the address at once, and the cookie is not the key', async () => {
    const { status, headers, body } = await stage.ask(`/setup?key=${PAGE_KEY}`);
    expect(status).toBe(303);
    expect(headers.location).toBe('/setup/line');
    expect(headers['set-cookie']?.[0]).toMatch(/; Path=\/setup; HttpOnly; SameSite=Strict$/);
    expect(JSON.stringify(headers) + body).not.toContain(PAGE_KEY);
    await stage.enter();
    const page = await stage.get('/setup/line');
    expect(page.status).toBe(200);
    expect(page.body).not.toContain(PAGE_KEY);
  });

  it.each([
    '/setup',
    '/setup/line',
    '/setup/cameras',
    '/setup/labs',
    '/setup/green',
    '/setup?key=wrong',
  ])('is nobody without it: %s tells only how to get it', async (target) => {
    const { status, body, headers } = await stage.ask(target);
    expect(status).toBe(403);
    expect(body).toContain('hatang agent setup --config');
    expect(body).not.toContain('127.0.0.21');
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('leaves the status page to everybody on this machine', async () => {
    expect((await stage.ask('/')).status).toBe(200);
  });

  it('is not a form without the cookie', async () => {
    await stage.enter();
    const hidden = await stage.hidden();
    const sent = await stage.send(
      '/setup/line',
      { ...hidden, down: '300', up: '150' },
      { cookie: '' },
    );
    expect(sent.status).toBe(403);
    unchanged();
  });

  it('is not a form without its token, or with a wrong one', async () => {
    await stage.enter();
    for (const token of ['', 'wrong', PAGE_KEY])
      expect((await stage.post('/setup/line', { token, down: '300', up: '150' })).status).toBe(403);
    unchanged();
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a page that names no origin', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ])('is not %s', async (_, headers) => {
    await stage.enter();
    const sent = await stage.post('/setup/line', { down: '300', up: '150' }, headers);
    expect(sent.status).toBe(403);
    unchanged();
  });

  it('is nobody under a foreign name that points here', async () => {
    await stage.enter();
    const headers = { host: 'evil.example', origin: 'http://evil.example' };
    expect((await stage.post('/setup/line', { down: '3', up: '1' }, headers)).status).toBe(421);
    expect((await stage.ask(`/setup?key=${PAGE_KEY}`, { headers })).status).toBe(421);
    unchanged();
  });

  it('sends forms to itself alone, and is framed by nobody', async () => {
    await stage.enter();
    const { headers } = await stage.get('/setup/line');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('a body that is no form of ours', () => {
  it('is refused when it is too large, and thrown away', async () => {
    await stage.enter();
    const fields = { down: '300', up: '150', it_leader: 'x'.repeat(17 * 1024) };
    expect((await stage.post('/setup/line', fields)).status).toBe(413);
    unchanged();
  });

  it('is refused in another shape', async () => {
    await stage.enter();
    const headers = { 'content-type': 'application/json' };
    expect((await stage.post('/setup/line', { down: '1', up: '1' }, headers)).status).toBe(415);
    unchanged();
  });

  it('is not waited for longer than its deadline', async () => {
    await stage.enter();
    const { token } = await stage.hidden();
    const { headers } = await stage.ask(`/setup?key=${PAGE_KEY}`);
    const asking = stage.begin('/setup/line', 'POST', {
      cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '',
      origin: stage.origin,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '500',
    });
    asking.write(`token=${token}`);
    const status = await new Promise((resolve) => {
      asking.on('response', (response) => resolve(response.statusCode));
      asking.on('error', () => resolve('closed'));
    });
    expect([408, 'closed']).toContain(status);
    asking.destroy();
    unchanged();
  }, 20_000);

  it('goes nowhere but to the forms there are', async () => {
    await stage.enter();
    expect((await stage.post('/setup/green', {})).status).toBe(404);
    expect((await stage.post('/setup/constructor', {})).status).toBe(404);
    expect((await stage.get('/setup/constructor')).status).toBe(404);
    unchanged();
  });
});
