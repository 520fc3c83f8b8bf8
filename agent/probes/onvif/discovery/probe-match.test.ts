import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soap } from '../../../../test/onvif/listen.ts';
import { parseSubnet } from '../../subnet.ts';
import { parseEnvelope } from '../soap/envelope.ts';
import { Budget } from './budget.ts';
import { Found } from './found.ts';
import { type FoundCamera, MAX_DATAGRAM_BYTES, readProbeMatches } from './probe-match.ts';
import { buildProbe, DEVICE_TYPES } from './question.ts';

const OURS = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const OTHER = '6fa459ea-ee8a-3ca4-894e-db77e160355e';
const subnets = [parseSubnet('10.0.0.0/24') ?? { first: 0, size: 0 }];
const asked = { subnets, messages: new Set([OURS]) };

const match = (inner: string) =>
  soap(`<d:ProbeMatches><d:ProbeMatch>${inner}</d:ProbeMatch></d:ProbeMatches>`);
const read = (text: string | Uint8Array, from = '10.0.0.5'): readonly FoundCamera[] =>
  readProbeMatches(Buffer.from(text), from, asked);

describe('a question', () => {
  it.each(DEVICE_TYPES)('for $type is well formed and declares what it names', (one) => {
    const text = buildProbe('a<b', one);
    expect(parseEnvelope(Buffer.from(text)).kind).toBe('answer');
    expect(text).toContain(`="${one.namespace}">${one.type}</d:Types>`);
    expect(text).not.toContain('a<b');
  });
});

describe('an answer', () => {
  it('is read as sent, with the port of its own address and no control characters', () => {
    const [camera] = read(
      match(
        '<a:EndpointReference><a:Address> urn:uuid:x </a:Address></a:EndpointReference>' +
          '<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types>' +
          '<d:Scopes>onvif://www.onvif.org/name/C%E1%BB%95ng%1b%5B2J onvif://www.onvif.org/hardware/%zz</d:Scopes>' +
          '<d:XAddrs>http://192.168.0.64/a http://10.0.0.5:8899/b https://10.0.0.5/c</d:XAddrs>',
      ),
    );
    expect(camera).toEqual({
      ...{ address: '10.0.0.5', port: 8899, endpoint: 'urn:uuid:x', name: 'Cổng [2J' },
      ...{ hardware: '%zz', types: ['NetworkVideoTransmitter', 'Device'] },
    });
  });

  it('states no port by an address of a long impossible host, and throws nothing', () => {
    // One that URL.canParse calls good, and URL does not.
    const host = `10.9.9.9${'"'.repeat(17_842)}A${'"'.repeat(7_168)}`;
    expect(read(match(`<d:XAddrs>http://${host}:8899/x</d:XAddrs>`))[0]?.port).toBeUndefined();
  });

  it.each([
    ['http://10.9.9.9/x', 80],
    ['https://10.9.9.9/x', 443],
    ['http://10.9.9.9:2020', 2020],
    ['file:///etc/passwd', undefined],
    ['nonsense', undefined],
    ['', undefined],
  ])('that states %j has the port %s', (xaddrs, port) => {
    expect(read(match(`<d:XAddrs>${xaddrs}</d:XAddrs>`))[0]?.port).toBe(port);
  });

  it.each([
    ['ours', `urn:uuid:${OURS}`, 1],
    ['ours in capitals and braces', `uuid:{${OURS.toUpperCase()}}`, 1],
    ['another’s', `urn:uuid:${OTHER}`, 0],
    ['half an id', `urn:uuid:${OTHER.slice(0, 20)}`, 1],
    ['empty', '', 1],
    ['a word', 'unknown', 1],
  ])('whose RelatesTo is %s', (_, id, count) => {
    const answer = match('').replace(
      '<s:Body>',
      `<s:Header><a:RelatesTo>${id}</a:RelatesTo></s:Header><s:Body>`,
    );
    expect(read(answer)).toHaveLength(count);
  });

  it('may repeat its own name in RelatesTo, as some devices do', () => {
    const named = match(
      `<a:EndpointReference><a:Address>urn:uuid:${OTHER}</a:Address></a:EndpointReference>`,
    );
    const header = `<s:Header><a:RelatesTo>uuid:${OTHER}</a:RelatesTo></s:Header><s:Body>`;
    expect(read(named.replace('<s:Body>', header))).toHaveLength(1);
  });

  it('from outside the subnets, a huge one and one with a document type are none', () => {
    expect(read(match(''), '10.0.1.5')).toEqual([]);
    expect(read(match(`<x>${'A'.repeat(MAX_DATAGRAM_BYTES)}</x>`))).toEqual([]);
    expect(read(`<!DOCTYPE x [<!ENTITY a "b">]>${match('')}`)).toEqual([]);
    expect(read(soap('<d:Hello/>'))).toEqual([]);
    expect(read(soap('<d:Bye/>'))).toEqual([]);
  });

  it('costs time in proportion to its length, however many blanks are in it', () => {
    const blanks = soap(`<x>a${' '.repeat(1_000_000)}b</x>`);
    expect(parseEnvelope(Buffer.from(blanks)).kind).toBe('answer');
  });

  it('gives at most sixteen devices', () => {
    const many = '<d:ProbeMatch/>'.repeat(100);
    expect(read(soap(`<d:ProbeMatches>${many}</d:ProbeMatches>`))).toHaveLength(16);
  });

  it('never throws and stays within its bounds, however it was spoilt', () => {
    const good = match(
      '<d:Scopes>onvif://www.onvif.org/name/%E1</d:Scopes><d:XAddrs>http://[::1]:1/</d:XAddrs>',
    );
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.string({ unit: 'binary' }),
        fc.nat(20),
        (at, put, cut) => {
          const spoilt = good.slice(0, at) + put + good.slice(at + cut);
          for (const { name, endpoint, types } of read(spoilt)) {
            expect((name ?? '').length + (endpoint ?? '').length).toBeLessThanOrEqual(400);
            expect(types.length).toBeLessThanOrEqual(64);
          }
        },
      ),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => read(bytes).length === 0));
  });
});

