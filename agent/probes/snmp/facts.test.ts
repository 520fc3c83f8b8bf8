import { describe, expect, it } from 'vitest';
import { epochMs, ms } from '../../../kit/units.ts';
import { measurements } from '../../../wire/measurements.ts';
import {
  interfaceFacts,
  MOST_INTERFACES,
  machineFact,
  ratesSince,
  samplesOf,
  silentFacts,
  uplinkTraffic,
} from './facts.ts';
import { rateBetween, type Sample } from './rates.ts';
import type { Counters, InterfaceReading, MachineReading } from './reading.ts';

const at = epochMs(1_795_000_000_000);
const counters = (part: Partial<Counters> = {}): Counters => ({
  inOctets: 1_000_000n,
  outOctets: 500_000n,
  discontinuity: 0,
  takenAt: ms(0),
  ...part,
});
const sample = (part: Partial<Counters> = {}, rest: Partial<Sample> = {}): Sample => ({
  counters: counters(part),
  agentUptimeS: 100,
  speedBps: 1e9,
  ...rest,
});
const later = { inOctets: 2_000_000n, outOctets: 600_000n, takenAt: ms(10_000) };

describe('a rate between two passes', () => {
  it('is octets over time, in bits', () => {
    expect(rateBetween(sample(), sample(later))).toEqual({ inBps: 800_000, outBps: 80_000 });
  });

  it('holds beyond what a number can count', () => {
    const high = 2n ** 63n;
    const before = sample({ inOctets: high });
    const after = sample({ ...later, inOctets: high + 1_000_000n });
    expect(rateBetween(before, after)?.inBps).toBe(800_000);
  });

  it.each([
    ['a counter that went back', sample({ ...later, inOctets: 5n })],
    ['the other counter that went back', sample({ ...later, outOctets: 5n })],
    ['a discontinuity the device tells of', sample({ ...later, discontinuity: 7 })],
    ['an agent that was started anew', sample(later, { agentUptimeS: 3 })],
    ['more than the port can carry', sample({ ...later, inOctets: 10n ** 12n })],
    ['two passes at one moment', sample({ ...later, takenAt: ms(100) })],
  ])('is not there after %s', (_, after) => {
    expect(rateBetween(sample(), after)).toBeUndefined();
  });
});

const port = (index: number, part: Partial<InterfaceReading> = {}): InterfaceReading => ({
  index: `${index}`,
  name: `eth${index}`,
  up: true,
  speedBps: 1e9,
  counters: counters(),
  ...part,
});
const reading = (interfaces: readonly InterfaceReading[]): MachineReading => ({
  system: { name: 'pc', agentUptimeS: 100, uptimeS: 5 },
  os: { name: 'Windows 10', version: '19045' },
  cores: 4,
  memoryBytes: 8 * 1024 ** 3,
  memoryUsedRatio: 0.5,
  cpuLoadRatio: 0.1,
  disks: [
    { name: 'C:', sizeBytes: 100, usedBytes: 50 },
    { name: 'D:', sizeBytes: 400, usedBytes: 100 },
  ],
  interfaces,
});
const none = () => undefined;

describe('facts of a machine', () => {
  it('tell of the largest disk, and only in registered fields', () => {
    const fact = machineFact('pc-01', { reading: reading([port(1)]), problems: [] }, at);
    expect(fact.fields).toMatchObject({ up: true, disk_bytes: 400, disk_used_ratio: 0.25 });
    expect(Object.keys(measurements.machine.fields)).toEqual(
      expect.arrayContaining(Object.keys(fact.fields)),
    );
  });

  it('have no field for what the machine did not say', () => {
    const bare = { system: {}, os: {}, disks: [], interfaces: [] };
    expect(machineFact('pc-01', { reading: bare, problems: [] }, at).fields).toEqual({
      up: true,
      source: 'snmp',
      interfaces_up: 0,
    });
  });

  it('say that it is not up, and why', () => {
    const silent = (kind: 'machine' | 'ups') =>
      silentFacts({ device: 'x', kind }, { kind: 'silent', detail: '' }, at);
    expect(silent('machine').map(({ fields }) => fields)).toEqual([
      { up: false, error: 'silent', source: 'snmp' },
    ]);
    expect(silent('ups').map(({ measurement }) => measurement)).toEqual(['machine', 'ups']);
  });
});

describe('facts of interfaces', () => {
  const factsOf = (interfaces: readonly InterfaceReading[]) =>
    interfaceFacts('pc-01', { interfaces, rateOf: none }, at);

  it('keep to so many a device, those that are up first', () => {
    const many = Array.from({ length: 90 }, (_, index) => port(index, { up: index >= 80 }));
    const facts = factsOf(many);
    expect(facts).toHaveLength(MOST_INTERFACES);
    expect(facts.slice(0, 10).every(({ fields }) => fields['up'] === true)).toBe(true);
  });

  it('tell one interface a name', () => {
    const facts = factsOf([port(1, { name: 'same' }), port(2, { name: 'same', up: false })]);
    expect(facts.map(({ fields }) => fields['up'])).toEqual([true]);
  });

  it('have no rate in the first pass, nor for an index that another interface took', () => {
    const first = samplesOf(reading([port(1)]));
    const grown = { counters: counters(later) };
    const now = (name: string) => samplesOf(reading([port(1, { ...grown, name })]));
    expect(ratesSince(new Map(), first)(port(1))).toBeUndefined();
    expect(ratesSince(first, now('eth9'))(port(1))).toBeUndefined();
    expect(ratesSince(first, now('eth1'))(port(1))).toEqual({ inBps: 800_000, outBps: 80_000 });
  });
});

describe('the line’s traffic', () => {
  it('is what its port on the router counted', () => {
    const rateOf = () => ({ inBps: 10, outBps: 20 });
    expect(uplinkTraffic({ uplink: 'line', port: port(1), rateOf }, at)).toEqual([
      {
        measurement: 'uplink_traffic',
        tags: { device: 'line' },
        fields: { in_bps: 10, out_bps: 20 },
        at,
      },
    ]);
  });

  it('is no fact without a rate, or without the port', () => {
    expect(uplinkTraffic({ uplink: 'line', port: port(1), rateOf: none }, at)).toEqual([]);
    expect(uplinkTraffic({ uplink: 'line', port: undefined, rateOf: none }, at)).toEqual([]);
  });
});
