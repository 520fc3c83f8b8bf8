import { describe, expect, it } from 'vitest';
import { isOutside, isWithin } from './subnet.ts';

describe('the subnets', () => {
  it.each([
    ['192.168.1.0', ['192.168.1.0/24'], false],
    ['192.168.1.255', ['192.168.1.0/24'], false],
    ['192.168.2.0', ['192.168.1.0/24'], true],
    ['192.168.0.255', ['192.168.1.0/24'], true],
    ['10.9.9.9', ['192.168.1.0/24', '10.0.0.0/8'], false],
    ['8.8.8.8', ['0.0.0.0/0'], false],
    ['192.168.1.7', ['192.168.1.7/32'], false],
    ['192.168.1.8', ['192.168.1.7/32'], true],
    ['fe80::1', ['192.168.1.0/24'], true],
    ['cam.lan', ['192.168.1.0/24'], false],
    ['8.8.8.8', [], false],
  ])('%s among %j: outside %s', (host, subnets, outside) => {
    expect(isOutside(host, subnets)).toBe(outside);
  });

  it.each([
    ['192.168.1.0/24', ['192.168.1.0/24'], true],
    ['192.168.1.128/25', ['192.168.1.0/24'], true],
    ['192.168.0.0/23', ['192.168.1.0/24'], false],
    ['192.168.2.0/24', ['192.168.1.0/24', '192.168.2.0/23'], true],
    ['192.168.2.0/24', [], true],
    ['no network', ['192.168.1.0/24'], true],
  ])('%s within %j: %s', (text, subnets, within) => {
    expect(isWithin(text, subnets)).toBe(within);
  });
});