describe('what is found', () => {
  const camera = (address: string, port: number | undefined, name?: string): FoundCamera => ({
    ...{ address, port, name, endpoint: 'same', hardware: undefined, types: [] },
  });
  const listed = (...cameras: readonly FoundCamera[]) => {
    const found = new Found();
    for (const one of cameras) found.add(one);
    return found.list().map(({ address, port, name }) => [address, port, name]);
  };

  it('stands once by address and port, in order, with what any of its answers told', () => {
    expect(
      listed(
        ...[camera('10.0.0.10', 80), camera('10.0.0.9', undefined), camera('10.0.0.9', 80, 'A')],
        ...[camera('10.0.0.9', 81, 'B'), camera('10.0.0.10', undefined, 'C')],
      ),
    ).toEqual([
      ['10.0.0.9', 80, 'A'],
      ['10.0.0.9', 81, 'B'],
      ['10.0.0.10', 80, 'C'],
    ]);
  });

  it('is bounded behind one address', () => {
    const many = Array.from({ length: 50 }, (_, at) => camera('10.0.0.9', at + 1));
    expect(listed(...many)).toHaveLength(16);
  });
});

describe('the budget of a search', () => {
  it('cuts off who floods, by count and by bytes, and leaves the others theirs', () => {
    const budget = new Budget();
    const admitted = (address: string, bytes: number) =>
      Array.from({ length: 100 }, () => budget.admits(address, bytes)).filter(Boolean).length;
    expect(admitted('10.0.0.1', 100)).toBe(32);
    expect(admitted('10.0.0.2', 60_000)).toBe(4);
    expect(admitted('10.0.0.3', 100)).toBe(32);
  });

  it('is bounded over all addresses', () => {
    const budget = new Budget();
    const admitted = Array.from({ length: 20_000 }, (_, at) =>
      budget.admits(`10.0.${at % 250}.${Math.floor(at / 250)}`, 2_000),
    );
    expect(admitted.filter(Boolean).length * 2_000).toBeLessThanOrEqual(8 * 1024 * 1024);
  });
});
