import { describe, expect, it } from 'vitest';
import { NOW, sampleAdmin } from '../../test/web-sample.ts';
import { sampleParts } from '../../test/web-server.ts';
import { returnPath } from './address.ts';
import { languageCookie, languageOf } from './language.ts';
import type { PageRequest, Role } from './page-request.ts';
import { pageRoutes } from './pages.ts';

const request: PageRequest = {
  params: {},
  query: {},
  form: {},
  caller: sampleAdmin,
  session: 'session',
  peer: '127.0.0.1',
  browser: 'a browser',
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'right',
  now: NOW,
};
const routes = pageRoutes(sampleParts(3));
const ask = async (method: string, path: string, changes: Partial<PageRequest> = {}) => {
  const route = routes.find((one) => one.method === method && one.path === path);
  if (route === undefined) throw new Error(`no route ${method} ${path}`);
  return await route.render({ ...request, ...changes });
};

describe('the routes of the pages', () => {
  it('sends whoever is not signed in to sign in, and back to the page asked for', async () => {
    for (const route of routes.filter(({ roles }) => roles !== 'everyone')) {
      const answer = await route.render({ ...request, caller: undefined, params: { id: 'a/b' } });
      expect(answer.redirect).toMatch(/^\/sign-in/);
      expect(String(answer.body)).toBe('');
    }
    const answer = await ask('GET', '/schools/:id', {
      caller: undefined,
      params: { id: 'ba-dinh' },
    });
    expect(answer.redirect).toBe('/sign-in?next=%2Fschools%2Fba-dinh');
  });

  it.each(['admin', 'officer', 'school'] as const)(
    'lets %s see no route of another role',
    async (role: Role) => {
      for (const route of routes) {
        const answer = await route.render({
          ...request,
          params: { id: 'truong-1' },
          form: { _csrf: 'right' },
          caller: { ...sampleAdmin, role },
        });
        const allowed = route.roles === 'everyone' || route.roles.includes(role);
        expect([route.path, answer.status === 403]).toEqual([route.path, !allowed]);
      }
    },
  );

  it.each([{}, { _csrf: '' }, { _csrf: 'wrong' }])(
    'refuses every post with the form token %j',
    async (form) => {
      const posts = routes.filter(({ method }) => method === 'POST');
      expect(posts.length).toBe(28);
      for (const route of posts)
        expect((await route.render({ ...request, form })).status).toBe(403);
      const unset = await ask('POST', '/enrolment', { form: { _csrf: '' }, csrfToken: '' });
      expect(unset.status).toBe(403);
    },
  );

  it('hands the sight of the caller to every view', async () => {
    const sight = new Set(['truong-1']);
    const asked: unknown[] = [];
    const none = (seen: unknown): [] => {
      asked.push(seen);
      return [];
    };
    const watched = pageRoutes({
      ...sampleParts(3),
      views: {
        readiness: none,
        school: (_, seen) => none(seen).at(0),
        device: (wanted) => none(wanted.sight).at(0),
        line: (wanted) => none(wanted.sight).at(0),
        incidents: (filter) => none(filter.sight),
        incident: (_, seen) => none(seen).at(0),
        incidentRules: () => [],
        mails: (filter) => none(filter.sight),
        mailCounts: (seen) => new Map(none(seen)),
      },
    });
    const caller = { ...sampleAdmin, role: 'officer' as const, sight };
    for (const route of watched.filter(({ method }) => method === 'GET'))
      await route.render({ ...request, caller, params: { id: 'truong-2' } });
    expect(asked).toHaveLength(16);
    expect(asked.every((seen) => seen === sight)).toBe(true);
  });

  it('answers 404 in words for a school that is not there or may not be seen', async () => {
    for (const path of [
      '/schools/:id',
      '/schools/:id/findings.csv',
      '/schools/:id/cameras/:device',
      '/schools/:id/lines/:device',
      '/mails/:id',
      '/incidents/:id',
    ]) {
      const answer = await ask('GET', path, { params: { id: 'nowhere' } });
      expect(answer.status).toBe(404);
      expect(String(answer.body)).toContain('Không tìm thấy trang');
    }
  });

  it('brings a school straight to its own page', async () => {
    const own = pageRoutes(sampleParts(1)).find(({ path }) => path === '/');
    const answer = await own?.render({ ...request, caller: { ...sampleAdmin, role: 'school' } });
    expect(answer?.redirect).toBe('/schools/truong-0');
  });

  it('signs in by code, tells a wrong one in words, and never echoes a password', async () => {
    const right = await ask('POST', '/sign-in', {
      form: { _csrf: 'right', code: ' right ', next: '/mails' },
    });
    expect(right.redirect).toBe('/mails');
    expect(right.headers?.['set-cookie']).toContain('session=1');
    const wrong = await ask('POST', '/sign-in', {
      form: { _csrf: 'right', name: 'an', password: 'hunter2-hunter2' },
    });
    expect(wrong.status).toBe(401);
    expect(String(wrong.body)).toContain('không đúng');
    expect(String(wrong.body)).not.toContain('hunter2');
  });

  it('refuses two new passwords that differ', async () => {
    const form = {
      _csrf: 'right',
      current: '',
      next: 'mot-mat-khau-dai',
      again: 'mot-mat-khau-khac',
    };
    const answer = await ask('POST', '/account', { form });
    expect(answer.status).toBe(422);
    expect(String(answer.body)).toContain('không giống nhau');
  });

  it('shows a code once with the commands for every system, and refuses a school id that is none', async () => {
    const made = await ask('POST', '/enrolment', {
      form: { _csrf: 'right', school: 'ba-dinh', unit: '' },
    });
    expect(made.status).toBe(201);
    for (const command of [
      'install.ps1 -Collector https://hatang.example.vn -Code K7QF-2M9P-XW4T',
      'sudo ./install.sh --collector https://hatang.example.vn --code K7QF-2M9P-XW4T',
      'npx hatang agent enroll --collector https://hatang.example.vn --code K7QF-2M9P-XW4T --config agent.yaml --data data',
    ])
      expect(String(made.body)).toContain(command);
    const bad = await ask('POST', '/enrolment', { form: { _csrf: 'right', school: 'Ba Đình' } });
    expect(bad.status).toBe(422);
    expect(String(bad.body)).toContain('value="Ba Đình"');
  });

  it('shows of a mail its text, and its markup nowhere', async () => {
    const body = String((await ask('GET', '/mails/:id', { params: { id: 'm-1' } })).body);
    expect(body).toContain('Camera hành lang tầng 2 mất tín hiệu từ 07:42 hôm nay.');
    expect(body).not.toContain('alert(1)');
  });
});

describe('the way back after sign-in', () => {
  it.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    'javascript:x',
    '/a\nb',
    '',
  ])('drops %j', (next) => expect(returnPath(next)).toBe('/'));
  it.each(['/', '/schools/ba-dinh', '/?unit=phuong-1&name=%22'])('keeps %j', (next) =>
    expect(returnPath(next)).toBe(next),
  );
});

describe('the language of the pages', () => {
  it.each([
    [undefined, undefined, 'vi'],
    ['en', undefined, 'en'],
    [undefined, 'a=b; hatang_lang=en', 'en'],
    ['vi', 'hatang_lang=en', 'vi'],
    ['fr', 'hatang_lang=xx', 'vi'],
  ])('asked %j with cookie %j is %s', (asked, cookie, language) => {
    expect(languageOf(asked, cookie)).toBe(language);
  });

  it('is remembered when it was asked for, and only then', async () => {
    expect(languageCookie('fr')).toBeUndefined();
    const answer = await ask('GET', '/', { query: { lang: 'en' } });
    expect(answer.headers?.['set-cookie']).toMatch(/^hatang_lang=en;/);
    expect((await ask('GET', '/')).headers).toBeUndefined();
  });
});
