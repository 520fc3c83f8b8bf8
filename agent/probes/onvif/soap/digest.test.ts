import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authorization,
  type Challenge,
  chooseChallenge,
  isStale,
  parseChallenges,
  type Signed,
} from './digest.ts';

const RFC7616 =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const MUFASA = { user: 'Mufasa', password: 'Circle of Life' };
const SIGNED: Signed = {
  method: 'GET',
  uri: '/dir/index.html',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  count: 1,
};

function only(line: string): Challenge {
  const [challenge] = parseChallenges([line]);
  if (challenge === undefined) throw new Error('no challenge');
  return challenge;
}
const responseTo = (line: string, signed = SIGNED, login = MUFASA) =>
  /response="([^"]*)"/.exec(authorization(only(line), login, signed))?.[1];

describe('digest authentication', () => {
  it('answers the examples of RFC 7616 in MD5 and SHA-256', () => {
    expect(responseTo(`Digest ${RFC7616}, algorithm=MD5`)).toBe('8ca523f5e9506fed4657c9700eebdbec');
    expect(responseTo(`Digest ${RFC7616}, algorithm=SHA-256`)).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  it('answers a challenge without qop as RFC 2069 did', () => {
    const line = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
    const login = { ...MUFASA, password: 'Circle Of Life' };
    expect(responseTo(line, SIGNED, login)).toBe('670fd8c2df070c60b045671b8b24ff02');
  });

  it('mixes both nonces into the secret of a -sess algorithm', () => {
    const plain = responseTo(`Digest ${RFC7616}, algorithm=MD5`);
    const session = responseTo(`Digest ${RFC7616}, algorithm=MD5-sess`);
    expect(session).toMatch(/^[0-9a-f]{32}$/);
    expect(session).not.toBe(plain);
  });

  it('signs the body where only auth-int is offered', () => {
    const line = 'Digest realm="r", nonce="n", qop="auth-int"';
    expect(authorization(only(line), MUFASA, SIGNED)).toContain('qop=auth-int');
    expect(responseTo(line, { ...SIGNED, body: 'a' })).not.toBe(
      responseTo(line, { ...SIGNED, body: 'b' }),
    );
  });

  it('takes a lower-case scheme, a qop list, quoted and bare values, and stale in any case', () => {
    const challenge = only('digest REALM="a, b\\"c", nonce=abc==, qop="auth-int,auth", stale=TRUE');
    expect(challenge).toEqual({
      scheme: 'digest',
      params: { realm: 'a, b"c', nonce: 'abc==', qop: 'auth-int,auth', stale: 'TRUE' },
    });
    expect(isStale(challenge)).toBe(true);
  });

  it('chooses the strongest of several challenges, in one line or in several', () => {
    const oneLine =
      'Basic realm="x", Digest realm="x", nonce="1", Digest realm="x", nonce="2", algorithm=SHA-256';
    const lines = ['Basic realm="x"', 'Digest realm="x", nonce="1"'];
    expect(chooseChallenge(parseChallenges([oneLine]), true)?.params['nonce']).toBe('2');
    expect(chooseChallenge(parseChallenges(lines), true)?.params['nonce']).toBe('1');
  });

  it('never answers Basic unless it is allowed, nor what it does not know', () => {
    const basic = parseChallenges(['Basic realm="x"']);
    expect(chooseChallenge(basic, false)).toBeUndefined();
    expect(chooseChallenge(basic, true)?.scheme).toBe('basic');
    const odd = parseChallenges(['Digest realm="x", nonce="1", algorithm=MD4', 'Negotiate']);
    expect(chooseChallenge(odd, true)).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString'])('knows no algorithm %s', (name) => {
    const odd = parseChallenges([`Digest realm="x", nonce="1", algorithm=${name}`]);
    expect(chooseChallenge(odd, true)).toBeUndefined();
  });

  it('stays one line whatever the other side puts into its challenge', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), fc.string(), (realm, user) => {
        const challenge = { scheme: 'digest', params: { realm, nonce: realm } };
        expect(authorization(challenge, { user, password: 'p' }, SIGNED)).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('reads any header without a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 500 })), (lines) => {
        expect(Array.isArray(parseChallenges(lines))).toBe(true);
      }),
    );
  });
});
