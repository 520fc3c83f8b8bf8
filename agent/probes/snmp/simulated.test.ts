import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { ms } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { macOf } from '../../../test/sim/machine/host-mib.ts';
import {
  type SimMachine,
  type MachineOptions as SimOptions,
  startMachine,
} from '../../../test/sim/machine/machine.ts';
import { encodeFacts } from '../../../wire/line-protocol.ts';
import { measurements } from '../../../wire/measurements.ts';
import { MachinesOptions } from './options.ts';
import { machineProbes } from './probe.ts';

const parts = { log: silentLog, random: () => 0.5 };
const never = new AbortController().signal;
const open: SimMachine[] = [];
afterEach(async () => {
  for (const machine of open.splice(0)) await machine.stop();
});

async function started(options: Partial<SimOptions> & { readonly name: string }) {
  const machine = await startMachine({ community: 'lab-test', ...options });
  open.push(machine);
  return machine;
}

/** Probes of these simulated devices, in their order. */
function probesOf(list: readonly (readonly [SimMachine, object])[], clock: Clock = systemClock) {
  const options = MachinesOptions.parse({
    community: 'lab-test',
    list: list.map(([{ name, host, port }, more]) => ({
      id: name.toLowerCase(),
      name,
      address: `${host}:${port}`,
      ...more,
    })),
  });
  return machineProbes(options, { ...parts, clock }).probes;
}

async function factsOf(machine: SimMachine, more: object = {}) {
  const [probe] = probesOf([[machine, more]]);
  const pass = await probe?.measure(never);
  const facts = pass?.facts ?? [];
  for (const { measurement, fields } of facts) {
    const registered = Object.entries(measurements).find(([name]) => name === measurement)?.[1];
    expect(Object.keys(registered?.fields ?? {})).toEqual(
      expect.arrayContaining(Object.keys(fields)),
    );
  }
  expect(encodeFacts(facts)).toContain('up=true');
  return {
    pass,
    fieldsOf: (measurement: string) =>
      facts.filter((one) => one.measurement === measurement).map(({ fields }) => fields),
  };
}

describe('what is read of a lab machine', () => {
  it('is the same over v1 as over v2c, but for 64-bit counters and the count of software', async () => {
    const machine = await started({ name: 'PC-01', os: 'Windows 10', cores: 6, software: 70 });
    const fields = async (version: 1 | '2c') => {
      const { fieldsOf } = await factsOf(machine, { version });
      const { uptime_s: _, cpu_load_ratio: ___, ...rest } = fieldsOf('machine')[0] ?? {};
      return { machine: rest, ports: fieldsOf('interface') };
    };
    const [old, today] = [await fields(1), await fields('2c')];
    const { software_count: __, ...machineOfToday } = today.machine;
    expect(old).toEqual({ ...today, machine: machineOfToday });
    expect(today.machine).toMatchObject({
      up: true,
      source: 'snmp',
      cores: 6,
      software_count: 70,
      os_name: 'Windows 10',
    });
    expect(today.ports[0]).toMatchObject({ up: true, duplex: 'full', speed_bps: 1e9 });
  });

  it('has rates of traffic from the second look on, and only over v2c', async () => {
    const machine = await started({ name: 'PC-01', inBps: 8_000_000 });
    const clock = new ManualClock();
    const probes = probesOf(
      [
        [machine, {}],
        [machine, { id: 'old', version: 1 }],
      ],
      clock,
    );
    const rates = async () => {
      const passes = await Promise.all(probes.map((probe) => probe.measure(never)));
      return passes.map(({ facts }) => facts.some(({ fields }) => 'in_bps' in fields));
    };
    expect(await rates()).toEqual([false, false]);
    await clock.advance(ms(10_000));
    expect(await rates()).toEqual([true, false]);
  });

  it('costs few questions, and fewer once it is known', async () => {
    const machine = await started({ name: 'PC-01' });
    const [probe] = probesOf([[machine, {}]]);
    await probe?.measure(never);
    expect(machine.counters.answered).toBeLessThanOrEqual(8);
    const before = machine.counters.answered;
    await probe?.measure(never);
    expect(machine.counters.answered - before).toBeLessThanOrEqual(4);
  });
});

