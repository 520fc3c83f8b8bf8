import { beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes, ms, seconds } from '../../kit/units.ts';
import { AlertStage, CADENCE, device, SCHOOL, SILENT_AFTER } from '../../test/alert-stage.ts';
import type { Fields } from './rules.ts';

const DEAD: Fields = { up: false, state: 'unreachable', error: 'connect ETIMEDOUT' };
const LIVE: Fields = { up: true, state: 'live' };

let stage: AlertStage;
beforeEach(() => {
  stage = new AlertStage();
});
const open = () => stage.alerts.incidents({ state: 'open', sight: undefined, limit: 100 });

describe('alerts over a real database', () => {
  it('opens one incident for a dead camera, in words, and ends it', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    await stage.cycles(5, { 'camera/c1': DEAD });
    expect(stage.story).toEqual(['camera_offline opened']);
    expect(open()).toMatchObject([
      {
        rule: 'camera_offline',
        school: SCHOOL,
        schoolName: 'Trường THCS A',
        deviceName: 'Cổng trường',
        severity: 'critical',
        cause: {
          vi: 'Camera Cổng trường mất tín hiệu từ 07:01 ngày 23/11/2026.',
          en: 'Camera Cổng trường has been offline since 07:01 on 23/11/2026.',
        },
        evidence: { 'camera.state': 'unreachable', 'camera.error': 'connect ETIMEDOUT' },
      },
    ]);
    expect(stage.alerts.openCount(SCHOOL)).toBe(1);
    await stage.cycles(1, { 'camera/c1': LIVE });
    expect(stage.story).toEqual(['camera_offline opened', 'camera_offline resolved']);
    expect(open()).toEqual([]);
    const past = stage.alerts.incidents({ school: SCHOOL, sight: undefined, limit: 9 });
    expect(past).toMatchObject([
      { state: 'resolved', resolvedAt: stage.clock.now(), evidence: { 'camera.up': false } },
    ]);
  });

  it('goes on where it was after a restart in the middle, whatever the step', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      stage.restart();
      await stage.cycles(1, { 'camera/c1': DEAD });
    }
    expect(stage.story).toEqual(['camera_offline opened']);
    expect(stage.mailKinds).toEqual(['opened']);
  });

  it('writes the incident, its state and its mails together or not at all', async () => {
    stage.refuse = true;
    await stage.cycles(3, { 'camera/c1': DEAD });
    expect(open()).toEqual([]);
    expect(stage.mailKinds).toEqual([]);
    stage.refuse = false;
    await stage.cycles(3, { 'camera/c1': DEAD });
    expect(stage.story).toEqual(['camera_offline opened']);
    expect(open()).toHaveLength(1);
  });

  it('judges at its start what came in just before it was killed', async () => {
    await stage.cycles(1, { 'camera/c1': DEAD });
    stage.alerts.evaluate = () => undefined;
    await stage.clock.advance(CADENCE);
    stage.receive({ 'camera/c1': DEAD });
    expect(stage.story).toEqual([]);
    stage.restart().evaluate();
    expect(stage.story).toEqual(['camera_offline opened']);
  });

  it('shows incidents only to those who may see the school', async () => {
    await stage.cycles(2, { 'camera/c1': DEAD });
    const seen = (sight: ReadonlySet<string>) => stage.alerts.incidents({ sight, limit: 9 }).length;
    expect([seen(new Set([SCHOOL])), seen(new Set(['other'])), seen(new Set())]).toEqual([1, 0, 0]);
  });
});

describe('a silent school', () => {
  it('is one incident, dated from the last batch, that says what nobody can see meanwhile', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    const last = stage.clock.now();
    await stage.pass(minutes(10));
    expect(stage.story).toEqual(['agent_silent opened']);
    expect(stage.told[0]?.openedAt).toBe(last);
    expect(stage.told[0]?.cause.vi).toBe(
      'Trung tâm không nhận được số liệu nào từ máy chủ của trường từ 07:00 ngày 23/11/2026: ' +
        'có thể mất đường truyền, mất điện hoặc máy chủ đã tắt. ' +
        '1 camera và 1 máy tính không kiểm tra được trong lúc đó.',
    );
  });

  it('is noticed within ten seconds of its limit', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    await stage.pass(SILENT_AFTER);
    expect(stage.story).toEqual([]);
    await stage.pass(seconds(10));
    expect(stage.story).toEqual(['agent_silent opened']);
  });

  it('brings one recovery and nothing else when it returns with a backlog of outages', async () => {
    await stage.cycles(2, { 'camera/c1': LIVE, 'uplink_ping/l': { up: true } });
    await stage.pass(hours(2));
    const back = stage.clock.now();
    for (let ago = minutes(118); ago > minutes(4); ago = ms(ago - minutes(2)))
      stage.receive({ 'camera/c1': DEAD, 'uplink_ping/l': { up: false } }, ago);
    await stage.cycles(2, { 'camera/c1': LIVE, 'uplink_ping/l': { up: true } });
    expect(stage.story).toEqual(['agent_silent opened', 'agent_silent resolved']);
    expect(stage.told[1]?.resolvedAt).toBe(back);
    expect(stage.mailKinds).toEqual(['opened', 'resolved']);
  });

  it('leaves the incidents of its devices open meanwhile, and takes a recovery from the backlog', async () => {
    await stage.cycles(2, { 'camera/c1': DEAD });
    await stage.pass(minutes(20));
    expect(
      open()
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual(['agent_silent', 'camera_offline']);
    stage.receive({ 'camera/c1': LIVE }, minutes(15));
    expect(open()).toEqual([]);
    const camera = stage.told.find(
      ({ rule, kind }) => rule === 'camera_offline' && kind === 'resolved',
    );
    expect(camera?.resolvedAt).toBe(stage.clock.now() - minutes(15));
  });

  it('gets its grace when the collector starts, and its open incident is not ended by that', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    await stage.clock.advance(hours(1));
    stage.restart();
    await stage.pass(SILENT_AFTER);
    expect(stage.story).toEqual([]);
    await stage.pass(seconds(10));
    expect(stage.story).toEqual(['agent_silent opened']);
    stage.restart();
    await stage.pass(hours(1));
    expect(stage.story).toEqual(['agent_silent opened']);
  });

  it('is not called silent by a collector that slept itself', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    stage.alerts.evaluate();
    await stage.clock.advance(hours(8));
    stage.alerts.evaluate();
    expect(stage.story).toEqual([]);
    stage.receive({ 'camera/c1': LIVE });
    expect(stage.story).toEqual([]);
  });
});

describe('a line that is down', () => {
  it('is one incident, however many cameras go with it', async () => {
    const cameras = Array.from({ length: 40 }, (_, at) => `camera/c${at}`);
    stage.devices = cameras.map((name, at) => device(`c${at}`, 'camera', name));
    const all = (fields: Fields) => Object.fromEntries(cameras.map((name) => [name, fields]));
    await stage.cycles(2, { 'uplink_ping/l': { up: true }, ...all(LIVE) });
    await stage.cycles(6, { 'uplink_ping/l': { up: false }, ...all(DEAD) });
    expect(stage.story).toEqual(['line_down opened']);
    await stage.cycles(3, { 'uplink_ping/l': { up: true }, ...all(LIVE) });
    expect(stage.story).toEqual(['line_down opened', 'line_down resolved']);
    expect(stage.mailKinds).toEqual(['opened', 'resolved']);
  });
});
