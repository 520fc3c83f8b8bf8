import { describe, expect, it } from 'vitest';
import { epochMs, minutes, seconds } from '../../kit/units.ts';
import { observeFacts, observeSilence } from './observe.ts';
import type { Fields } from './rules.ts';
import { rules } from './rules.ts';
import { wording } from './wording.ts';

const NOW = epochMs(Date.parse('2026-11-23T00:42:00Z'));
interface Seen {
  readonly measurement: string;
  readonly device: string;
  readonly fields: Fields;
  readonly ago?: number;
  readonly receivedAgo?: number;
  readonly target?: string;
  readonly toldBy?: string;
}
const row = ({
  measurement,
  device,
  fields,
  ago = 1_000,
  receivedAgo = 500,
  target = '',
  toldBy = '',
}: Seen) => ({
  school: 's',
  measurement,
  series: `${measurement},device=${device},target=${target},told_by=${toldBy}`,
  device,
  tags: { device, target, told_by: toldBy },
  fields,
  at: epochMs(NOW - ago),
  receivedAt: epochMs(NOW - receivedAgo),
});
const signals = (...seen: readonly Seen[]) =>
  observeFacts(rules, seen.map(row), NOW).map(
    ({ rule, bad, live }) => `${rule} ${bad ? 'bad' : 'good'}${live ? '' : ' replayed'}`,
  );
const camera = (fields: Fields, more: Partial<Seen> = {}): Seen => ({
  measurement: 'camera',
  device: 'c1',
  fields,
  ...more,
});
const ping = (target: string, up: boolean, more: Partial<Seen> = {}): Seen => ({
  measurement: 'uplink_ping',
  device: 'line',
  fields: { up },
  target,
  ...more,
});

