import { describe, expect, it } from 'vitest';
import { hostsInTurn, overlapsOf, parseSubnet } from '../../subnet.ts';
import { ownNetworks, sourceFor, sourcesOf } from './sources.ts';

const own = [
  { interface: 'lo', address: '127.0.0.1', cidr: '127.0.0.1/8', internal: true },
  { interface: 'eth0', address: '192.168.1.9', cidr: '192.168.1.9/24', internal: false },
  { interface: 'eth1', address: '10.5.0.9', cidr: '10.5.0.9/16', internal: false },
  { interface: 'wan', address: '113.160.1.1', cidr: '113.160.1.1/30', internal: false },
];
const subnetsOf = (texts: readonly string[]) => texts.flatMap((text) => parseSubnet(text) ?? []);

describe('what is asked from', () => {
  it.each([
    [['192.168.1.0/24'], [], ['192.168.1.9']],
    [['192.168.1.0/24', '10.5.0.0/16'], [], ['192.168.1.9', '10.5.0.9']],
    [['192.168.1.0/24'], ['eth1'], ['10.5.0.9']],
    [['192.168.1.0/24'], ['113.160.1.1'], ['113.160.1.1']],
    [['127.0.0.0/29'], [], ['127.0.0.1']],
    [['172.16.0.0/24'], [], 'routed'],
    [['192.168.1.0/24'], ['eth9', '192.168.1.10'], 'none'],
  ])('%j by %j: %j', (subnets, named, expected) => {
    const sources = sourcesOf(own, subnetsOf(subnets), named);
    const said =
      sources.kind === 'bound' ? sources.addresses.map(({ address }) => address) : sources.kind;
    expect(said).toEqual(expected);
  });

  it('is nothing where this machine has loopback alone', () => {
    expect(sourcesOf(own.slice(0, 1), subnetsOf(['10.0.0.0/24']), []).kind).toBe('none');
  });

  it.each([
    ['10.5.7.7', 'eth1'],
    ['192.168.1.200', 'eth0'],
    ['172.16.0.1', 'lo'],
  ])('asks %s from %s', (host, name) => {
    expect(sourceFor(host, own)?.interface).toBe(name);
  });

  it('offers the private networks of this machine, and no public one', () => {
    expect(ownNetworks(own)).toEqual(['192.168.1.0/24', '10.5.0.0/24']);
  });

  it.each([
    [['10.5.0.0/16'], ['10.0.0.0/8'], ['10.5.0.1', '10.5.0.2']],
    [['10.0.0.0/8'], ['10.5.0.0/16', '10.6.0.0/16'], ['10.5.0.1', '10.6.0.1']],
    [['10.5.0.0/16'], ['10.6.0.0/16'], []],
  ])('what of %j lies in %j begins with %j', (some, others, hosts) => {
    expect(hostsInTurn(overlapsOf(subnetsOf(some), subnetsOf(others)), 2)).toEqual(hosts);
  });

  it('takes the hosts of subnets in turn, each once, up to the limit', () => {
    const subnets = subnetsOf(['10.0.0.0/16', '192.168.1.4/30', '192.168.1.5']);
    expect(hostsInTurn(subnets, 6)).toEqual([
      ...['10.0.0.1', '192.168.1.5', '10.0.0.2', '192.168.1.6', '10.0.0.3', '10.0.0.4'],
    ]);
  });
});
