import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs, hours } from '../../kit/units.ts';
import type { MachineIdentity } from '../../wire/machine-report.ts';
import { identityOf, likeness, signsOf } from './identity.ts';
import {
  admit,
  keepConfigured,
  look,
  MACHINES_AT_MOST,
  namesIn,
  type Register,
  type Sighting,
  standingIn,
  strike,
} from './register.ts';

const at = epochMs(Date.parse('2026-11-23T01:00:00Z'));

/** A machine of the house: every sign of it holds its number. */
const machine = (number: number, given: Partial<MachineIdentity> = {}): MachineIdentity => ({
  uuid: `4c4c4544-0042-3510-8052-${String(number).padStart(12, 'b')}`,
  board_serial: `PF2ABCD${number}`,
  macs: [`54:bf:64:00:00:${String(number).padStart(2, '0')}`],
  disk_serials: [`WD-WCC${number}`],
  ...given,
});

const seen = (identity: MachineIdentity, given: Partial<Sighting> = {}): Sighting => ({
  name: 'PC-01',
  address: '192.168.1.101',
  at,
  ...given,
  identity: identityOf(identity),
});

/** Admits one after the other; gives the register and the id of each. */
function admitAll(...sightings: readonly Sighting[]) {
  let register: Register = [];
  const ids = sightings.map((sighting) => {
    const admitted = admit(register, sighting);
    if (admitted === undefined) return undefined;
    register = admitted.register;
    return admitted.machine.id;
  });
  return { register, ids };
}

describe('a machine is the same', () => {
  const one = machine(1);
  it.each<[string, MachineIdentity, Partial<Sighting>]>([
    ['with a new address', one, { address: '192.168.1.7' }],
    ['with a new name', one, { name: 'PC-17' }],
    ['with a new disk', { ...one, disk_serials: ['S5GXNF0R'] }, {}],
    ['with a second disk', { ...one, disk_serials: ['S5GXNF0R', 'WD-WCC1'] }, {}],
    ['with a new network chip', { ...one, macs: ['54:bf:64:00:00:99'] }, {}],
    ['with another chip beside', { ...one, macs: ['54:bf:64:00:00:99', '54:bf:64:00:00:01'] }, {}],
    ['where only the network chip is told', { macs: one.macs, disk_serials: [] }, {}],
    ['where the firmware says nothing any more', { macs: one.macs, disk_serials: ['OTHER77'] }, {}],
    ['written in other letters', { ...one, uuid: one.uuid?.toUpperCase() ?? '' }, {}],
  ])('%s', (_, again, given) => {
    const { register, ids } = admitAll(seen(one), seen(again, given));
    expect(ids[1]).toBe(ids[0]);
    expect(register).toHaveLength(1);
  });

  it('and is known by what it said last', () => {
    const { register } = admitAll(
      seen(one, { room: 'phong-1' }),
      seen(one, { name: 'PC-17', address: '192.168.1.7', at: epochMs(at + hours(4)) }),
    );
    expect(register).toEqual([
      expect.objectContaining({ name: 'PC-17', address: '192.168.1.7', seenAt: at + hours(4) }),
    ]);
    expect(register[0]).not.toHaveProperty('room');
  });
});

describe('a machine is another', () => {
  const shared = { uuid: '4c4c4544-0042-3510-8052-bbbbbbbbbb77', board_serial: 'BATCH2024X' };
  it.each<[string, MachineIdentity, MachineIdentity]>([
    ['when it was cloned from an image', machine(1), machine(2)],
    [
      'with a new board and its network chip, though the disk is the old one',
      machine(1),
      machine(2, { disk_serials: machine(1).disk_serials }),
    ],
    [
      'when the board’s number is the factory’s for all',
      machine(1, { uuid: '03000200-0400-0500-0006-000700080009', board_serial: 'Default string' }),
      machine(2, { uuid: '03000200-0400-0500-0006-000700080009', board_serial: 'Default string' }),
    ],
    ['when boards share numbers nobody lists', machine(1, shared), machine(2, shared)],
    [
      'when one network adapter went from one to the other',
      machine(1),
      machine(2, { macs: machine(1).macs }),
    ],
  ])('%s', (_, one, other) => {
    const { register, ids } = admitAll(seen(one), seen(other));
    expect(new Set(ids).size).toBe(2);
    expect(register).toHaveLength(2);
  });
});

