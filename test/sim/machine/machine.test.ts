import { createSocket } from 'node:dgram';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { describeWithPeers, peerPath } from '../../peers.ts';
import { runProgram } from '../run-program.ts';
import { answerTo } from './answer.ts';
import { macOf } from './host-mib.ts';
import { type MachineOptions, type SimMachine, startMachine } from './machine.ts';
import { Mib } from './mib.ts';

const GIB = 1024 ** 3;
const open: SimMachine[] = [];

async function machine(options: Partial<MachineOptions> = {}): Promise<SimMachine> {
  const started = await startMachine({ name: 'PHONGTIN1-01', community: 'hatang', ...options });
  open.push(started);
  return started;
}

afterEach(async () => {
  for (const host of open.splice(0)) await host.stop();
});

type Tool = 'snmpbulkwalk' | 'snmpget' | 'snmpwalk' | 'snmpset';

async function ask(host: SimMachine, tool: Tool, args: readonly string[], community = 'hatang') {
  const path = peerPath('snmpwalk').replace('snmpbulkwalk', tool);
  const version = args.includes('-v1') ? [] : ['-v2c'];
  const common = [...version, '-c', community, '-Oqn', '-t', '2', '-r', '0'];
  const end = await runProgram(path, [...common, `${host.host}:${host.port}`, ...args]);
  return { ...end, lines: end.stdout.split('\n').filter((line) => line !== '') };
}

const valuesOf = (lines: readonly string[]): string[] =>
  lines.map((line) => line.slice(line.indexOf(' ') + 1));

