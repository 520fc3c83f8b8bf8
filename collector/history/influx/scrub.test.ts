import { expect, it } from 'vitest';
import { scrubber } from './scrub.ts';

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
  const clean = scrubber([PASSWORD, `u:${PASSWORD}`, undefined, ''])(`a ${text} b`);
  expect(clean).toContain('[cut out]');
  for (const part of [PASSWORD, basic, encodeURIComponent(PASSWORD), 'khẩu'])
    expect(clean).not.toContain(part);
  expect(clean).toMatch(/^a .* b$/);
});

it.each([
  ['Authorization: Token abc123== is unknown', 'Authorization: Token [cut out] is unknown'],
  ['GET /write?db=d&p=hush&u=me', 'GET /write?db=d&p=[cut out]&u=me'],
  ['http://me:hush@db:8086/write', 'http://me:[cut out]@db:8086/write'],
])('cuts out credentials that are not ours: %s', (text, clean) => {
  expect(scrubber([])(text)).toBe(clean);
});

it('leaves everything else as it is', () => {
  const text = '400: partial write: field type conflict: input field "p" on measurement "token"';
  expect(scrubber(['secret'])(text)).toBe(text);
});
