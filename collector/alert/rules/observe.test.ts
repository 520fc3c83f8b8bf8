import { describe, expect, it } from 'vitest';
import { minutes } from '../../../kit/units.ts';
import { latestRow, ROW_NOW as NOW, type RowSeen } from '../../../test/latest-row.ts';
import { shippedRules } from '../../../test/shipped-rules.ts';
import type { Fields } from '../rule.ts';
import { observeFacts } from './observe.ts';
import { ruleSet } from './rule-set.ts';

const set = ruleSet(await shippedRules());
const observed = (...seen: readonly RowSeen[]) => observeFacts(set, seen.map(latestRow), NOW);
const signals = (...seen: readonly RowSeen[]) =>
  observed(...seen).map(
    ({ rule, bad, live }) => `${rule} ${bad ? 'bad' : 'good'}${live ? '' : ' replayed'}`,
  );
const camera = (fields: Fields, more: Partial<RowSeen> = {}): RowSeen => ({
  ...{ measurement: 'camera', device: 'c1', fields },
  ...more,
});
const ping = (target: string, up: boolean, more: Partial<RowSeen> = {}): RowSeen => ({
  ...{ measurement: 'uplink_ping', device: 'line', fields: { up }, tags: { target } },
  ...more,
});
const listed = (device: string, kind: string, fields: Fields = {}): RowSeen => ({
  ...{ measurement: 'device', device, fields, tags: { kind } },
});
const host = (device: string, up: boolean): RowSeen => ({
  ...{ measurement: 'machine', device, fields: { up } },
});

