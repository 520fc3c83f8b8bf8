import { expect, it } from 'vitest';
import { epochMs } from '../../../../kit/units.ts';
import { usernameToken } from './wsse.ts';

const AT = epochMs(Date.parse('2010-09-16T07:50:45Z'));
const NONCE = Buffer.from('LKqI6G/AikKCQrN0zqZFlg==', 'base64');

it('makes the token of the ONVIF programmer’s guide', () => {
  const login = { user: 'user', password: 'userpassword' };
  expect(usernameToken(login, { at: AT, nonce: NONCE })).toContain('tuOSpGlFlIXsozq4HFNeeGeFLEI=');
});

it('escapes a user name and never holds the password', () => {
  const token = usernameToken({ user: '<a&b>', password: 'bí mật' }, { at: AT, nonce: NONCE });
  expect(token).toContain('<w:Username>&#60;a&#38;b&#62;</w:Username>');
  expect(token).not.toContain('bí mật');
});