describe('what the latest facts say', () => {
  it('hears of a dead machine though it is counted too', () => {
    const machine = { measurement: 'machine', device: 'pc' };
    const counted = { ...machine, fields: { usable: true }, toldBy: 'count' };
    expect(signals({ ...machine, fields: { up: false } }, counted)).toEqual(['machine_dead bad']);
    expect(signals(counted)).toEqual([]);
  });

  it.each([
    [{ up: true, state: 'live' }, ['offline good', 'frozen good', 'unauthorized good']],
    [{ up: true, state: 'frozen' }, ['offline good', 'frozen bad', 'unauthorized good']],
    [{ up: true, state: 'no_video' }, ['offline good', 'frozen bad', 'unauthorized good']],
    [{ up: true, state: 'unauthorized' }, ['offline good', 'unauthorized bad']],
    [{ up: false, state: 'unreachable' }, ['offline bad']],
    [{ up: false }, ['offline bad']],
    [{ clock_offset_s: 1 }, []],
  ])('reads a camera of %j as %j', (fields, expected) => {
    expect(signals(camera(fields))).toEqual(expected.map((name) => `camera_${name}`));
  });

  it.each([
    [{ up: true, channels_stopped: 0 }, ['offline good', 'channel_stopped good']],
    [{ up: true, channels_stopped: 2 }, ['offline good', 'channel_stopped bad']],
    [{ up: true }, ['offline good']],
    [{ up: false }, ['offline bad']],
  ])('reads a recorder of %j as %j', (fields, expected) => {
    const seen: Seen = { measurement: 'recorder', device: 'r', fields };
    expect(signals(seen)).toEqual(expected.map((name) => `recorder_${name}`));
  });

  it('keeps with a line that is down what its agent found out, while that goes on', () => {
    const outage = (fields: Fields, subject = 'line') => ({
      ...row({ measurement: 'uplink_outage', device: 'line', fields }),
      tags: { device: 'line', subject },
    });
    const evidence = (told: ReturnType<typeof outage>) =>
      observeFacts(rules, [row(ping('a', false)), told], NOW)[0]?.evidence;
    const found = { 'uplink_ping.up': false, 'uplink_outage.kind': 'router' };
    expect(evidence(outage({ kind: 'router', open: true }))).toEqual(found);
    expect(evidence(outage({ kind: 'router', open: false }))).toEqual({ 'uplink_ping.up': false });
    expect(evidence(outage({ kind: 'dns', open: true }, 'dns'))).toEqual({
      'uplink_ping.up': false,
    });
  });

  it('keeps with a stopped channel which it is', () => {
    const fields = { up: true, channels_stopped: 1, error: 'stopped recording: Sân sau' };
    const rows = [row({ measurement: 'recorder', device: 'r', fields })];
    const [, stopped] = observeFacts(rules, rows, NOW);
    expect(stopped?.evidence).toMatchObject({
      'recorder.channels_stopped': 1,
      'recorder.error': 'stopped recording: Sân sau',
    });
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
    const [signal] = observeFacts(
      rules,
      [ping('a', false, { ago: 9_000 }), ping('b', false, { ago: 1_000 })].map(row),
      NOW,
    );
    expect(signal?.at).toBe(NOW - 9_000);
  });

  it('knows a replayed fact by its age when it came in, by the cadence of its device', () => {
    const late = camera({ up: false }, { ago: minutes(10) });
    const slow: Seen = { measurement: 'device', device: 'c1', fields: { cadence_s: 300 } };
    expect(signals(late)).toEqual(['camera_offline bad replayed']);
    expect(signals(late, slow)).toEqual(['camera_offline bad']);
  });

  it('takes a fact for history that waited in the store while the collector was down', () => {
    const stored = camera({ up: false }, { ago: minutes(300), receivedAgo: minutes(300) });
    expect(signals(stored)).toEqual(['camera_offline bad replayed']);
  });

  it('lets no wrong clock of the agent silence its alarms', () => {
    const behind = camera({ up: false }, { ago: minutes(90) });
    const agent: Seen = {
      measurement: 'agent',
      device: 'a',
      fields: { clock_offset_s: -90 * 60 },
    };
    expect(signals(behind, agent)).toEqual(['camera_offline bad']);
  });

  it('keeps whole milliseconds whatever the clock offset', () => {
    const agent: Seen = {
      measurement: 'agent',
      device: 'a',
      fields: { clock_offset_s: 0.0123456 },
    };
    const [signal] = observeFacts(rules, [camera({ up: false }), agent].map(row), NOW);
    expect(Number.isInteger(signal?.happenedAt)).toBe(true);
  });

  it('keeps words and flags as evidence, long ones cut', () => {
    const fields = { up: false, state: 'unreachable', error: 'x'.repeat(999), serial: '42' };
    const [signal] = observeFacts(rules, [row(camera(fields))], NOW);
    expect(signal?.evidence).toEqual({
      'camera.up': false,
      'camera.state': 'unreachable',
      'camera.error': 'x'.repeat(300),
    });
  });
});

describe('silence', () => {
  const look = (heardAgo: number | undefined, listenedFor: number) =>
    observeSilence(
      rules,
      {
        school: 's',
        agent: 'a',
        lastReceivedAt: heardAgo === undefined ? undefined : epochMs(NOW - heardAgo),
      },
      { listeningSince: epochMs(NOW - listenedFor), silentAfter: minutes(3) },
      NOW,
    ).map(({ bad }) => bad);

  it.each([
    ['heard just now', seconds(1), minutes(60), [false]],
    ['heard on the limit', minutes(3), minutes(60), [false]],
    ['over the limit', minutes(3) + 1, minutes(60), [true]],
    ['over the limit, but the collector has just started', minutes(60), minutes(3), []],
    ['never heard', undefined, minutes(60), []],
  ] as const)('%s', (_, heardAgo, listenedFor, expected) => {
    expect(look(heardAgo, listenedFor)).toEqual(expected);
  });
});

describe('the shipped rules', () => {
  it('have words each, and stand after their parents', () => {
    const before = new Set<string>();
    for (const { id, parents } of rules) {
      expect(wording[id], id).toBeDefined();
      for (const parent of parents) expect(before.has(parent), `${parent} before ${id}`).toBe(true);
      before.add(id);
    }
    expect(Object.keys(wording).sort()).toEqual([...before].sort());
  });
});
