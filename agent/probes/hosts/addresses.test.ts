import { describe, expect, it } from 'vitest';
import { addressesToAsk } from './addresses.ts';

const own = (address: string, prefix: number) => ({
  ...{ interface: 'eth0', address, cidr: `${address}/${prefix}`, internal: false },
});
const ask = (given: Partial<Parameters<typeof addressesToAsk>[0]>) =>
  addressesToAsk({ subnets: [], own: [], first: [], most: 1_024, ...given });

describe('whom a search for hosts asks', () => {
  it('is nobody where no subnet is named, whatever stands in the neighbour table', () => {
    expect(ask({ own: [own('10.0.0.1', 24)], first: ['10.0.0.9'] })).toEqual({ near: [], far: [] });
  });

  it('is neither this machine nor an address of a whole network', () => {
    const asked = ask({ subnets: ['10.0.0.0/29'], own: [own('10.0.0.2', 30)] });
    // 10.0.0.0, .3 belong to the cable’s own /30, .7 to the subnet.
    expect(asked).toEqual({ near: ['10.0.0.1'], far: ['10.0.0.4', '10.0.0.5', '10.0.0.6'] });
  });

  it('begins with known neighbours, inside the subnets alone, and keeps to its limit', () => {
    const asked = ask({
      subnets: ['10.0.0.0/16'],
      own: [own('10.0.7.1', 24)],
      first: ['10.0.7.200', '192.168.9.9'],
      most: 3,
    });
    expect(asked).toEqual({ near: ['10.0.7.200', '10.0.7.2', '10.0.7.3'], far: [] });
  });

  it('asks on its own cables before it asks behind a router', () => {
    const asked = ask({
      subnets: ['10.9.0.0/24', '10.0.0.0/30'],
      own: [own('10.0.0.1', 24)],
      most: 2,
    });
    expect(asked).toEqual({ near: ['10.0.0.2'], far: ['10.9.0.1'] });
  });
});
