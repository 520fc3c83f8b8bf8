import { describe, expect, it } from 'vitest';
import { endpointOf, sayEndpoint } from './endpoint.ts';

describe('endpoints', () => {
  it.each([
    ['router.lan', 161, 'router.lan', 161],
    ['10.0.0.1:1161', 161, '10.0.0.1', 1161],
    ['[fe80::1]:99', undefined, 'fe80::1', 99],
    ['[::1]', 80, '::1', 80],
  ])('takes %s apart', (address, fallback, host, port) => {
    expect(endpointOf(address, fallback)).toEqual({ host, port });
  });

  it.each(['host', 'host:0', 'host:65536', '::1', 'a b:1', 'http://x:1', ''])(
    'refuses %j where no port is known',
    (address) => {
      expect(endpointOf(address)).toBeUndefined();
    },
  );

  it('writes a literal of the sixth version in brackets', () => {
    expect(sayEndpoint({ host: '::1', port: 1 })).toBe('[::1]:1');
    expect(sayEndpoint({ host: 'a', port: 1 })).toBe('a:1');
  });
});
