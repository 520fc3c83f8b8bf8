import { describe, expect, it } from 'vitest';
import { latestRow, ROW_NOW, type RowSeen } from '../../../test/latest-row.ts';
import { shippedRules } from '../../../test/shipped-rules.ts';
import type { Verdict } from './judge-rule.ts';
import { observeFacts } from './observe.ts';
import { ruleSet } from './rule-set.ts';

const rules = await shippedRules();
const set = ruleSet(rules);

const fact = (measurement: string, fields: RowSeen['fields'], tags = {}): RowSeen => ({
  ...{ measurement, device: 'd', fields, tags },
});
const kind = (name: string): RowSeen => fact('device', {}, { kind: name });
const contract = (name: string, number: number): RowSeen => ({
  ...{ measurement: 'declaration', tags: { name }, fields: { number } },
});
const ping = fact('uplink_ping', { up: true, latency_min_s: 0.01 }, { target: 'a' });
const counted = (usable: boolean) => fact('machine', { usable, room: 'r1' }, { told_by: 'count' });
const bandwidth = (fields: RowSeen['fields']) => [
  fact('uplink_bandwidth', fields),
  contract('contract_down_bps', 100),
  contract('contract_up_bps', 100),
];
const bloat = (fields: RowSeen['fields']) => [fact('uplink_bandwidth', fields), ping];
const system = (measurement: string, os_version: string): RowSeen[] => [
  fact(measurement, { os_name: 'Microsoft Windows 10 Pro', os_version }),
];
const DISK = 0.9;

