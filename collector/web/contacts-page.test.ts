import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { deskStage } from '../../test/sample-desks.ts';
import { sampleParts } from '../../test/web-server.ts';
import type { Caller, PageRequest, Words } from './page-request.ts';
import { pageRoutes } from './pages.ts';

const now = epochMs(Date.parse('2026-11-23T08:00:00+07:00'));
const admin: Caller = { name: 'admin', role: 'admin', user: 1, sight: undefined };
const school: Caller = {
  ...{ name: 'thcs-a', role: 'school', unit: 'thcs-a', sight: new Set(['thcs-a']) },
};

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
  const post = (path: string, form: Words, id = '') =>
    visit('POST', path, { form, params: { id } });
  return { ...stage, visit, post };
}

const FORM = { address: 'an@hcm.edu.vn', duty: 'technical', at_once: 'info', daily: '1' };

describe('the page of contacts', () => {
  it('names the official domains to whoever writes a private mailbox, and keeps what was typed', async () => {
    const { post } = pages();
    const { status, text } = await post('/contacts', { ...FORM, address: 'an@gmail.com' });
    expect(status).toBe(422);
    expect(text).toContain('@hcm.edu.vn, @*.edu.vn, @moet.edu.vn, @tphcm.gov.vn');
    expect(text).toContain('value="an@gmail.com"');
  });

  it.each([
    { ...FORM, address: '' },
    { ...FORM, address: 'an' },
    { ...FORM, duty: 'king' },
    { ...FORM, at_once: 'always' },
    { ...FORM, name: 'x'.repeat(101) },
    { ...FORM, name: 'x\u202Ey' },
  ])('takes no form such as %j', async (form) => {
    const { post, sql } = pages(school);
    const { status, text } = await post('/contacts', form);
    expect([status, text.includes('Không có gì bị thay đổi')]).toEqual([422, true]);
    expect(sql.get('SELECT 1 FROM contact')).toBeUndefined();
  });

  it('lets a school add its own contact, whatever unit the form names, and change and remove it', async () => {
    const { post, visit } = pages(school);
    const made = await post('/contacts', { ...FORM, unit: 'thcs-b', name: 'Cô An' });
    expect(made.redirect).toMatch(/^\/contacts\/\d+\?saved=1$/);
    const id = /\d+/.exec(made.redirect ?? '')?.[0] ?? '';
    const list = (await visit('GET', '/contacts')).text;
    expect(list).toContain('Cô An');
    expect(list).not.toContain('so@hcm.edu.vn');
    const one = (await visit('GET', '/contacts/:id', { params: { id } })).text;
    expect(one).toContain('name="daily" value="1" checked');
    expect(one).not.toContain('name="unit"');
    await post('/contacts/:id', { ...FORM, at_once: 'never', daily: '' }, id);
    expect((await visit('GET', '/contacts')).text).toContain('không, chỉ bản tin');
    expect((await post('/contacts/:id/remove', {}, id)).redirect).toBe('/contacts?removed=1');
    expect((await visit('GET', '/contacts')).text).toContain('Chưa có người nhận nào.');
  });

  it('says where mails are only kept, and that no mail goes to a domain that is not official', async () => {
    const { post, visit, sql } = pages();
    const made = await post('/contacts', { ...FORM, unit: 'thcs-a' });
    const params = { id: /\d+/.exec(made.redirect ?? '')?.[0] ?? '' };
    const one = async () => (await visit('GET', '/contacts/:id', { params })).text;
    expect(await one()).toContain('thư chỉ được lưu thành tệp');
    expect(await one()).toContain('Gửi thư thử');
    sql.run("UPDATE contact SET address = 'an@gmail.com'");
    expect(await one()).not.toContain('Gửi thư thử');
    expect((await visit('GET', '/contacts')).text).toContain('Không phải địa chỉ công vụ');
  });

  it('says which schools nobody hears of, with a way to add somebody', async () => {
    const { visit, units } = pages();
    units.putSchool({ id: 'le', name: 'Trường <Lẻ>', simulated: false, unit: undefined }, now);
    const { text } = await visit('GET', '/contacts');
    expect(text).toContain('Trường chưa có ai nhận thư (1)');
    expect(text).toContain('Trường &lt;Lẻ&gt;');
    expect(text).toContain('href="/contacts?unit=le#contact"');
    const form = (await visit('GET', '/contacts', { query: { unit: 'le' } })).text;
    expect(form).toContain('name="unit" maxlength="64" value="le"');
  });

  it('shows what the config says, not to be changed here', async () => {
    const { text } = await pages().visit('GET', '/contacts');
    expect(text).toContain('so@hcm.edu.vn');
    expect(text).toContain('trong tệp cấu hình');
  });
});
