import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { DeviceKind } from '../../wire/device-kinds.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { LatestRow } from '../store/latest.ts';
import { topologyOf } from './topology.ts';

const at = epochMs(Date.parse('2026-11-26T00:00:00Z'));

function devicesOf(kinds: Readonly<Record<string, DeviceKind>>): readonly Device[] {
  return Object.entries(kinds).map(([id, kind]) => ({
    ...{ id, kind, name: id, simulated: false },
    ...{ room: undefined, zone: undefined, address: undefined },
  }));
}

function row(
  measurement: string,
  device: string,
  fields: Readonly<Record<string, FieldValue>>,
  tags: Readonly<Record<string, string>> = {},
): LatestRow {
  const series = `${measurement},device=${device},${JSON.stringify(tags)}`;
  return {
    school: 'a',
    measurement,
    series,
    device,
    tags: { device, ...tags },
    fields,
    at,
    receivedAt: at,
  };
}

const behind = (device: string, other: string) => row('device', device, { behind: other });
const seenAt = (device: string, other: string) =>
  row('machine', device, { up: true, switch: other });
const named = (device: string, name: string) => row('machine', device, { up: true, name });
const hears = (device: string, port: string, neighbour: string) =>
  row('interface', device, { up: true, neighbour }, { interface: port });

const KINDS = {
  router: 'gateway',
  'sw-1': 'switch',
  'sw-2': 'switch',
  'sw-3': 'switch',
  nvr: 'recorder',
  'cam-1': 'camera',
  'pc-1': 'machine',
  server: 'server',
} as const;
const DEVICES = devicesOf(KINDS);
const NAMES = [
  named('router', 'Router'),
  named('sw-1', 'SW-1'),
  named('sw-2', 'sw-2.school.local'),
  named('sw-3', 'sw-3'),
];
/** router – sw-1 – sw-2 – sw-3 */
const CHAIN = [
  ...NAMES,
  hears('router', 'lan', 'sw-1'),
  hears('sw-1', '24', 'router'),
  hears('sw-1', '23', 'SW-2.school.local'),
  hears('sw-2', '24', 'sw-1'),
  hears('sw-2', '23', 'sw-3'),
  hears('sw-3', '24', 'sw-2.school.local'),
];

const of = (rows: readonly LatestRow[], devices = DEVICES) => topologyOf(rows, devices);

describe('what hangs behind what', () => {
  it('is what the config says, step by step', () => {
    const topology = of([behind('cam-1', 'nvr'), behind('nvr', 'sw-2'), behind('sw-2', 'sw-1')]);
    expect(topology.ancestorsOf('cam-1')).toEqual(['nvr', 'sw-2', 'sw-1']);
    expect(topology.ancestorsOf('sw-1')).toEqual([]);
    expect(topology.ancestorsOf('nobody')).toEqual([]);
  });

  it('is what the switches’ tables say where the config is silent', () => {
    const topology = of([seenAt('pc-1', 'sw-1'), behind('sw-1', 'router')]);
    expect(topology.pathOf('pc-1')).toEqual([
      { device: 'pc-1', behind: 'sw-1', source: 'bridge_table' },
      { device: 'sw-1', behind: 'router', source: 'config' },
    ]);
  });

  it('is what the config says where both speak', () => {
    expect(of([seenAt('pc-1', 'sw-1'), behind('pc-1', 'sw-2')]).pathOf('pc-1')).toEqual([
      { device: 'pc-1', behind: 'sw-2', source: 'config' },
    ]);
  });

  it('is nothing where the other device is not one of the school’s now', () => {
    expect(of([behind('cam-1', 'gone'), seenAt('gone', 'sw-1')]).ancestorsOf('cam-1')).toEqual([]);
  });

  it('cuts circles, and a device behind itself', () => {
    const rows = [behind('sw-1', 'sw-2'), behind('sw-2', 'sw-3'), behind('sw-3', 'sw-1')];
    const topology = of([...rows, behind('nvr', 'nvr')]);
    const edges = ['sw-1', 'sw-2', 'sw-3'].filter((id) => topology.pathOf(id).length > 0);
    expect(edges).toHaveLength(2);
    expect(topology.ancestorsOf('nvr')).toEqual([]);
  });

  it('takes the newest of two inventory rows of a device whose kind was changed', () => {
    const old = { ...behind('cam-1', 'sw-1'), at: epochMs(at - 1) };
    expect(of([old, behind('cam-1', 'sw-2')]).ancestorsOf('cam-1')).toEqual(['sw-2']);
  });
});

