import { describe, expect, it } from 'vitest';
import { days, epochMs } from '../../kit/units.ts';
import { deskStage } from '../../test/sample-desks.ts';
import { sampleParts } from '../../test/web-server.ts';
import type { Caller, PageRequest, Words } from './page-request.ts';
import { pageRoutes } from './pages.ts';

const now = epochMs(Date.parse('2026-11-23T08:00:00+07:00'));
const admin: Caller = { name: 'admin', role: 'admin', user: 1, sight: undefined };
const officer: Caller = { name: 'o', role: 'officer', unit: 'cho-quan', sight: new Set() };

function pages(caller: Caller = admin) {
  const stage = deskStage(now);
  const routes = pageRoutes({ ...sampleParts(1), desks: stage.desks });
  const visit = async (method: 'GET' | 'POST', path: string, given: Partial<PageRequest> = {}) => {
    const route = routes.find((one) => one.method === method && one.path === path);
    if (route === undefined) throw new Error(`no route ${path}`);
    const { form = {}, ...rest } = given;
    const answer = await route.render({
      ...{ params: {}, query: {}, session: 's', peer: '10.0.0.1', browser: 'b', now, caller },
      ...{ speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' }, csrfToken: 't' },
      ...{ form: { ...form, _csrf: 't' }, ...rest },
    });
    return { ...answer, text: String(answer.body) };
  };
  const post = (path: string, form: Words, params: Words = {}) =>
    visit('POST', path, { form, params });
  return { ...stage, visit, post };
}

describe('the page of users', () => {
  it('says in words why nothing was changed, and keeps what was typed', async () => {
    const { post } = pages(officer);
    const answer = await post('/users', { name: 'Lan', role: 'officer', unit: 'tphcm' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('nằm ngoài phạm vi bạn quản lý');
    expect(answer.text).toContain('value="Lan"');
  });

  it.each([
    [{ name: '', role: 'admin' }],
    [{ name: 'x'.repeat(101), role: 'admin' }],
    [{ name: 'x\u202Ey', role: 'admin' }],
    [{ name: 'x', role: 'agent' }],
    [{ name: 'x', role: 'school', unit: 'u'.repeat(65) }],
  ])('takes no form such as %j', async (form) => {
    const { post, users } = pages();
    expect((await post('/users', form)).status).toBe(422);
    expect(users.all()).toHaveLength(1);
  });

  it('offers an officer no role above the own', async () => {
    const { text } = await pages(officer).visit('GET', '/users');
    expect(text).not.toContain('<option value="admin"');
    expect(text).not.toContain('tphcm');
  });
});

describe('the page of tokens', () => {
  it('lets a token live to the end of the day it names, here', async () => {
    const { post, desks, clock } = pages();
    const made = await post('/tokens', { name: 't', role: 'admin', until: '2026-11-23' });
    expect(made.status).toBe(201);
    const by = { role: 'admin', name: 'a', unit: undefined, user: 1, address: '' } as const;
    const [line] = desks.tokens.list(by);
    expect(line?.expiresAt).toBe(Date.parse('2026-11-24T00:00:00+07:00'));
    await clock.advance(days(1));
    expect(desks.tokens.list(by)).toEqual([]);
  });

  it.each(['2026-11-22', '2026-02-30x', 'soon'])('refuses the last day %s', async (until) => {
    const answer = await pages().post('/tokens', { name: 't', role: 'admin', until });
    expect(answer.status).toBe(422);
  });
});

describe('the page of the log', () => {
  it('is paged: a hundred a page, and a link to the older ones that keeps the filter', async () => {
    const { visit, audit } = pages();
    for (let at = 0; at < 150; at += 1) audit.write({ who: `w${at}`, deed: 'signed_in' }, now);
    const first = await visit('GET', '/audit', { query: { deed: 'signed_in' } });
    const before = /deed=signed_in&amp;before=(\d+)/.exec(first.text)?.[1] ?? '';
    expect(first.text).toContain('>w149<');
    expect(first.text).not.toContain('>w49<');
    const second = await visit('GET', '/audit', { query: { deed: 'signed_in', before } });
    expect(second.text).toContain('>w49<');
    expect(second.text).not.toContain('Cũ hơn');
  });

  it('goes out as a table, in words, with nothing a spreadsheet would run', async () => {
    const { visit, audit } = pages();
    audit.write({ who: '=cmd()', deed: 'token_made', detail: 'officer cho-quan' }, now);
    const { text, type } = await visit('GET', '/audit.csv');
    expect(type).toContain('text/csv');
    expect(text).toContain("'=cmd()");
    expect(text).toContain('Tạo mã API');
    expect(text).toContain('Cán bộ phụ trách cho-quan');
  });

  it('filters by days of this zone, the last one included', async () => {
    const { visit, audit } = pages();
    audit.write(
      { who: 'late', deed: 'signed_in' },
      epochMs(Date.parse('2026-11-23T23:59:00+07:00')),
    );
    audit.write(
      { who: 'next', deed: 'signed_in' },
      epochMs(Date.parse('2026-11-24T00:00:00+07:00')),
    );
    const { text } = await visit('GET', '/audit', {
      query: { from: '2026-11-23', to: '2026-11-23' },
    });
    expect(text).toContain('>late<');
    expect(text).not.toContain('>next<');
  });
});
