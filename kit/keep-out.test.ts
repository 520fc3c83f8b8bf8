import { expect, it } from 'vitest';
import { keepOut } from './keep-out.ts';

it.each([
  ['Token s3cret/of ours', 'Token [kept out]'],
  ['s3cret%2Fof%20ours', '[kept out]'],
  [`Basic ${Buffer.from('s3cret/of ours').toString('base64')}`, 'Basic [kept out]'],
  ['database not found', 'database not found'],
])('makes %j %j', (text, clean) => {
  expect(keepOut(['s3cret/of ours', undefined, ''])(text)).toBe(clean);
});

const PASSWORD = 'mật khẩu "1" & 2/3';
const basic = Buffer.from(`u:${PASSWORD}`).toString('base64');

it.each([
  PASSWORD,
  encodeURIComponent(PASSWORD),
  new URLSearchParams({ p: PASSWORD }).toString(),
  JSON.stringify({ error: PASSWORD }),
  `authorization: Basic ${basic}`,
  Buffer.from(PASSWORD).toString('base64'),
])('cuts a secret out of %j', (text) => {
  const clean = keepOut([PASSWORD, `u:${PASSWORD}`, undefined, ''])(`a ${text} b`);
  expect(clean).toContain('[kept out]');
  for (const part of [PASSWORD, basic, encodeURIComponent(PASSWORD), 'khẩu'])
    expect(clean).not.toContain(part);
  expect(clean).toMatch(/^a .* b$/);
});

it.each([
  ['Authorization: Token abc123== is unknown', 'Authorization: Token [kept out] is unknown'],
  ['GET /write?db=d&p=hush&u=me', 'GET /write?db=d&p=[kept out]&u=me'],
  ['http://me:hush@db:8086/write', 'http://me:[kept out]@db:8086/write'],
])('cuts out credentials that are not ours: %s', (text, clean) => {
  expect(keepOut([])(text)).toBe(clean);
});

it('leaves everything else as it is', () => {
  const text = '400: partial write: field type conflict: input field "p" on measurement "token"';
  expect(keepOut(['secret'])(text)).toBe(text);
});
