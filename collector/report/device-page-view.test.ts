import { beforeEach, describe, expect, it } from 'vitest';
import { days, type EpochMs } from '../../kit/units.ts';
import { ago, batchOf, NOW, openFactStore } from '../../test/fact-store.ts';
import { assessed, sampleFinding } from '../../test/sample-finding.ts';
import { sampleIncidents } from '../../test/web-sample.ts';
import type { Fact } from '../../wire/fact.ts';
import { ownFields } from './device-facts.ts';
import { devicePageView } from './device-page-view.ts';
import type { ViewSources } from './view-sources.ts';

const school = { id: 'thpt-a', name: 'Trường THPT A', simulated: false, unit: undefined };
const fact = (
  measurement: string,
  tags: Fact['tags'],
  fields: Fact['fields'],
  at: EpochMs = NOW,
): Fact => ({ measurement, tags, fields, at });
const device = (id: string, kind: string) => fact('device', { device: id, kind }, { name: id });
const camera = (up: boolean, at?: EpochMs) => fact('camera', { device: 'cam-02' }, { up }, at);
const stream = (name: string, live: boolean, at?: EpochMs) =>
  fact('camera_stream', { device: 'cam-02', stream: name }, { live }, at);

const own = sampleFinding({ device: 'cam-02', criterion: 'CAM-03' });
const devices = { pass: 1, fail: 0, unknown: 0, not_applicable: 0 };
const declared = sampleFinding({ criterion: 'SEC-06' });
const findings = [
  own,
  sampleFinding({ device: 'cam-03', criterion: 'CAM-03' }),
  sampleFinding({ criterion: 'CAM-03', devices }),
  declared,
];

let put: (...facts: readonly Fact[]) => void;
let viewOf: (device: string) => ReturnType<typeof devicePageView>;
beforeEach(() => {
  const { database, store, writer } = openFactStore();
  const sources: ViewSources = {
    units: { schools: () => [school], school: (id) => (id === school.id ? school : undefined) },
    facts: store,
    lines: store,
    clock: { now: () => NOW },
    assessment: assessed(findings),
    incidents: {
      incidents: () => sampleIncidents,
      incident: () => undefined,
      rules: () => [],
      openCount: () => 0,
      openCounts: () => new Map(),
    },
    lostTimes: { ofSchool: () => [] },
    mails: { mails: () => [], counts: () => new Map() },
  };
  put = (...facts) => {
    writer.admit(batchOf(facts));
  };
  viewOf = (id) =>
    devicePageView(sources, { school: school.id, device: id, sight: undefined, now: NOW });
  put(device('cam-02', 'camera'), device('cam-03', 'camera'), device('line', 'uplink'));
  return () => database.close();
});

describe('the page of one device', () => {
  it('has what was found of this device and what was declared, and nothing of another’s', () => {
    expect(viewOf('cam-02')?.findings).toEqual([own]);
    expect(viewOf('cam-02')?.declared).toEqual([declared]);
  });

  it('has the incidents of this device only', () => {
    expect(viewOf('cam-02')?.incidents.map(({ id }) => id)).toEqual(['i-2']);
    expect(viewOf('cam-03')?.incidents.map(({ id }) => id)).toEqual(['i-1']);
  });

  it('is there for a camera and not for a line', () => {
    expect(viewOf('cam-02')?.device.kind).toBe('camera');
    expect(viewOf('line')).toBeUndefined();
    expect(viewOf('cam-99')).toBeUndefined();
  });
});

describe('the way to a device', () => {
  it('is told by name, nearest first, with where each step is known from', () => {
    put(
      fact('device', { device: 'cam-02', kind: 'camera' }, { name: 'Cổng', behind: 'nvr' }),
      fact('device', { device: 'nvr', kind: 'recorder' }, { name: 'Đầu ghi', behind: 'sw' }),
      fact('device', { device: 'sw', kind: 'switch' }, { name: 'Switch 1' }),
      fact('device', { device: 'router', kind: 'gateway' }, { name: 'Bộ định tuyến' }),
      fact('machine', { device: 'router' }, { name: 'gw' }),
      fact('interface', { device: 'sw', interface: '24' }, { up: true, neighbour: 'gw' }),
    );
    expect(viewOf('cam-02')?.path).toEqual([
      { name: 'Đầu ghi', source: 'config' },
      { name: 'Switch 1', source: 'config' },
      { name: 'Bộ định tuyến', source: 'lldp' },
    ]);
  });

  it('is empty where nothing is known of it', () => {
    expect(viewOf('cam-02')?.path).toEqual([]);
  });
});

describe('the last days of a camera', () => {
  const shares = () => viewOf('cam-02')?.days.map(({ good }) => good);

  it('are fourteen, today last, unknown where nothing was measured', () => {
    put(camera(true), camera(false, ago(days(1))));
    expect(viewOf('cam-02')?.days[0]?.day).toBe('2026-11-10');
    expect(shares()).toEqual([...Array.from({ length: 12 }, () => undefined), 0, 1]);
  });

  it('are as bad as the worse of answering and a moving main picture', () => {
    const [today, yesterday] = [NOW, ago(days(1))];
    put(camera(true, today), stream('main', false, today), stream('sub', true, today));
    put(camera(false, yesterday), stream('main', true, yesterday));
    expect(shares()?.slice(-2)).toEqual([0, 0]);
  });

  it('are none where the camera was never measured', () => {
    expect(shares()).toEqual([]);
  });
});

describe('the page of a machine', () => {
  const machine = (fields: Fact['fields'], told?: string, at?: EpochMs) =>
    fact('machine', { device: 'pc', ...(told !== undefined && { told_by: told }) }, fields, at);

  it('keeps what each teller told, the newest word of each field', () => {
    put(device('pc', 'machine'));
    put(machine({ os_name: 'Windows 11', cores: 8 }, 'reporter', ago(days(1))));
    put(machine({ usable: true, room: 'tin-1' }, 'count', ago(2)));
    put(machine({ up: true, cores: 4 }, 'snmp', ago(1)));
    const seen = viewOf('pc')?.device;
    expect(seen).toMatchObject({ up: true });
    expect(seen && ownFields(seen)).toEqual({
      os_name: 'Windows 11',
      cores: 4,
      usable: true,
      room: 'tin-1',
      up: true,
    });
  });

  it('calls its lab and the switch before it by their names', () => {
    put(
      device('pc', 'machine'),
      fact('device', { device: 'sw', kind: 'gateway' }, { name: 'Switch 1' }),
    );
    put(machine({ room: 'tin-1' }, 'count'), machine({ switch: 'sw' }, 'snmp'));
    put(fact('lab', { room: 'tin-1' }, { name: 'Phòng Tin học 1' }));
    expect(viewOf('pc')).toMatchObject({ behind: 'Switch 1', device: { room: 'Phòng Tin học 1' } });
  });

  it('has as a day’s share how often it counted as usable, not how often it was switched on', () => {
    put(device('pc', 'machine'));
    put(machine({ up: false }, 'snmp'), machine({ usable: true }, 'count', ago(10)));
    put(machine({ usable: false }, 'count', ago(5)));
    expect(viewOf('pc')?.days.at(-1)?.good).toBe(0.5);
  });
});