/** Limits: under, on and over; what is missing decides nothing. */
const CASES: Readonly<Record<string, readonly (readonly [readonly RowSeen[], Verdict])[]>> = {
  line_down: [
    [[fact('uplink_ping', { up: false })], 'bad'],
    [[fact('uplink_ping', { up: true })], 'good'],
    [[fact('uplink_ping', { loss_ratio: 1 })], undefined],
    [[kind('server'), fact('uplink_ping', { up: false })], undefined],
  ],
  line_degraded: [
    [bandwidth({ down_bps: 79, up_bps: 100 }), 'bad'],
    [bandwidth({ down_bps: 100, up_bps: 79 }), 'bad'],
    [bandwidth({ down_bps: 79 }), 'bad'],
    [bandwidth({ down_bps: 80, up_bps: 80 }), undefined],
    [bandwidth({ down_bps: 84, up_bps: 100 }), undefined],
    [bandwidth({ down_bps: 85, up_bps: 85 }), 'good'],
    [bandwidth({ up_bps: 100 }), undefined],
    [bandwidth({ down_floor_bps: 10, up_floor_bps: 10 }), undefined],
    [[fact('uplink_bandwidth', { down_bps: 1, up_bps: 1 })], 'good'],
    [[fact('uplink_bandwidth', { up_bps: 1 }), contract('contract_up_bps', 100)], 'bad'],
    [[fact('uplink_bandwidth', { up_bps: 90 }), contract('contract_up_bps', 100)], 'good'],
  ],
  line_bufferbloat: [
    [bloat({ loaded_down_s: 0.22, loaded_up_s: 0.01 }), 'bad'],
    [bloat({ loaded_up_s: 0.22 }), 'bad'],
    [bloat({ loaded_up_s: 0.2 }), undefined],
    [bloat({ loaded_down_s: 0.1, loaded_up_s: 0.1 }), 'good'],
    [bloat({ down_bps: 1 }), undefined],
    [[fact('uplink_bandwidth', { loaded_down_s: 3 })], undefined],
  ],
  portal_down: [
    [[fact('service_check', { up: false }, { service: 'x' })], 'bad'],
    [[fact('service_check', { up: true }, { service: 'x' })], 'good'],
  ],
  certificate_invalid: [
    [[fact('service_check', { certificate_valid: false }, { service: 'x' })], 'bad'],
    [[fact('service_check', { certificate_valid: true }, { service: 'x' })], 'good'],
    [[fact('service_check', { up: false }, { service: 'x' })], undefined],
  ],
  certificate_ending: [
    [[fact('service_check', { certificate_days: 13.9 }, { service: 'x' })], 'bad'],
    [[fact('service_check', { certificate_days: 14 }, { service: 'x' })], undefined],
    [[fact('service_check', { certificate_days: 20.9 }, { service: 'x' })], undefined],
    [[fact('service_check', { certificate_days: 21 }, { service: 'x' })], 'good'],
  ],
  router_down: [
    [[kind('gateway'), fact('machine', { up: false })], 'bad'],
    [[kind('gateway'), fact('machine', { up: true })], 'good'],
    [[fact('machine', { up: false })], undefined],
  ],
  switch_down: [
    [[kind('switch'), fact('machine', { up: false })], 'bad'],
    [[kind('switch'), fact('machine', { up: true })], 'good'],
    [[kind('machine'), fact('machine', { up: false })], undefined],
  ],
  recorder_offline: [
    [[fact('recorder', { up: false })], 'bad'],
    [[fact('recorder', { up: true })], 'good'],
  ],
  ups_on_battery: [
    [[fact('ups', { source: 'battery' })], 'bad'],
    [[fact('ups', { source: 'mains' })], 'good'],
    [[fact('ups', { source: 'bypass' })], undefined],
    [[fact('ups', { up: false })], undefined],
  ],
  lab_dead: [
    [[fact('lab', { machines: 20, usable: 4 }, { room: 'r' })], 'bad'],
    [[fact('lab', { machines: 20, usable: 5 }, { room: 'r' })], undefined],
    [[fact('lab', { machines: 20, usable: 10 }, { room: 'r' })], 'good'],
    [[fact('lab', { machines: 2, usable: 0 }, { room: 'r' })], undefined],
  ],
  machine_dead: [
    [[counted(false)], 'bad'],
    [[counted(true)], 'good'],
    [[fact('machine', { up: false })], undefined],
    [[kind('server'), counted(false)], undefined],
  ],
  machine_silent: [
    [[fact('machine', { up: false })], 'bad'],
    [[fact('machine', { up: true })], 'good'],
    [[fact('machine', { up: false }), counted(true)], 'good'],
    [[counted(false)], undefined],
    [[kind('printer'), fact('machine', { up: false })], undefined],
  ],
  machine_os_unsupported: [
    [system('machine', '10.0.19045'), 'bad'],
    [system('machine', '10.0.26200'), 'good'],
    [system('machine', '3.1'), undefined],
    [[fact('machine', { up: true })], undefined],
  ],
  server_os_unsupported: [
    [system('server', '10.0.19045'), 'bad'],
    [system('server', '10.0.26200'), 'good'],
    [[fact('server', { os_name: 'Debian GNU/Linux', os_version: '13' })], undefined],
  ],
  server_disk_filling: [
    [[fact('server', { disk_used_ratio: DISK })], 'bad'],
    [[fact('server', { disk_used_ratio: 0.85 })], undefined],
    [[fact('server', { disk_used_ratio: 0.849 })], 'good'],
  ],
  spool_filling: [
    [[fact('agent', { spool_bytes: 70e6 })], 'bad'],
    [[fact('agent', { spool_bytes: 60e6 })], undefined],
    [[fact('agent', { spool_bytes: 49e6 })], 'good'],
  ],
  agent_clock_off: [
    [[fact('agent', { clock_offset_s: 60.1 })], 'bad'],
    [[fact('agent', { clock_offset_s: -60.1 })], 'bad'],
    [[fact('agent', { clock_offset_s: 60 })], undefined],
    [[fact('agent', { clock_offset_s: -45 })], 'good'],
  ],
  recorder_channel_stopped: [
    [[fact('recorder', { up: true, channels_stopped: 1 })], 'bad'],
    [[fact('recorder', { up: true, channels_stopped: 0 })], 'good'],
    [[fact('recorder', { up: true })], undefined],
  ],
  recorder_keeps_too_little: [
    [[fact('recorder', { days_kept: 14.9 })], 'bad'],
    [[fact('recorder', { days_kept: 15 })], undefined],
    [[fact('recorder', { days_kept: 16 })], 'good'],
  ],
  recorder_clock_off: [
    [[fact('recorder', { clock_offset_s: -61 })], 'bad'],
    [[fact('recorder', { clock_offset_s: 50 })], undefined],
    [[fact('recorder', { clock_offset_s: 45 })], 'good'],
  ],
  camera_offline: [
    [[fact('camera', { up: false, state: 'unreachable' })], 'bad'],
    [[fact('camera', { up: false })], 'bad'],
    [[fact('camera', { up: true, state: 'frozen' })], 'good'],
    [[fact('camera', { up: true })], 'good'],
    [[fact('camera', { clock_offset_s: 1 })], undefined],
  ],
  camera_frozen: [
    [[fact('camera', { up: true, state: 'frozen' })], 'bad'],
    [[fact('camera', { up: true, state: 'no_video' })], 'bad'],
    [[fact('camera', { up: true, state: 'live' })], 'good'],
    [[fact('camera', { up: true, state: 'unauthorized' })], undefined],
    [[fact('camera', { up: false, state: 'unreachable' })], undefined],
  ],
  camera_unauthorized: [
    [[fact('camera', { up: true, state: 'unauthorized' })], 'bad'],
    [[fact('camera', { up: true, state: 'frozen' })], 'good'],
    [[fact('camera', { up: false, state: 'unreachable' })], undefined],
  ],
  camera_clock_off: [
    [[fact('camera', { clock_offset_s: 61 })], 'bad'],
    [[fact('camera', { clock_offset_s: -46 })], undefined],
    [[fact('camera', { clock_offset_s: 0 })], 'good'],
  ],
};

