import { describe, expect, it } from 'vitest';
import { hours, minutes, ms, seconds } from '../../kit/units.ts';
import { DEAD, LIVE, schoolOfTests } from '../../test/alert-school.ts';
import { SCHOOL, SILENT_AFTER } from '../../test/alert-stage.ts';

const scene = schoolOfTests();

describe('a silent school', () => {
  it('is one incident, dated from the last batch, that says what nobody can see meanwhile', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    const last = scene.stage.clock.now();
    await scene.stage.pass(minutes(10));
    expect(scene.stage.story).toEqual(['agent_silent opened']);
    const [notice] = scene.stage.told;
    expect(notice?.openedAt).toBe(last);
    expect(notice?.words(notice.members).cause.vi).toBe(
      'Trường THCS A mất liên lạc từ 07:00 ngày 23/11/2026; 1 camera và 1 máy tính không kiểm tra được ' +
        'trong lúc đó. Trung tâm không nhận được số liệu nào: có thể mất đường truyền, mất điện hoặc máy chủ đã tắt.',
    );
  });

  it('is told as soon as its limit and the wait for others are over', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    await scene.stage.pass(ms(SILENT_AFTER + seconds(30)));
    expect(scene.stage.story).toEqual([]);
    await scene.stage.pass(seconds(20));
    expect(scene.stage.story).toEqual(['agent_silent opened']);
  });

  it('brings one recovery and nothing else when it returns with a backlog of outages', async () => {
    await scene.stage.cycles(2, { 'camera/c1': LIVE, 'uplink_ping/l': { up: true } });
    await scene.stage.pass(hours(24), minutes(1));
    const back = scene.stage.clock.now();
    for (let ago = hours(24) - minutes(2); ago > minutes(4); ago -= minutes(20))
      scene.stage.receive({ 'camera/c1': DEAD, 'uplink_ping/l': { up: false } }, { ago: ms(ago) });
    await scene.stage.cycles(4, { 'camera/c1': LIVE, 'uplink_ping/l': { up: true } });
    expect(scene.stage.story).toEqual(['agent_silent opened', 'agent_silent resolved']);
    expect(scene.stage.told[1]?.resolvedAt).toBe(back);
  });

  it('leaves the incidents of its devices open meanwhile, and takes a recovery from the backlog', async () => {
    await scene.stage.cycles(6, { 'camera/c1': DEAD });
    await scene.stage.pass(minutes(20));
    expect(scene.open()).toEqual(['agent_silent agent-1', 'camera_offline c1']);
    scene.stage.receive({ 'camera/c1': LIVE }, { ago: minutes(15) });
    await scene.stage.pass(seconds(10));
    expect(scene.open()).toEqual([]);
    const camera = scene.stage.told.find(
      ({ rule, kind }) => rule === 'camera_offline' && kind === 'resolved',
    );
    expect(camera?.resolvedAt).toBe(scene.stage.clock.now() - minutes(15) - seconds(10));
  });

  it('gets its grace when the collector starts, and its open incident is not ended by that', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    await scene.stage.clock.advance(hours(1));
    scene.stage.restart();
    await scene.stage.pass(SILENT_AFTER);
    expect(scene.stage.story).toEqual([]);
    await scene.stage.pass(minutes(1));
    expect(scene.stage.story).toEqual(['agent_silent opened']);
    scene.stage.restart();
    await scene.stage.pass(hours(1));
    expect(scene.stage.story).toEqual(['agent_silent opened']);
  });

  it('is not called silent by a collector that slept itself', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    scene.stage.alerts.evaluate();
    await scene.stage.clock.advance(hours(8));
    await scene.stage.pass(minutes(2));
    expect(scene.stage.story).toEqual([]);
  });

  it('is not reported while people announced work there, and is once that is over', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    scene.stage.maintained = SCHOOL;
    await scene.stage.pass(hours(1));
    expect(scene.stage.story).toEqual([]);
    scene.stage.maintained = undefined;
    await scene.stage.pass(minutes(2));
    expect(scene.stage.story).toEqual(['agent_silent opened']);
  });
});
