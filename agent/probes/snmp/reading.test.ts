import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ms } from '../../../kit/units.ts';
import { plainValue } from './library-words.ts';
import { INTERFACE, PROCESSORS, STORAGE } from './oids.ts';
import { MachinesOptions } from './options.ts';
import { words } from './reading.ts';
import type { SnmpValue } from './session.ts';
import { readSysDescr } from './sys-descr.ts';
import { disksOf, interfacesOf, loadOf, memoryOf } from './tables.ts';

const WINDOWS = '1.3.6.1.4.1.311.1.1.3.1';
const windows = (version: string, build: number) =>
  `Hardware: Intel64 Family 6 Model 158 Stepping 10 AT/AT COMPATIBLE - Software: Windows Version ${version} (Build ${build} Multiprocessor Free)`;

describe('the system in a machine’s own description', () => {
  it.each([
    [windows('6.3', 19045), `${WINDOWS}.1`, 'Windows 10', '19045'],
    [windows('6.3', 22631), `${WINDOWS}.1`, 'Windows 11', '22631'],
    [windows('6.3', 26100), `${WINDOWS}.1`, 'Windows 11', '26100'],
    [windows('6.3', 19045), undefined, 'Windows 10', '19045'],
    [windows('6.3', 22000), undefined, 'Windows 11', '22000'],
    [windows('6.3', 17763), undefined, 'Windows', '17763'],
    [windows('6.3', 17763), `${WINDOWS}.2`, 'Windows Server', '17763'],
    [windows('6.3', 20348), undefined, 'Windows Server', '20348'],
    [windows('6.1', 7601), `${WINDOWS}.1`, 'Windows 7', '7601'],
    [
      'Linux lab 6.1.0-18-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 x86_64',
      undefined,
      'Linux',
      '6.1.0-18-amd64',
    ],
  ])('%s', (descr, objectId, name, version) => {
    expect(readSysDescr(descr, objectId)).toEqual({ name, version });
  });

  it.each(['', 'RouterOS CCR1009', 'HP LaserJet', 'Linux', 'I run Windows Version 6.3'])(
    'says nothing of %j',
    (descr) => {
      expect(readSysDescr(descr)).toEqual({});
    },
  );

  it('never throws and never hangs on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), fc.string(), (descr, objectId) => {
        readSysDescr(`Hardware: x - Software: Windows ${descr}`, objectId);
        readSysDescr(`Linux ${descr}`, objectId);
      }),
    );
  });
});

describe('text in octets', () => {
  it('is UTF-8, or else Latin-1, without control characters', () => {
    expect(words(Buffer.from('Máy 01\0', 'utf8'))).toBe('Máy 01');
    expect(words(Buffer.from('Ethernet caf\xe9', 'latin1'))).toBe('Ethernet café');
    expect(words(Buffer.from('\0\0'))).toBeUndefined();
    expect(words(7)).toBeUndefined();
  });

  it('is short, whatever arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), (octets) => {
        const text = words(octets) ?? '';
        expect(text.length).toBeLessThanOrEqual(200);
        expect(text).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

it('takes 64-bit counters of any octets without throwing', () => {
  expect(plainValue(Buffer.from('00ffffffffffffffff', 'hex'), true)).toBe(2n ** 64n - 1n);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), (octets, counter64) => {
      const value = plainValue(Buffer.from(octets), counter64);
      if (value instanceof Uint8Array) expect(value.length).toBeLessThanOrEqual(1_024);
    }),
  );
});

type Rows<Column extends string> = Partial<Record<Column, Record<string, SnmpValue>>>;
function table<Column extends string>(
  columns: Readonly<Record<Column, string>>,
  rows: Rows<Column>,
) {
  const names = Object.keys(columns) as Column[];
  return Object.fromEntries(
    names.map((name) => [name, new Map(Object.entries(rows[name] ?? {}))]),
  ) as Record<Column, Map<string, SnmpValue>>;
}
const octets = (text: string) => Buffer.from(text);
const RAM = '1.3.6.1.2.1.25.2.1.2';
const DISK = '1.3.6.1.2.1.25.2.1.4';