describe('the register of machines', () => {
  it('knows no machine by a report that names none', () => {
    const nothing = { uuid: '00000000-0000-0000-0000-000000000000', board_serial: 'None' };
    const given = { ...nothing, macs: ['02:42:ac:11:00:02'], disk_serials: ['WD-WCC1'] };
    expect(admit([], seen(given))).toBeUndefined();
  });

  it.each([
    ...['To be filled by O.E.M.', 'Default string', 'None', '0', 'System Serial Number', 'N/A'],
    ...['00000000', 'xxxxxxxx', '123456789', 'MB-1234567890', 'Not Specified', 'INVALID', '..'],
  ])('passes over the serial number %s', (board_serial) => {
    const identity = identityOf({ board_serial, macs: [], disk_serials: [board_serial] });
    expect(identity).toEqual({ macs: [], disks: [] });
  });

  it('gives the same ids when it was lost', () => {
    const first = admitAll(seen(machine(1)), seen(machine(2))).ids;
    const again = admitAll(seen(machine(2)), seen(machine(1))).ids;
    expect(again.toReversed()).toEqual(first);
    expect(first[0]).toMatch(/^pc-[0-9a-f]{8}$/);
  });

  it('gives two ids where two machines share their surest sign', () => {
    const shared = { uuid: machine(7).uuid ?? '' };
    const { ids } = admitAll(seen(machine(1, shared)), seen(machine(2, shared)));
    expect(new Set(ids).size).toBe(2);
  });

  it('takes the likest of several, and of equals the one seen last', () => {
    const twin = { macs: machine(1).macs, disk_serials: [] };
    const [older, newer] = [epochMs(at - hours(2)), epochMs(at - hours(1))];
    const known = (id: string, identity: MachineIdentity, seenAt = older) => ({
      ...{ id, name: id, identity: identityOf(identity), seenAt },
    });
    const likest = [
      known('pc-a', twin, newer),
      known('pc-b', machine(1)),
      known('pc-c', twin, newer),
    ];
    expect(admit(likest, seen(machine(1)))?.machine.id).toBe('pc-b');
    const equals = [known('pc-a', twin), known('pc-b', twin, newer), known('pc-c', twin)];
    expect(admit(equals, seen(machine(1)))?.machine.id).toBe('pc-b');
  });

  it('drops the one unseen for longest when there are too many', () => {
    const full: Register = Array.from({ length: MACHINES_AT_MOST }, (_, number) => ({
      ...{ id: `pc-${number}`, name: `PC ${number}`, seenAt: epochMs(at - number) },
    }));
    const admitted = admit(full, seen(machine(1)));
    expect(admitted?.register).toHaveLength(MACHINES_AT_MOST);
    expect(admitted?.dropped.map(({ id }) => id)).toEqual([`pc-${MACHINES_AT_MOST - 1}`]);
  });

  it('holds a machine that SNMP reads too once, under its configured id', () => {
    const before = look(admitAll(seen(machine(1))).register, [{ id: 'pc-01', name: 'Máy 01' }]);
    const after = admit(before, seen(machine(1), { configured: 'pc-01' }));
    expect(standingIn(after?.register ?? []).map(({ id }) => id)).toEqual(['pc-01']);
    expect(after?.register).toHaveLength(2);
    const later = after && admit(after.register, seen(machine(1), { address: '192.168.1.9' }));
    expect(later?.machine.id).toBe('pc-01');
  });

  it('keeps when SNMP last saw a machine, and that it never did', () => {
    const first = look(
      [],
      [
        { id: 'a', name: 'A', seenAt: at },
        { id: 'b', name: 'B' },
      ],
    );
    const second = look(first, [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ]);
    expect(second.map(({ seenAt }) => seenAt)).toEqual([at, undefined]);
    expect(keepConfigured(second, new Set(['b'])).map(({ id }) => id)).toEqual(['b']);
  });

  it('strikes off the one that was carried away', () => {
    const { register, ids } = admitAll(seen(machine(1)), seen(machine(2)));
    const left = strike(register, ids[0] ?? '');
    expect(standingIn(left).map(({ id }) => id)).toEqual([ids[1]]);
    const again = admit(left, seen(machine(1)));
    expect(again?.machine.id).toBe(ids[0]);
    expect(standingIn(again?.register ?? [])).toHaveLength(2);
  });

  it('tells machines of one name apart by their ids', () => {
    const { register, ids } = admitAll(seen(machine(1)), seen(machine(2), { name: 'pc-01' }));
    expect([...namesIn(register).values()]).toEqual([`PC-01 (${ids[0]})`, `pc-01 (${ids[1]})`]);
    expect([...namesIn(register.slice(0, 1)).values()]).toEqual(['PC-01']);
  });
});

