import { describe, expect, it } from 'vitest';
import { days, type EpochMs, epochMs, hours } from '../../kit/units.ts';
import { sampleFinding } from '../../test/sample-finding.ts';
import { labsOf } from './labs-view.ts';
import type { DeviceView } from './views.ts';

const NOW = epochMs(Date.parse('2026-11-23T01:00:00Z'));
type Fields = DeviceView['facts'][number]['fields'];

const machine = (id: string, room: string | undefined, ...told: readonly Fields[]): DeviceView => ({
  id,
  kind: 'machine',
  name: `Máy ${id}`,
  simulated: false,
  room,
  zone: undefined,
  address: undefined,
  up: true,
  state: undefined,
  at: NOW,
  facts: told.map((fields) => ({ measurement: 'machine', tags: {}, fields, at: NOW })),
});
const lab = (room: string, fields: Fields, at: EpochMs = NOW) => ({
  ...{ school: 's', measurement: 'lab', series: room, device: '', tags: { room } },
  ...{ fields, at, receivedAt: at },
});
const judged = (criterion: string, device: string, verdict: 'pass' | 'fail' | 'unknown') =>
  sampleFinding({ criterion, device, verdict });

describe('the labs of a school', () => {
  it('are those that are counted, rooms only machines name, and machines of no room last', () => {
    const labs = labsOf({
      devices: [machine('3', undefined), machine('2', 'Kho'), machine('1', 'tin-1')],
      findings: [],
      latest: [lab('tin-1', { name: 'Phòng Tin học 1', seats: 25, usable: 1 })],
    });
    const seen = labs.map(({ room, name, machines }) => [room, name, machines[0]?.id]);
    expect(seen).toEqual([
      ['Kho', 'Kho', '2'],
      ['tin-1', 'Phòng Tin học 1', '1'],
      [undefined, undefined, '3'],
    ]);
  });

  it('know a machine by the id of its lab, by the lab’s name, and by what it tells before what is configured', () => {
    const [only, ...others] = labsOf({
      devices: [
        machine('1', 'Phòng Tin học 1'),
        machine('2', 'tin-1'),
        machine('3', 'Kho', { room: 'tin-1' }),
      ],
      findings: [],
      latest: [lab('tin-1', { name: 'Phòng Tin học 1' })],
    });
    expect(only?.machines.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(others).toEqual([]);
  });

  it('are forgotten when told of no more while others are', () => {
    const rooms = (age: number) =>
      labsOf({
        devices: [],
        findings: [],
        latest: [lab('new', {}), lab('old', {}, epochMs(NOW - age))],
      }).map(({ room }) => room);
    expect(rooms(days(2))).toEqual(['new', 'old']);
    expect(rooms(days(2) + 1)).toEqual(['new']);
  });

  it('call a machine usable as LAB-03 does, and as it is counted where LAB-03 is off', () => {
    const [room] = labsOf({
      devices: ['1', '2', '3'].map((id) => machine(id, 'r', { usable: true })),
      findings: [judged('LAB-03', '1', 'fail'), judged('LAB-03', '2', 'unknown')],
      latest: [],
    });
    expect(room?.machines.map(({ usable }) => usable)).toEqual([false, undefined, true]);
    expect(room?.usable).toBe(1);
  });

  it('say when a machine was seen working by who counts it before its own last answer', () => {
    const seenAt = epochMs(NOW - hours(30));
    const [room] = labsOf({
      devices: [machine('1', 'r', { seen_at_s: seenAt / 1_000 }), machine('2', 'r')],
      findings: [],
      latest: [],
    });
    expect(room?.machines.map(({ seenAt: at }) => at)).toEqual([seenAt, NOW]);
  });

  it('gather systems by what is said of them, those past their end first', () => {
    const says = (word: string) => ({ vi: word, en: word });
    const of = (device: string, word: string, verdict: 'pass' | 'fail') => ({
      ...judged('LAB-05', device, verdict),
      says: says(word),
    });
    const [room] = labsOf({
      devices: [
        ...['1', '2', '3', '4'].map((id) => machine(id, 'r')),
        machine('5', 'r', { os_name: 'Debian 13' }),
      ],
      findings: [
        of('1', '11', 'pass'),
        of('2', '11', 'pass'),
        of('3', '10', 'fail'),
        of('4', '11', 'pass'),
      ],
      latest: [],
    });
    expect(room?.systems.map(({ says: { vi }, machines }) => [vi, machines])).toEqual([
      ['10', 1],
      ['Debian 13', 1],
      ['11', 3],
    ]);
  });
});
