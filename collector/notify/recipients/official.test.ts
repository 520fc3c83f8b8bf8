import { describe, expect, it } from 'vitest';
import { addressOf, isOfficial, OfficialDomains, sayOfficial } from './official.ts';

const sector = OfficialDomains.parse(undefined);

describe('an official address', () => {
  it.each([
    ['an@hcm.edu.vn', true],
    ['AN@HCM.EDU.VN', true],
    ['an@thcs-a.hcm.edu.vn', true],
    ['an@a.b.c.edu.vn', true],
    ['sgddt@tphcm.gov.vn', true],
    ['an@moet.edu.vn', true],
    ['an@edu.vn', false],
    ['an@gmail.com', false],
    ['an@hcm.edu.vn.evil.example', false],
    ['an@evilhcm.edu.vn.example', false],
    ['an@xedu.vn', false],
    ['an@quan5.tphcm.gov.vn', false],
    ['an@gmail.com@hcm.edu.vn', true],
    ['an@hcm.edu.vn@gmail.com', false],
    ['an@hcm.еdu.vn', false],
    ['an@hcm.edu.vn/evil.example', false],
    ['an@', false],
    ['an', false],
  ])('%s: %s', (address, official) => {
    expect(isOfficial(address, sector)).toBe(official);
  });

  it('may be any where the list says so', () => {
    expect(isOfficial('an@gmail.com', OfficialDomains.parse('any'))).toBe(true);
  });

  it('is known by the name name servers know, however it was written', () => {
    const official = OfficialDomains.parse(['TRƯỜNG.vn', '*.Trường.vn']);
    expect(official).toEqual(['xn--trng-rib8295b.vn', '*.xn--trng-rib8295b.vn']);
    expect(isOfficial('an@trường.vn', official)).toBe(true);
    expect(isOfficial('an@a.XN--TRNG-RIB8295B.vn', official)).toBe(true);
  });

  it('is said with the list', () => {
    expect(sayOfficial(sector)).toBe('@hcm.edu.vn, @*.edu.vn, @moet.edu.vn, @tphcm.gov.vn');
  });
});

describe('the list of official domains', () => {
  it.each([[[]], [['*']], [['*.*.vn']], [['a b.vn']], [['vn']], ['all'], [['hcm.edu.vn/']]])(
    'is not %j',
    (list) => {
      expect(OfficialDomains.safeParse(list).success).toBe(false);
    },
  );
});

describe('an address', () => {
  it.each([
    [' An.Nguyen@HCM.edu.vn ', 'An.Nguyen@hcm.edu.vn'],
    ['an@trường.vn', 'an@xn--trng-rib8295b.vn'],
    ['an', undefined],
    ['@hcm.edu.vn', undefined],
    ['a b@hcm.edu.vn', undefined],
    ['an@hcm.edu.vn\r\nBcc: x@y.vn', undefined],
    ['an <an@hcm.edu.vn>', undefined],
    ['an@a@hcm.edu.vn', undefined],
    [`${'x'.repeat(65)}@hcm.edu.vn`, undefined],
    [`a@${'x'.repeat(260)}.vn`, undefined],
  ])('%j is %j', (text, address) => {
    expect(addressOf(text)).toBe(address);
  });
});