const judged = rules.filter(({ reads }) => reads !== 'receipts' && reads !== 'collector');
const verdictOf = (id: string, rows: readonly RowSeen[]): Verdict => {
  const signal = observeFacts(set, rows.map(latestRow), ROW_NOW).find(({ rule }) => rule === id);
  if (signal === undefined) return undefined;
  return signal.bad ? 'bad' : 'good';
};

describe('each shipped rule', () => {
  it.each(judged.map(({ id }) => id))('%s is bad, good and undecided where it should be', (id) => {
    const cases = CASES[id] ?? [];
    expect(cases.map(([rows]) => verdictOf(id, rows))).toEqual(cases.map(([, told]) => told));
    expect(new Set(cases.map(([, told]) => told))).toEqual(
      new Set(
        id === 'recorder_offline' || id === 'portal_down'
          ? ['bad', 'good']
          : ['bad', 'good', undefined],
      ),
    );
  });

  it('stands after its parents, and what cuts others off before what may hang behind it', () => {
    const place = new Map(rules.map(({ id }, at) => [id, at]));
    const order = rules.flatMap(({ id, parents }) =>
      parents.map((parent) => (place.get(parent) ?? Infinity) < (place.get(id) ?? 0)),
    );
    expect(order).not.toContain(false);
    const ofCuts = rules.filter(({ cuts }) => cuts).map(({ id }) => id);
    expect(ofCuts).toEqual(['router_down', 'switch_down', 'recorder_offline']);
    const hanging = rules.findIndex(({ hangs, cuts }) => hangs && !cuts);
    expect(place.get('recorder_offline')).toBeLessThan(hanging);
  });

  it('holds no figure but by its name, so that a place can put in its own', () => {
    const figures = rules.flatMap(({ id, written: { condition, release = '' } }) =>
      [...`${condition} ${release}`.matchAll(/(?<![\w.])\d[\d.]*/g)]
        .map(([figure]) => `${id} ${figure}`)
        .filter((one) => !one.endsWith(' 0')),
    );
    expect(figures).toEqual([]);
  });

  it('has a word for several where it may be of several', () => {
    const without = rules.filter(({ gather, words }) => gather && words.nouns === undefined);
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  it('can be read by its name, and one of another version by its id', () => {
    expect(set.titleOf('line_down').vi).toBe('Mất đường truyền');
    expect(set.titleOf('line_up')).toEqual({ vi: 'line_up', en: 'line_up' });
  });
});

it('the measurements that must be at hand are those the rules read, and those that date and place them', () => {
  expect(set.watched).toEqual([
    ...['agent', 'camera', 'declaration', 'device', 'lab', 'machine', 'recorder', 'server'],
    ...['service_check', 'uplink_bandwidth', 'uplink_outage', 'uplink_ping', 'ups'],
  ]);
});
