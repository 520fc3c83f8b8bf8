import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes, ms, seconds } from '../../kit/units.ts';
import { AlertStage, SCHOOL, SILENT_AFTER, shippedRules } from '../../test/alert-stage.ts';
import type { Fields } from './rule.ts';
import type { RuleSet } from './rules/rule-set.ts';

const DEAD: Fields = { up: false, state: 'unreachable', error: 'connect ETIMEDOUT' };
const LIVE: Fields = { up: true, state: 'live' };

let rules: RuleSet;
let stage: AlertStage;
beforeAll(async () => {
  rules = await shippedRules();
});
beforeEach(() => {
  stage = new AlertStage({ rules });
  stage.inventory({
    c1: ['camera', 'Cổng trường'],
    m1: ['machine', 'Máy 01'],
    l: ['uplink', 'Cáp quang'],
  });
});
const openIncidents = () =>
  stage.database
    .all("SELECT rule, device FROM incident WHERE state = 'open' ORDER BY rule")
    .map(({ rule, device }) => (device === null ? rule : `${rule} ${device}`));

describe('a silent school', () => {
  it('is one incident, dated from the last batch, that says what nobody can see meanwhile', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    const last = stage.clock.now();
    await stage.pass(minutes(10));
    expect(stage.story).toEqual(['agent_silent opened']);
    const [notice] = stage.told;
    expect(notice?.openedAt).toBe(last);
    expect(notice?.words(notice.members).cause.vi).toBe(
      'Trường THCS A mất liên lạc từ 07:00 ngày 23/11/2026; 1 camera và 1 máy tính không kiểm tra được ' +
        'trong lúc đó. Trung tâm không nhận được số liệu nào: có thể mất đường truyền, mất điện hoặc máy chủ đã tắt.',
    );
  });

  it('is told as soon as its limit and the wait for others are over', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    await stage.pass(ms(SILENT_AFTER + seconds(30)));
    expect(stage.story).toEqual([]);
    await stage.pass(seconds(20));
    expect(stage.story).toEqual(['agent_silent opened']);
  });

  it('brings one recovery and nothing else when it returns with a backlog of outages', async () => {
    await stage.cycles(2, { 'camera/c1': LIVE, 'uplink_ping/l': { up: true } });
    await stage.pass(hours(24), minutes(1));
    const back = stage.clock.now();
    for (let ago = hours(24) - minutes(2); ago > minutes(4); ago -= minutes(20))
      stage.receive({ 'camera/c1': DEAD, 'uplink_ping/l': { up: false } }, { ago: ms(ago) });
    await stage.cycles(4, { 'camera/c1': LIVE, 'uplink_ping/l': { up: true } });
    expect(stage.story).toEqual(['agent_silent opened', 'agent_silent resolved']);
    expect(stage.told[1]?.resolvedAt).toBe(back);
  });

  it('leaves the incidents of its devices open meanwhile, and takes a recovery from the backlog', async () => {
    await stage.cycles(6, { 'camera/c1': DEAD });
    await stage.pass(minutes(20));
    expect(openIncidents()).toEqual(['agent_silent agent-1', 'camera_offline c1']);
    stage.receive({ 'camera/c1': LIVE }, { ago: minutes(15) });
    await stage.pass(seconds(10));
    expect(openIncidents()).toEqual([]);
    const camera = stage.told.find(
      ({ rule, kind }) => rule === 'camera_offline' && kind === 'resolved',
    );
    expect(camera?.resolvedAt).toBe(stage.clock.now() - minutes(15) - seconds(10));
  });

  it('gets its grace when the collector starts, and its open incident is not ended by that', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    await stage.clock.advance(hours(1));
    stage.restart();
    await stage.pass(SILENT_AFTER);
    expect(stage.story).toEqual([]);
    await stage.pass(minutes(1));
    expect(stage.story).toEqual(['agent_silent opened']);
    stage.restart();
    await stage.pass(hours(1));
    expect(stage.story).toEqual(['agent_silent opened']);
  });

  it('is not called silent by a collector that slept itself', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    stage.alerts.evaluate();
    await stage.clock.advance(hours(8));
    await stage.pass(minutes(2));
    expect(stage.story).toEqual([]);
  });

  it('is not reported while people announced work there, and is once that is over', async () => {
    await stage.cycles(1, { 'camera/c1': LIVE });
    stage.maintained = SCHOOL;
    await stage.pass(hours(1));
    expect(stage.story).toEqual([]);
    stage.maintained = undefined;
    await stage.pass(minutes(2));
    expect(stage.story).toEqual(['agent_silent opened']);
  });
});
