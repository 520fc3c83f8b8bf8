import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { epochMs, hours, seconds } from '../../../kit/units.ts';
import { lastHosts } from '../../../wire/last-hosts.ts';
import { specOf } from '../../../wire/measurements.ts';
import { hostFacts } from './facts.ts';
import { HostsOptions, hostsOf } from './options.ts';
import type { FoundHost } from './search.ts';

const at = epochMs(1_800_000_000_000);
const host = (address: string, given: Partial<FoundHost> = {}): FoundHost => ({
  ...{
    address,
    mac: undefined,
    seenBy: 'ping',
    snmp: undefined,
    name: undefined,
    descr: undefined,
  },
  ...given,
});
const told = (hosts: readonly FoundHost[], configured: Readonly<Record<string, string>> = {}) =>
  hostFacts({
    ...{ agent: 'may-chu', simulated: false, found: { hosts, asked: 254 }, took: seconds(70), at },
    configuredAt: new Map(Object.entries(configured)),
  });

describe('what is told of hosts', () => {
  it('holds to the register, and comes back as the last search', () => {
    const named = { mac: '00:11:22:33:44:55', snmp: true, name: 'TIN1-MAY01', descr: 'Windows' };
    const facts = told([host('10.0.0.2', named), host('10.0.0.3')], { '10.0.0.3': 'pc-03' });
    for (const { measurement, tags, fields } of facts) {
      expect(Object.keys(tags)).toEqual(Object.keys(specOf(measurement)?.tags ?? {}));
      for (const name of Object.keys(fields))
        expect(specOf(measurement)?.fields).toHaveProperty(name);
    }
    expect(facts[0]?.fields).toEqual({ found: 2, unconfigured: 1, asked: 254, duration_s: 70 });
    expect(lastHosts(facts)).toMatchObject({
      ...{ at, asked: 254 },
      hosts: [
        { address: '10.0.0.2', ...named, configuredAs: undefined },
        { address: '10.0.0.3', name: undefined, snmp: false, configuredAs: 'pc-03' },
      ],
    });
  });

  it('is of 256 at most, strangers first', () => {
    const many = Array.from({ length: 300 }, (_, n) => host(`10.0.${n >> 8}.${n & 255}`));
    const facts = told(many, { '10.0.0.0': 'pc-00' });
    expect(facts).toHaveLength(257);
    expect(facts.some(({ fields }) => fields['configured_as'] === 'pc-00')).toBe(false);
  });

  it('leaves out who was there at a search before', () => {
    const before = told([host('10.0.0.2')]).map((fact) => ({
      ...fact,
      at: epochMs(at - hours(24)),
    }));
    const now = told([host('10.0.0.3')]);
    const newest = [...before.filter(({ measurement }) => measurement === 'found_host'), ...now];
    expect(lastHosts(newest)?.hosts.map(({ address }) => address)).toEqual(['10.0.0.3']);
    expect(lastHosts([])).toBeUndefined();
  });
});

describe('whether hosts are looked for', () => {
  it('hangs on the subnets, unless somebody says off', () => {
    expect(hostsOf({ subnets: [] })).toBeUndefined();
    expect(hostsOf({ subnets: ['10.0.0.0/24'], hosts: 'off' })).toBeUndefined();
    expect(hostsOf({ subnets: ['10.0.0.0/24'] })).toEqual({
      every: hours(24),
      rate: 10,
      most: 1_024,
    });
    const sample = parse(readFileSync(new URL('./sample.yaml', import.meta.url), 'utf8'));
    expect(HostsOptions.parse(sample.hosts)).toEqual(hostsOf({ subnets: sample.subnets }));
  });
});