describeWithPeers(['snmpwalk'], 'the machine simulator as Debian’s snmp tools see it', () => {
  it.each([
    ['Windows 10', /Windows Version 6\.3 \(Build 19045/],
    ['Windows 11', /Windows Version 6\.3 \(Build 22631/],
    ['Linux', /^"?Linux /],
  ] as const)('names itself: %s', async (os, description) => {
    const { lines } = await ask(await machine({ os }), 'snmpget', [
      '1.3.6.1.2.1.1.1.0',
      '1.3.6.1.2.1.1.5.0',
    ]);
    expect(valuesOf(lines)[0]).toMatch(description);
    expect(valuesOf(lines)[1]).toMatch(/PHONGTIN1-01/);
  });

  it('walks the same by GETBULK and by GETNEXT, in order and to the end', async () => {
    const host = await machine({ cores: 6 });
    const bulk = await ask(host, 'snmpbulkwalk', ['-Cr25', '1.3.6.1.2.1.25.2.3']);
    const single = await ask(host, 'snmpwalk', ['1.3.6.1.2.1.25.2.3']);
    expect(bulk.lines).toEqual(single.lines);
    expect(bulk.lines).toHaveLength(3 * 7);
    const whole = await ask(host, 'snmpbulkwalk', ['-Cr50', '1.3.6.1.2.1']);
    expect(whole.code).toBe(0);
    expect(whole.stderr).toBe('');
    expect(whole.lines.at(-1)).toMatch(/^\.1\.3\.6\.1\.2\.1\.31\.1\.1\.1\.18\.3 /);
  });

  it('has the memory, the disk and the processors it was given', async () => {
    const host = await machine({
      cores: 6,
      memoryBytes: 16 * GIB,
      diskBytes: 512 * GIB,
      diskUsedRatio: 0.75,
    });
    const memory = await ask(host, 'snmpget', ['1.3.6.1.2.1.25.2.2.0']);
    expect(parseInt(valuesOf(memory.lines)[0] ?? '', 10)).toBe((16 * GIB) / 1024);
    const disk = await ask(
      host,
      'snmpget',
      [4, 5, 6].map((column) => `1.3.6.1.2.1.25.2.3.1.${column}.1`),
    );
    const [unit = 0, size = 0, used = 0] = valuesOf(disk.lines).map((text) => parseInt(text, 10));
    expect(unit * size).toBe(512 * GIB);
    expect(used / size).toBeCloseTo(0.75, 3);
    const load = await ask(host, 'snmpbulkwalk', ['1.3.6.1.2.1.25.3.3.1.2']);
    expect(load.lines).toHaveLength(6);
  });

  it('counts octets at the rate it was given, 64 bits wide', async () => {
    const host = await machine({ inBps: 800_000_000, uptimeMs: 3_600_000 });
    const read = async () => {
      const { lines } = await ask(host, 'snmpget', ['1.3.6.1.2.1.31.1.1.1.6.2']);
      return { octets: Number(valuesOf(lines)[0]), atMs: performance.now() };
    };
    const first = await read();
    await delay(1_000);
    const second = await read();
    expect(first.octets).toBeGreaterThan(2 ** 32);
    const bps = ((second.octets - first.octets) * 8000) / (second.atMs - first.atMs);
    expect(bps / 800_000_000).toBeGreaterThan(0.8);
    expect(bps / 800_000_000).toBeLessThan(1.2);
  });

  it.each([
    [
      'a switch',
      {
        bridge: {
          ports: 12,
          byVlan: true,
          heard: [{ mac: macOf('PC', 2), port: 3 }],
          neighbours: { 12: 'core' },
        },
        identity: { manufacturer: 'Aruba', model: '2530', serial: 'CN1' },
      },
    ],
    [
      'a printer',
      {
        printer: { pages: 7, supplies: [{ name: 'Black', ratio: 0.5 }], alerts: ['Tray 2 empty'] },
      },
    ],
    ['a UPS', { ups: { onBattery: true, chargeRatio: 0.5, minutesLeft: 9, loadRatio: 0.2 } }],
  ])(
    'walks %s to its end, the same by GETBULK, by GETNEXT and, but for Counter64, over v1',
    async (_, options) => {
      const host = await machine(options);
      const bulk = await ask(host, 'snmpbulkwalk', ['-Cr20', '1.0'], 'hatang');
      expect([bulk.code, bulk.stderr]).toEqual([0, '']);
      const all = await ask(host, 'snmpbulkwalk', ['-Cr20', '1.3.6.1']);
      const single = await ask(host, 'snmpwalk', ['1.3.6.1']);
      const oids = ({ lines }: typeof all) =>
        lines
          .filter((line) => !/No more variables|End of MIB/.test(line))
          .map((line) => line.split(' ')[0]);
      expect([all.code, all.stderr]).toEqual([0, '']);
      expect(all.lines.length).toBeGreaterThan(9);
      expect(oids(single)).toEqual(oids(all));
      const old = await ask(host, 'snmpwalk', ['-v1', '1.3.6.1']);
      const is64 = /^\.1\.3\.6\.1\.2\.1\.31\.1\.1\.1\.(6|10)\./;
      expect(oids(old)).toEqual(oids(all).filter((oid) => !is64.test(oid ?? '')));
    },
  );

  it('says which of its ports are up', async () => {
    const { lines } = await ask(await machine(), 'snmpbulkwalk', ['1.3.6.1.2.1.2.2.1.8']);
    expect(valuesOf(lines).map((state) => state.replace(/\D/g, '') || state)).toHaveLength(3);
    expect(valuesOf(lines)[1]).toMatch(/^(1|up)$/);
    expect(valuesOf(lines)[2]).toMatch(/^(2|down)$/);
  });

  it('gives another community no answer, and counts it', async () => {
    const host = await machine();
    const { code, stderr } = await ask(host, 'snmpget', ['1.3.6.1.2.1.1.1.0'], 'public');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/Timeout/);
    expect(host.counters).toMatchObject({ answered: 0, refused: 1 });
  });

  it('can be read and never written', async () => {
    const args = ['1.3.6.1.2.1.1.5.0', 's', 'other'];
    const { code, stderr } = await ask(await machine(), 'snmpset', args);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/notWritable/);
  });
});

describe('a machine that goes away', () => {
  it('frees its port, and comes back on it', async () => {
    const host = await machine();
    const { port } = host;
    await host.stop();
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => other.bind(port, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => other.close(resolve));
    await host.start();
    expect(host).toMatchObject({ port, isListening: true });
  });
});

describe('messages that are no SNMP', () => {
  it('never throws on any bytes', () => {
    const mib = new Mib([]);
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 80 }).map((tail) => Uint8Array.from([0x30, tail.length, ...tail])),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(answerTo(Buffer.from(bytes), 'hatang', mib).kind).not.toBe('answer');
      }),
    );
  });
});