describe('tables of a machine', () => {
  it('take net-snmp’s available memory for unused, where it is told', () => {
    const rows = {
      storageType: { 1: RAM, 11: '1.3.6.1.2.1.25.2.1.1' },
      storageDescr: { 1: octets('Physical memory'), 11: octets('Available memory') },
      storageUnits: { 1: 1024, 11: 1024 },
      storageSize: { 1: 1000, 11: 750 },
      storageUsed: { 1: 900, 11: 0 },
    };
    expect(memoryOf(table(STORAGE, rows), 1000)).toEqual({ sizeBytes: 1_024_000, usedRatio: 0.25 });
  });

  it('leave out sizes that overflowed, and file systems of the kernel', () => {
    const rows = {
      storageType: { 1: DISK, 2: DISK, 3: DISK },
      storageDescr: { 1: octets('C:\\ Label:'), 2: octets('/sys/fs/cgroup'), 3: octets('/data') },
      storageUnits: { 1: 4096, 2: 4096, 3: 4096 },
      storageSize: { 1: 1000, 2: 1000, 3: -5 },
      storageUsed: { 1: 500, 2: 0, 3: 1 },
    };
    expect(disksOf(table(STORAGE, rows)).map(({ name }) => name)).toEqual(['C:\\ Label:']);
  });

  it('tell the mean load of their processors, and none where none is told', () => {
    expect(loadOf(table(PROCESSORS, { processorLoad: { 1: 10, 2: 30, 3: 4_000 } }))).toBe(0.2);
    expect(loadOf(table(PROCESSORS, {}))).toBeUndefined();
  });

  it('leave loopback out, and know speeds beyond 4 Gbit/s', () => {
    const rows = {
      operStatus: { 1: 1, 2: 1, 3: 2 },
      type: { 1: 24, 2: 6, 3: 6 },
      descr: { 1: octets('lo'), 2: octets('ten'), 3: octets('old') },
      speed: { 2: 4_294_967_295, 3: 100_000_000 },
      highSpeed: { 2: 10_000 },
      inOctets: { 2: 5n },
      outOctets: { 2: 6n },
    };
    const ports = interfacesOf(table(INTERFACE, rows), ms(7));
    expect(ports).toEqual([
      {
        index: '2',
        name: 'ten',
        up: true,
        speedBps: 10e9,
        counters: { inOctets: 5n, outOctets: 6n, takenAt: 7, discontinuity: undefined },
      },
      { index: '3', name: 'old', up: false, speedBps: 100e6 },
    ]);
  });
});

describe('the machines section', () => {
  it('reads its sample', () => {
    const text = readFileSync(new URL('./sample.yaml', import.meta.url), 'utf8');
    const { list, every, deadline } = MachinesOptions.parse(parse(text).machines);
    expect([every, deadline]).toEqual([300_000, 20_000]);
    expect(list.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'pc-01 machine',
      'file-server server',
      'old-printer-server server',
      'switch-lab1 switch',
      'printer-office printer',
      'ups-server ups',
      'router gateway',
    ]);
  });

  it.each([
    [{ community: 'a', v3: { user: 'u', level: 'noAuthNoPriv' } }, 'not both'],
    [{}, 'neither the machine nor the section'],
    [
      { v3: { user: 'u', level: 'authPriv', auth: { protocol: 'sha', key: '12345678' } } },
      'needs priv',
    ],
    [{ v3: { user: 'u', level: 'authNoPriv' } }, 'needs auth'],
    [{ community: 'a', address: 'h:70000' }, 'port out of range'],
    [{ community: 'a', kind: 'camera' }, 'Invalid option'],
    [{ community: 'a', version: 3 }, 'Invalid input'],
    [{ version: 1, v3: { user: 'u', level: 'noAuthNoPriv' } }, 'v3 is its own'],
  ])('refuses %j: %s', (machine, message) => {
    const parsed = MachinesOptions.safeParse({
      list: [{ id: 'a', name: 'A', address: '10.0.0.1', ...machine }],
    });
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