describe('what is read of an appliance', () => {
  it('is a printer’s state, pages and the supply that runs out first', async () => {
    const printer = {
      pages: 31_000,
      supplies: [
        { name: 'Black', ratio: 0.7 },
        { name: 'Cyan', ratio: 0.05 },
      ],
      alerts: ['Tray 2 empty'],
    };
    const { fieldsOf } = await factsOf(await started({ name: 'PRN', printer }), {
      kind: 'printer',
    });
    expect(fieldsOf('printer')).toEqual([
      {
        up: true,
        state: 'idle',
        pages: 31_000,
        supply_lowest_ratio: 0.05,
        supply_lowest: 'Cyan',
        alerts: 'Tray 2 empty',
      },
    ]);
  });

  it('is a UPS’s source, charge, time left and load', async () => {
    const ups = { onBattery: true, chargeRatio: 0.8, minutesLeft: 12, loadRatio: 0.35 };
    const { fieldsOf } = await factsOf(await started({ name: 'UPS', ups }), { kind: 'ups' });
    expect(fieldsOf('ups')).toEqual([
      {
        up: true,
        source: 'battery',
        battery_state: 'normal',
        battery_ratio: 0.8,
        runtime_s: 720,
        load_ratio: 0.35,
      },
    ]);
    expect(fieldsOf('machine')[0]).toMatchObject({ manufacturer: 'APC', model: 'Smart-UPS 1500' });
  });

  it.each([{ byVlan: false }, { byVlan: true }])(
    'is a switch’s model, neighbour, and which machine hangs at which port: %j',
    async ({ byVlan }) => {
      const pc = await started({ name: 'PC-07' });
      const edge = await started({
        name: 'SW-EDGE',
        identity: { manufacturer: 'Aruba', model: '2530-24G', serial: 'CN1' },
        bridge: {
          ports: 8,
          byVlan,
          heard: [{ mac: macOf('PC-07', 2), port: 3 }],
          neighbours: { 8: 'SW-CORE' },
        },
      });
      const trunk = ['PC-01', 'PC-07', 'PC-09'].map((name) => ({ mac: macOf(name, 2), port: 1 }));
      const core = await started({ name: 'SW-CORE', bridge: { ports: 4, heard: trunk } });
      const [first, second, third] = probesOf([
        [core, { kind: 'switch' }],
        [edge, { kind: 'switch' }],
        [pc, {}],
      ]);
      await first?.measure(never);
      const seen = await second?.measure(never);
      expect(seen?.facts[0]?.fields).toMatchObject({ model: '2530-24G', serial: 'CN1' });
      const neighbours = seen?.facts.flatMap(({ tags, fields }) =>
        'neighbour' in fields ? [`${tags['interface']} ${fields['neighbour']}`] : [],
      );
      expect(neighbours).toEqual(['ge-0/0/8 SW-CORE']);
      const placed = await third?.measure(never);
      expect(placed?.facts[0]?.fields).toMatchObject({
        switch: 'sw-edge',
        switch_port: 'ge-0/0/3',
      });
    },
  );

  it('is still told where it hung by a machine that answers no longer', async () => {
    const pc = await started({ name: 'PC-08' });
    const heard = [{ mac: macOf('PC-08', 2), port: 5 }];
    const edge = await started({ name: 'SW-8', bridge: { ports: 8, heard } });
    const [first, second] = probesOf([
      [edge, { kind: 'switch' }],
      [pc, {}],
    ]);
    await first?.measure(never);
    await second?.measure(never);
    await pc.stop();
    await edge.stop();
    const silent = await second?.measure(never);
    expect(silent?.facts[0]?.fields).toMatchObject({
      ...{ up: false, name: 'PC-08' },
      ...{ switch: 'sw-8', switch_port: 'ge-0/0/5' },
    });
    const gone = await first?.measure(never);
    expect(gone?.facts[0]?.fields).toMatchObject({ up: false, name: 'SW-8' });
  });
});
