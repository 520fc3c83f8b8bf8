import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  adaptersIn,
  browsersAmong,
  clamavOf,
  installedIn,
  kindIn,
  packagesIn,
  rootIn,
  screenIn,
  secureBootIn,
  snapVersionIn,
  tpmIn,
} from './linux-answers.ts';

const listing = readFileSync(new URL('captures/dpkg-debian-12.txt', import.meta.url), 'utf8');

describe('what Linux tells of itself', () => {
  it('has the browsers that are installed, by the names people know', () => {
    expect(browsersAmong(packagesIn(listing), [])).toEqual([
      { name: 'Chromium', version: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) },
    ]);
  });

  it('passes over a package that was removed, or that only points at a snap', () => {
    const packages = packagesIn(
      'firefox-esr\t115.0esr-1\trc \nfirefox\t1:1snap1-0ubuntu2\tii \ngoogle-chrome-stable\t142.0.7444.59-1\tii \n',
    );
    const snaps = [{ name: 'Firefox', version: '145.0-2' }];
    expect(browsersAmong(packages, snaps)).toEqual([
      { name: 'Google Chrome', version: '142.0.7444.59' },
      { name: 'Firefox', version: '145.0' },
    ]);
  });

  it('finds the version of a snap', () => {
    expect(snapVersionIn('name: firefox\nversion: 145.0-2\nsummary: x\n')).toBe('145.0-2');
    expect(snapVersionIn('name: firefox\n')).toBeUndefined();
  });

  it('reads Secure Boot from the last of five bytes', () => {
    expect(secureBootIn(Uint8Array.of(6, 0, 0, 0, 1))).toBe(true);
    expect(secureBootIn(Uint8Array.of(6, 0, 0, 0, 0))).toBe(false);
    expect(secureBootIn(new Uint8Array())).toBeUndefined();
  });

  it.each([
    ['no such class', undefined, '', undefined],
    ['nobody in it', [], '', 'none'],
    ['one of today', ['tpm0'], '2\n', '2.0'],
    ['an old one', ['tpm0'], '1\n', '1.2'],
    ['one that does not say', ['tpm0'], '', undefined],
  ] as const)('tells the TPM where there is %s', (_, devices, major, tpm) => {
    expect(tpmIn(devices, major)).toBe(tpm);
  });

  it('takes the mode that a connected screen likes best', () => {
    const connectors = [
      { status: 'disconnected\n', modes: '' },
      { status: 'connected\n', modes: '1920x1080\n1366x768\n' },
    ];
    expect(screenIn(connectors)).toEqual({ width: 1920, height: 1080 });
    expect(screenIn(connectors.slice(0, 1))).toBeUndefined();
  });

  it('counts adapters of hardware whose address is burnt in', () => {
    const port = { address: '3c:52:82:11:22:33\n', assigned: '0\n', bus: 'pci' };
    expect(
      adaptersIn([
        port,
        { ...port, bus: undefined },
        { ...port, assigned: '1\n' },
        { ...port, assigned: '3\n' },
        { ...port, bus: 'usb' },
      ]),
    ).toEqual([
      { mac: '3c:52:82:11:22:33', pluggable: false },
      { mac: '3c:52:82:11:22:33', pluggable: true },
    ]);
  });

  it('counts memory by its blocks', () => {
    expect(installedIn('8000000\n', 32)).toBe(4 * 1024 ** 3);
    expect(installedIn('', 32)).toBeUndefined();
    expect(installedIn('8000000', 0)).toBeUndefined();
  });

  it.each([
    ['sda', '1\n', 'hdd'],
    ['nvme0n1', '0\n', 'ssd'],
    ['vda', '1\n', undefined],
    [undefined, '0', undefined],
  ])('tells the kind of the disk %s', (disk, rotational, kind) => {
    expect(kindIn(disk, rotational)).toBe(kind);
  });

  it('finds where the system stands', () => {
    expect(rootIn('proc /proc proc rw 0 0\n/dev/nvme0n1p2 / ext4 rw 0 0\n')).toBe('/dev/nvme0n1p2');
    expect(rootIn('overlay / overlay rw 0 0\n')).toBeUndefined();
  });

  it.each([
    ['on with a list of today', true, 1_000, true],
    ['off', false, 1_000, false],
    ['with a list of last month', true, 30 * 86_400_000, false],
    ['without a list', true, undefined, false],
  ])('tells ClamAV %s', (_, listens, listAgeMs, on) => {
    const packages = [{ name: 'clamav-daemon', version: '1.4' }];
    expect(clamavOf(packages, { listens, listAgeMs })).toEqual({ names: ['ClamAV'], on });
    expect(clamavOf([], { listens, listAgeMs })).toBeUndefined();
  });
});