describe('what the latest facts say', () => {
  it('names the school and the device', () => {
    expect(observed(camera({ up: false }))[0]).toMatchObject({ school: 's', device: 'c1' });
  });

  it('calls the line down only when no far end answers', () => {
    expect(signals(ping('a', false), ping('b', true))).toEqual(['line_down good']);
    expect(signals(ping('a', false), ping('b', false))).toEqual(['line_down bad']);
  });

  it('leaves out a far end that is measured no more', () => {
    const gone = ping('old', true, { ago: minutes(60), receivedAgo: minutes(60) });
    expect(signals(ping('a', false), gone)).toEqual(['line_down bad']);
  });

  it('counts an observation of the line as new only when every far end was measured again', () => {
    const [signal] = observed(ping('a', false, { ago: 9_000 }), ping('b', false, { ago: 1_000 }));
    expect(signal?.at).toBe(NOW - 9_000);
  });

  it('lets a series that tells nothing of it neither speak nor stand in the way', () => {
    const reporter = { measurement: 'machine', device: 'pc', tags: { told_by: 'reporter' } };
    expect(signals(host('pc', true), { ...reporter, fields: { cores: 4 } })).toEqual([
      'machine_silent good',
    ]);
  });

  it('takes a switch, a router and a lab machine that stop answering for what they are', () => {
    const kinds = ['switch', 'gateway', 'machine', 'printer'] as const;
    const bad = (kind: string) => signals(listed('d', kind), host('d', false));
    expect(kinds.map(bad)).toEqual([
      ['switch_down bad'],
      ['router_down bad'],
      ['machine_silent bad'],
      [],
    ]);
  });

  it('takes the newest kind of a device that was configured anew', () => {
    const old = { ...listed('d', 'machine'), ago: minutes(60) };
    expect(signals(old, listed('d', 'switch'), host('d', false))).toEqual(['switch_down bad']);
    expect(signals(listed('d', 'switch'), old, host('d', false))).toEqual(['switch_down bad']);
  });

  it('judges each named system, and each room, by itself', () => {
    const check = (service: string, up: boolean): RowSeen => ({
      ...{ measurement: 'service_check', device: 'line', tags: { service } },
      fields: { up, name: `Cổng ${service}` },
    });
    const told = observed(check('a', true), check('b', false));
    expect(told.map(({ device, bad }) => [device, bad])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(told[1]?.evidence).toMatchObject({ 'service_check.name': 'Cổng b' });
    const room = (id: string, usable: number): RowSeen => ({
      ...{ measurement: 'lab', tags: { room: id }, fields: { machines: 20, usable } },
    });
    expect(observed(room('r1', 18), room('r2', 2)).map(({ device, bad }) => [device, bad])).toEqual(
      [
        ['r1', false],
        ['r2', true],
      ],
    );
  });

  it('knows a replayed fact by its age when it came in, by the cadence of its device', () => {
    const late = camera({ up: false }, { ago: minutes(10) });
    expect(signals(late)).toEqual(['camera_offline bad replayed']);
    expect(signals(late, listed('c1', 'camera', { cadence_s: 300 }))).toEqual([
      'camera_offline bad',
    ]);
  });

  it('takes a fact for history that waited in the store while the collector was down', () => {
    const stored = camera({ up: false }, { ago: minutes(300), receivedAgo: minutes(300) });
    expect(signals(stored)).toEqual(['camera_offline bad replayed']);
  });

  it('takes the whole for history while one of its series is', () => {
    const late = ping('b', false, { ago: 30_000, receivedAgo: minutes(-5) });
    expect(signals(ping('a', false), late)).toEqual(['line_down bad replayed']);
  });

  it('lets no wrong clock of the agent silence its alarms', () => {
    const behind = camera({ up: false }, { ago: minutes(90) });
    const agent: RowSeen = {
      ...{ measurement: 'agent', device: 'a', fields: { clock_offset_s: -90 * 60 } },
    };
    expect(signals(behind, agent)).toContain('camera_offline bad');
  });

  it('keeps whole milliseconds whatever the clock offset', () => {
    const agent: RowSeen = {
      ...{ measurement: 'agent', device: 'a', fields: { clock_offset_s: 0.0123456 } },
    };
    const told = observed(camera({ up: false }), agent).find(({ rule }) => rule.startsWith('cam'));
    expect(Number.isInteger(told?.happenedAt)).toBe(true);
  });
});

describe('the evidence of a signal', () => {
  it('is what its rule names, long words cut; nothing where all is well', () => {
    const fields = { up: false, state: 'unreachable', error: 'x'.repeat(999), serial: '42' };
    expect(observed(camera(fields))[0]?.evidence).toEqual({
      'camera.up': false,
      'camera.state': 'unreachable',
      'camera.error': 'x'.repeat(300),
    });
    expect(observed(camera({ up: true, state: 'live' }))[0]?.evidence).toEqual({});
  });

  it('holds what else it was judged by', () => {
    const told = observed(
      { measurement: 'uplink_bandwidth', device: 'line', fields: { down_bps: 1e8 } },
      { measurement: 'declaration', tags: { name: 'contract_down_bps' }, fields: { number: 3e8 } },
    );
    expect(told.map(({ rule, evidence }) => [rule, evidence])).toEqual([
      [
        'line_degraded',
        {
          'uplink_bandwidth.down_bps': 1e8,
          'declaration.contract_down_bps': 3e8,
          'declaration.contract_up_bps': 0,
        },
      ],
    ]);
  });

  it('holds for a line that is down what its agent found out, while that goes on', () => {
    const outage = (fields: Fields, subject = 'line'): RowSeen => ({
      ...{ measurement: 'uplink_outage', device: 'line', fields, tags: { subject } },
    });
    const evidence = (told: RowSeen) => observed(ping('a', false), told)[0]?.evidence;
    const found = { 'uplink_ping.up': false, 'uplink_outage.kind': 'router' };
    expect(evidence(outage({ kind: 'router', open: true }))).toEqual(found);
    expect(evidence(outage({ kind: 'router', open: false }))).toEqual({ 'uplink_ping.up': false });
    expect(evidence(outage({ kind: 'dns', open: true }, 'dns'))).toEqual({
      'uplink_ping.up': false,
    });
  });
});
