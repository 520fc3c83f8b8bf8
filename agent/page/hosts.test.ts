import { describe, expect, it } from 'vitest';
import { epochMs, hours } from '../../kit/units.ts';
import type { LastHosts } from '../../wire/last-hosts.ts';
import { hostsSection } from './hosts.ts';
import type { PageState } from './state.ts';

const now = epochMs(Date.parse('2026-11-23T01:00:00Z'));

/** As much of the page’s state as the section reads. */
const drawn = (hosts: LastHosts | undefined, language: 'vi' | 'en' = 'vi'): string => {
  const state = { now, simulated: false, hosts } as PageState;
  return String(hostsSection({ state, language }));
};
const stranger = {
  ...{ address: '192.168.1.30', mac: '00:11:22:33:44:55', snmp: true, descr: 'Linux <b>' },
  ...{ name: `$\{file:/etc/passwd}`, configuredAs: undefined },
};
const search: LastHosts = { at: epochMs(now - hours(2)), asked: 254, hosts: [stranger] };

describe('the section of hosts nobody configured', () => {
  it('is not there before the first search', () => {
    expect(drawn(undefined)).toBe('false');
  });

  it('lists strangers with lines to paste in which no device makes the config read a file', () => {
    const section = drawn(search);
    expect(section).toContain('Máy thấy trên mạng, chưa kê khai');
    expect(section).toContain('00:11:22:33:44:55');
    expect(section).toContain('Linux &lt;b&gt;');
    expect(section).toContain('- id: may-192-168-1-30');
    expect(section.slice(section.indexOf('<pre>'))).not.toContain('${');
    expect(drawn(search, 'en')).toContain('Seen on the network, not configured');
  });

  it('says so when all are configured', () => {
    const known = { ...search, hosts: [{ ...stranger, configuredAs: 'pc-01' }] };
    expect(drawn(known)).toContain('đều đã kê khai');
    expect(drawn(known)).not.toContain('192.168.1.30');
  });
});