describe('whatever a school tells', () => {
  const ids = Object.keys(KINDS);
  const anyId = fc.constantFrom(...ids, 'gone');
  const anyRow = fc.oneof(
    fc.tuple(anyId, anyId).map(([one, other]) => behind(one, other)),
    fc.tuple(anyId, anyId).map(([one, other]) => seenAt(one, other)),
    fc.tuple(anyId, anyId).map(([one, name]) => named(one, name)),
    fc.tuple(anyId, anyId, anyId).map(([one, port, name]) => hears(one, port, name)),
  );

  it('ends, passes nothing twice, and puts a device behind the same ones as what it is behind', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), (rows) => {
        const topology = of(rows);
        for (const id of ids) {
          const way = topology.ancestorsOf(id);
          expect(new Set([id, ...way]).size).toBe(way.length + 1);
          const [next] = way;
          if (next !== undefined) expect(topology.ancestorsOf(next)).toEqual(way.slice(1));
        }
      }),
      { seed: 20261126, numRuns: 1_000 },
    );
  });
});

describe('what LLDP tells', () => {
  it('is led away from the only gateway', () => {
    const topology = of(CHAIN);
    expect(topology.ancestorsOf('sw-3')).toEqual(['sw-2', 'sw-1', 'router']);
    expect(topology.pathOf('sw-1')).toEqual([{ device: 'sw-1', behind: 'router', source: 'lldp' }]);
  });

  it('is led away from the switch of the school’s server where that is known', () => {
    const topology = of([...CHAIN, behind('server', 'sw-3')]);
    expect(topology.ancestorsOf('router')).toEqual(['sw-1', 'sw-2', 'sw-3']);
    expect(topology.ancestorsOf('sw-3')).toEqual([]);
  });

  it('names the server’s own switch too', () => {
    const topology = of([...CHAIN, named('server', 'may-chu'), hears('sw-2', '1', 'may-chu')]);
    expect(topology.ancestorsOf('server')).toEqual(['sw-2']);
    expect(topology.ancestorsOf('router')).toEqual(['sw-1', 'sw-2']);
  });

  it('puts any other device behind the switch that hears it', () => {
    const topology = of([...CHAIN, named('pc-1', 'PC-LAB-1'), hears('sw-3', '7', 'pc-lab-1')]);
    expect(topology.ancestorsOf('pc-1')).toEqual(['sw-3', 'sw-2', 'sw-1', 'router']);
  });

  it('goes on being known by one end where the other end says nothing any more', () => {
    const silent = CHAIN.filter(
      ({ device, measurement }) => device !== 'sw-1' || measurement === 'interface',
    );
    expect(of(silent).ancestorsOf('sw-1')).toEqual(['router']);
  });

  it('never guesses between two gateways', () => {
    const devices = devicesOf({ ...KINDS, 'router-2': 'gateway' });
    expect(of(CHAIN, devices).ancestorsOf('sw-3')).toEqual([]);
  });

  it('never guesses between two ways of the same length', () => {
    const ring = [...CHAIN, hears('router', 'lan2', 'sw-3')];
    const topology = of(ring);
    expect(topology.ancestorsOf('sw-2')).toEqual([]);
    expect(topology.ancestorsOf('sw-3')).toEqual(['router']);
  });

  it('never goes by a name that two devices give themselves', () => {
    const topology = of([...CHAIN, named('pc-1', 'sw-1')]);
    expect(topology.ancestorsOf('sw-1')).toEqual(['router']);
    const deaf = CHAIN.filter(({ device }) => device !== 'sw-1');
    expect(of([...deaf, named('sw-1', 'SW-1'), named('pc-1', 'sw-1')]).ancestorsOf('sw-1')).toEqual(
      [],
    );
  });

  it('gives way to the config, and to its direction', () => {
    const topology = of([...CHAIN, behind('sw-1', 'sw-2'), behind('sw-2', 'router')]);
    expect(topology.pathOf('sw-1').map(({ behind, source }) => [behind, source])).toEqual([
      ['sw-2', 'config'],
      ['router', 'config'],
    ]);
  });

  it('is followed over two thousand switches in a row', () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, n) => [`sw-${n}`, 'switch' as const]),
    );
    const chain = Array.from({ length: 1_999 }, (_, n) => [
      named(`sw-${n}`, `sw-${n}`),
      hears(`sw-${n}`, 'up', `sw-${n + 1}`),
    ]).flat();
    const devices = devicesOf({ router: 'gateway', ...many });
    const topology = of(
      [...chain, named('router', 'router'), hears('router', 'lan', 'sw-0')],
      devices,
    );
    expect(topology.ancestorsOf('sw-1998')).toHaveLength(1_999);
  });
});
