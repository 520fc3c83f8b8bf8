import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../kit/units.ts';
import { MachineReport } from '../../../wire/machine-report.ts';
import { describeMachine, type Ground } from './describe.ts';
import type { OwnSeen, Seen } from './seen.ts';

const GIB = 1024 ** 3;
const ground: Ground = {
  ...{ program: '0.1.0', takenAt: epochMs(1_795_000_000_000), hostName: 'PHONGMAY1-07' },
  ...{ uptimeS: 3_600.4, architecture: 'x64', windows: true, room: 'lab-1' },
};
const seen: Seen = {
  os: { name: 'Microsoft Windows 10 Pro', version: '10.0.19045' },
  maker: { manufacturer: 'Dell Inc.', model: 'OptiPlex 3080', serial: '7B52P32' },
  cpu: { name: 'Intel Core™ i3-10100', threads: 8, cores: 4, ghz: 3.6 },
  memory: { bytes: 7.8 * GIB, usedRatio: 0.5, modulesBytes: 8 * GIB },
  disks: [
    {
      ...{ device: String.raw`\\.\PHYSICALDRIVE1`, bytes: 1e12, type: 'HD', bus: 'SATA' },
      ...{ serial: 'WD-1', removable: false },
    },
    {
      ...{ device: String.raw`\\.\PHYSICALDRIVE0`, bytes: 256e9, type: 'SSD', bus: 'NVMe' },
      ...{ serial: 'S4', removable: false },
    },
    { bytes: 2e12, type: 'HD', bus: 'USB', serial: 'U', removable: false },
  ],
  volumes: [
    { mount: 'C:', freeBytes: 90e9 },
    { mount: 'D:', freeBytes: 900e9 },
  ],
  ports: [
    { up: true, internal: false, hasDefaultRoute: true, virtual: false, bps: 1e9 },
    { up: false, internal: false, hasDefaultRoute: false, virtual: false },
    { up: true, internal: true, hasDefaultRoute: false, virtual: false },
  ],
};
const own: OwnSeen = {
  ...{ edition: 'Professional', version: '22H2', build: '19045.5247', uefi: true, tpm: '2.0' },
  ...{ systemDisk: String.raw`\\.\physicaldrive0`, systemVolume: 'C:', browsers: [] },
};

describe('what is told of a machine', () => {
  it('keeps to the contract, and says what was seen', () => {
    const told = describeMachine(seen, own, ground);
    expect(MachineReport.parse({ ...told, apps: [] })).toMatchObject({
      ...{ name: 'PHONGMAY1-07', room: 'lab-1', serial: '7B52P32', uptime_s: 3_600, cores: 8 },
      os: {
        ...{ name: 'Microsoft Windows 10 Pro', version: '22H2' },
        ...{ edition: 'home_pro', build: '19045.5247' },
      },
      ...{ memory_bytes: 8 * GIB, disk_bytes: 1e12, disk_kind: 'ssd', disk_free_bytes: 90e9 },
      ...{ link_bps: 1e9, interfaces_up: 1, windows11: { ready: true, lacks: [] } },
    });
  });

  it('says the kind of no disk where it is not known which one the system stands on', () => {
    const { systemDisk: _, ...rest } = own;
    expect(describeMachine(seen, rest, ground)).not.toHaveProperty('disk_kind');
  });

  it('is a name and a system where nothing could be read', () => {
    const nothing: Seen = {
      ...{ os: {}, maker: {}, cpu: {}, memory: {}, disks: [], volumes: [], ports: [] },
    };
    const bare = { ...ground, hostName: '\u0007 ', architecture: 'ia32', room: undefined };
    const told = describeMachine(nothing, { systemVolume: 'C:', browsers: [] }, bare);
    expect(told).toEqual({
      ...{ program: '0.1.0', taken_at_ms: ground.takenAt, name: 'localhost', uptime_s: 3_600 },
      identity: { macs: [], disk_serials: [] },
      os: { name: 'Microsoft Windows' },
      browsers: [],
    });
    MachineReport.parse({ ...told, apps: [] });
  });

  it('holds nothing of whoever sits at it', () => {
    expect(Object.keys(describeMachine(seen, own, ground)).join(' ')).not.toMatch(
      /user|account|login|file|history|software/i,
    );
  });
});
