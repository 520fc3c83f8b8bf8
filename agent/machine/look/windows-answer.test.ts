import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { identityOf } from './identity.ts';
import type { OwnSeen, Seen } from './seen.ts';
import { readWindows } from './windows-answer.ts';
import { WINDOWS_QUESTION } from './windows-question.ts';

const capture = (name: string): string =>
  readFileSync(new URL(`captures/${name}.json`, import.meta.url), 'utf8');
const plain: Seen = {
  ...{ os: {}, maker: {}, cpu: {}, memory: {}, disks: [], volumes: [], ports: [] },
};
const macsOf = (own: OwnSeen) => identityOf(plain, own).macs;
const defender = (state: unknown) =>
  readWindows(JSON.stringify({ antivirus: [{ name: 'Defender', state }] })).antivirus;

describe('what Windows tells of itself', () => {
  it('is read of a healthy machine', () => {
    const own = readWindows(capture('windows-11-pro'));
    expect(own).toMatchObject({
      ...{ edition: 'Professional', version: '24H2', build: '26100.4061' },
      ...{ uefi: true, secureBoot: true, tpm: '2.0', screen: { width: 1920, height: 1080 } },
      ...{ systemDisk: String.raw`\\.\PHYSICALDRIVE0`, systemVolume: 'C:' },
      antivirus: { names: ['Windows Defender'], on: true },
    });
    expect(own.browsers.map(({ name }) => name)).toEqual([
      ...['Google Chrome', 'Microsoft Edge', 'Firefox', 'CocCoc'],
    ]);
  });

  it('names adapters by their burnt-in addresses, not by the random one of the day, and leaves out Bluetooth', () => {
    expect(macsOf(readWindows(capture('windows-11-pro')))).toEqual([
      ...['3c:52:82:11:22:33', 'a4:b1:c1:01:02:03'],
    ]);
  });

  it('is read of an old machine: BIOS, no TPM, a stale antivirus, one adapter on USB', () => {
    const own = readWindows(capture('windows-10-ltsc-bios'));
    expect(own).toMatchObject({
      ...{ edition: 'EnterpriseS', build: '19044.5247', uefi: false, tpm: 'none' },
      ...{ secureBoot: undefined, systemDisk: String.raw`\\.\PHYSICALDRIVE1` },
      antivirus: { names: ['Kaspersky Endpoint Security', 'Windows Defender'], on: false },
    });
    expect(macsOf(own)).toEqual(['00:e0:4c:68:00:01']);
  });

  it('leaves absent what the account may not read, and never says there is no TPM then', () => {
    expect(readWindows(capture('windows-restricted'))).toMatchObject({
      ...{ version: '1909', tpm: undefined, uefi: undefined, secureBoot: undefined },
      ...{ screen: undefined, antivirus: undefined, systemDisk: undefined },
    });
  });

  it.each([
    ['on and current', 0x61100, true],
    ['on, its list out of date', 0x61110, false],
    ['off', 0x60100, false],
    ['snoozed', 0x62100, false],
    ['expired', 0x63100, false],
  ])('takes an antivirus for %s by its state', (_, state, on) => {
    expect(defender(state)).toEqual({ names: ['Defender'], on });
  });

  it.each([
    ['nothing', ''],
    ['a complaint', 'The term ConvertTo-Json is not recognized'],
    ['half a line', '{"edition":"Core","build":'],
    ['a list', '[1,2]'],
  ])('is nothing where PowerShell said %s', (_, said) => {
    expect(readWindows(said)).toEqual({ systemVolume: 'C:', browsers: [] });
  });

  it('stands but for the one part that is not as expected', () => {
    const said = { edition: 7, build: '22631', revision: -1, adapters: [null, { mac: 5 }, 'x'] };
    const own = readWindows(`warning: something\r\n${JSON.stringify(said)}\r\n`);
    expect(own).toMatchObject({ edition: undefined, build: '22631', adapters: [] });
    expect(defender('on')).toEqual({ names: [], on: false });
  });

  it.each([
    ['Trusted Platform Module 1.2', '1.2'],
    ['Bộ bảo mật khác', undefined],
  ])('tells the TPM of a device called %s', (name, tpm) => {
    const answer = { processors: 4, securityDevices: [{ id: String.raw`ACPI\IFX0102\1`, name }] };
    expect(readWindows(JSON.stringify(answer)).tpm).toBe(tpm);
  });
});

describe('the question to Windows', () => {
  it('asks for no user, no file of theirs and no history', () => {
    expect(WINDOWS_QUESTION).not.toMatch(
      /UserName|UserProfile|LocalUser|HKCU|HKEY_USERS|History|AppData|Documents/i,
    );
  });

  it('only reads', () => {
    expect(WINDOWS_QUESTION).not.toMatch(/\b(Set|Remove|Start|Stop|Invoke|Out|Add|New-Item)-/);
  });
});
