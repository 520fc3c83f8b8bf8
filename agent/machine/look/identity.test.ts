import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MachineIdentity } from '../../../wire/machine-report.ts';
import { identityOf, macOf, serialOf } from './identity.ts';
import type { OwnSeen, Seen } from './seen.ts';

const own: OwnSeen = { systemVolume: '/', browsers: [] };
const seenWith = (parts: Partial<Seen>): Seen => ({
  ...{ os: {}, maker: {}, cpu: {}, memory: {}, disks: [], volumes: [], ports: [] },
  ...parts,
});
const uuidOf = (uuid: string) => identityOf(seenWith({ maker: { uuid } }), own).uuid;

describe('the identity of a machine', () => {
  it('is what its firmware, its adapters and its fixed disks say', () => {
    const seen = seenWith({
      maker: { uuid: '4C4C4544-0042-3510-8052-B4C04F503432', boardSerial: '/7B52P32/CN7016/' },
      disks: [
        { bytes: 1, serial: 'S4EVNX0M', bus: 'NVMe', type: 'SSD', removable: false },
        { bytes: 1, serial: 'STICK-1', bus: 'USB', type: 'SSD', removable: false },
        { bytes: 1, serial: 'CARD-1', bus: 'SD', type: '', removable: false },
        { bytes: 1, serial: 'CADDY-1', bus: 'SATA', type: 'SSD', removable: true },
      ],
    });
    const adapters = [
      { mac: '3C-52-82-11-22-33', pluggable: false },
      { mac: '00:E0:4C:68:00:01', pluggable: true },
    ];
    expect(identityOf(seen, { ...own, adapters })).toEqual({
      uuid: '4c4c4544-0042-3510-8052-b4c04f503432',
      board_serial: '/7B52P32/CN7016/',
      macs: ['3c:52:82:11:22:33'],
      disk_serials: ['S4EVNX0M'],
    });
  });

  it.each([
    ...['To Be Filled By O.E.M.', 'Default string', 'System Serial Number', 'None', '-', 'N/A'],
    ...['00000000', 'xxxxxxxx', '0123456789', 'Not Specified', '', ' ', 'INVALID'],
  ])('takes the filler “%s” for no serial', (text) => {
    expect(serialOf(text)).toBeUndefined();
  });

  it.each([
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '03000200-0400-0500-0006-000700080009',
    'not a uuid',
  ])('takes %s, which other machines say too, for no uuid', (uuid) => {
    expect(uuidOf(uuid)).toBeUndefined();
  });

  it.each([
    ['of a maker', '3C-52-82-11-22-33', '3c:52:82:11:22:33'],
    ['without marks', '3C5282112233', '3c:52:82:11:22:33'],
    ['made up for the day', 'a6:6b:49:01:02:03', undefined],
    ['of a container', '02:42:ac:11:00:02', undefined],
    ['of a group', '01:00:5e:00:00:01', undefined],
    ['of nothing', '00:00:00:00:00:00', undefined],
    ['cut short', '3c:52:82', undefined],
  ])('reads an address %s', (_, text, mac) => {
    expect(macOf(text)).toBe(mac);
  });

  it('goes by what the library takes for real where the system does not tell', () => {
    const port = { up: true, internal: false, hasDefaultRoute: false, virtual: false };
    const ports = [
      { ...port, mac: '3c:52:82:11:22:33' },
      { ...port, mac: '00:15:5d:00:00:01', virtual: true },
      { ...port, mac: '00:11:22:33:44:55', internal: true },
    ];
    expect(identityOf(seenWith({ ports }), own).macs).toEqual(['3c:52:82:11:22:33']);
  });

  it('is within the contract, whatever firmware says', () => {
    const word = fc.string({ unit: 'binary', maxLength: 200, size: 'max' });
    const disk = fc.record({
      bytes: fc.integer({ min: 1 }),
      serial: word,
      removable: fc.boolean(),
    });
    const adapter = fc.record({ mac: word, pluggable: fc.boolean() });
    fc.assert(
      fc.property(
        word,
        word,
        fc.array(disk, { maxLength: 30 }),
        fc.array(adapter, { maxLength: 30 }),
        (uuid, boardSerial, disks, adapters) => {
          const seen = seenWith({ maker: { uuid, boardSerial }, disks });
          MachineIdentity.parse(identityOf(seen, { ...own, adapters }));
        },
      ),
    );
  });
});