/** Few values each, so that they meet. */
const identities: fc.Arbitrary<MachineIdentity> = fc.record(
  {
    uuid: fc.constantFrom(
      '4c4c4544-0042-3510-8052-b3c04f4b4e31',
      '4c4c4544-0042-3510-8052-b3c04f4b4e32',
    ),
    board_serial: fc.constantFrom('PF2ABCD1', 'PF2ABCD2', 'None'),
    macs: fc.uniqueArray(fc.constantFrom('54:bf:64:00:00:01', '54:bf:64:00:00:02'), {
      maxLength: 2,
    }),
    disk_serials: fc.uniqueArray(fc.constantFrom('WD-WCC1', 'WD-WCC2', '0'), { maxLength: 2 }),
  },
  { requiredKeys: ['macs', 'disk_serials'] },
);

describe('likeness', () => {
  it('is the same from both sides', () => {
    fc.assert(
      fc.property(identities, identities, (one, other) => {
        const [a, b] = [identityOf(one), identityOf(other)];
        expect(likeness(a, b)).toBe(likeness(b, a));
      }),
    );
  });

  it('makes every machine that says more than its disks the same as itself', () => {
    fc.assert(
      fc.property(identities, (one) => {
        const identity = identityOf(one);
        expect(likeness(identity, identity) !== undefined).toBe(signsOf(identity).length > 0);
      }),
    );
  });

  it('finds no machine again by its disks alone', () => {
    fc.assert(
      fc.property(identities, identities, (one, other) => {
        const [a, b] = [{ ...identityOf(one), macs: [] }, identityOf(other)];
        const same = (a.uuid ?? 'a') === b.uuid || (a.board ?? 'a') === b.board;
        if (!same) expect(likeness(a, b)).toBeUndefined();
      }),
    );
  });
});

describe('whatever is reported in whatever order', () => {
  const reports = fc.uniqueArray(
    fc.record({
      identity: identities,
      configured: fc.option(fc.constantFrom('pc-01', 'pc-02'), { nil: undefined }),
    }),
    { maxLength: 12, comparator: () => false },
  );

  it('every id stands once, and who reports twice in a row is one machine', () => {
    fc.assert(
      fc.property(reports, (list) => {
        let register: Register = [];
        for (const { identity, configured } of list) {
          const given = configured === undefined ? {} : { configured };
          const first = admit(register, seen(identity, given));
          if (first === undefined) continue;
          register = first.register;
          expect(admit(register, seen(identity, given))?.machine.id).toBe(first.machine.id);
        }
        expect(new Set(register.map(({ id }) => id)).size).toBe(register.length);
      }),
    );
  });
});
