import { beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes, seconds } from '../../kit/units.ts';
import { DEAD, LIVE, schoolOfTests } from '../../test/alert-school.ts';
import { AlertStage, CADENCE, SCHOOL } from '../../test/alert-stage.ts';
import type { Fields } from './rule.ts';

const scene = schoolOfTests();

describe('alerts over a real database', () => {
  it('opens one incident for a dead camera, in words, and ends it', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    await scene.stage.cycles(6, { 'camera/c1': DEAD });
    expect(scene.stage.story).toEqual(['camera_offline opened']);
    const [notice] = scene.stage.told;
    const words = notice?.words(notice.members);
    expect(notice?.members).toMatchObject([
      {
        school: { id: SCHOOL, unit: { name: 'Phường Chợ Quán' } },
        device: { id: 'c1', name: 'Cổng trường', kind: 'camera' },
        evidence: { 'camera.state': 'unreachable', 'camera.error': 'connect ETIMEDOUT' },
      },
    ]);
    expect(words?.subject).toEqual({ vi: 'Camera Cổng trường', en: 'Camera Cổng trường' });
    expect(words?.headline.vi).toBe('Camera Cổng trường mất tín hiệu');
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    expect(scene.stage.story).toEqual(['camera_offline opened', 'camera_offline resolved']);
    expect(scene.open()).toEqual([]);
    expect(
      scene.stage.database.get(
        'SELECT left_at, (SELECT resolved_at FROM incident) AS ended FROM incident_member',
      ),
    ).toEqual({ left_at: scene.stage.clock.now(), ended: scene.stage.clock.now() });
  });

  it('goes on where it was after a restart in the middle, whatever the step', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      scene.stage.restart();
      await scene.stage.cycles(1, { 'camera/c1': DEAD });
    }
    expect(scene.stage.story).toEqual(['camera_offline opened']);
    expect(scene.stage.mails).toEqual(['opened: Camera Cổng trường mất tín hiệu']);
  });

  it('writes the incident, its state and its mails together or not at all', async () => {
    scene.stage.refuse = true;
    await scene.stage.cycles(6, { 'camera/c1': DEAD });
    expect(scene.stage.story).toEqual([]);
    expect(scene.stage.database.all('SELECT * FROM incident_member')).toEqual([]);
    scene.stage.refuse = false;
    await scene.stage.cycles(4, { 'camera/c1': DEAD });
    expect(scene.stage.story).toEqual(['camera_offline opened']);
  });

  it('judges at its start what came in just before it was killed', async () => {
    await scene.stage.cycles(2, { 'camera/c1': DEAD });
    scene.stage.alerts.evaluate = () => undefined;
    await scene.stage.clock.advance(minutes(1));
    scene.stage.receive({ 'camera/c1': DEAD });
    expect(scene.stage.story).toEqual([]);
    scene.stage.restart().evaluate();
    expect(scene.stage.story).toEqual(['camera_offline opened']);
  });

  it('ends the incident of a device that was taken out of the config', async () => {
    await scene.stage.cycles(8, { 'camera/c1': DEAD });
    await scene.stage.clock.advance(hours(4));
    scene.stage.inventory({ m1: ['machine', 'Máy 01'] });
    scene.stage.receive({ 'uplink_ping/l': { up: true } });
    expect(scene.stage.story).toEqual(['camera_offline opened', 'camera_offline resolved']);
  });

  it('ends what a rule opened that was taken away since', async () => {
    await scene.stage.cycles(8, { 'camera/c1': DEAD });
    scene.stage.database.run("UPDATE incident SET rule = 'moon_dark'");
    scene.stage.database.run("UPDATE incident_member SET rule = 'moon_dark'");
    scene.stage.database.run("UPDATE alert_state SET rule = 'moon_dark'");
    scene.stage.restart().endStrangers();
    expect(scene.open()).toEqual([]);
    expect(scene.stage.database.all('SELECT * FROM alert_state')).toEqual([]);
    expect(scene.stage.told.map(({ kind }) => kind)).toEqual(['opened']);
  });

  it('leaves what opens outside the hours of its rule to the digest', async () => {
    const refused: Fields = { up: true, state: 'unauthorized' };
    scene.stage.schoolTime = false;
    await scene.stage.cycles(6, { 'camera/c1': refused });
    scene.stage.schoolTime = true;
    await scene.stage.cycles(2, { 'camera/c1': LIVE });
    await scene.stage.cycles(6, { 'camera/c1': refused });
    expect(scene.stage.told.map(({ rule, kind, tell }) => `${rule} ${kind} ${tell}`)).toEqual([
      'camera_unauthorized opened digest',
      'camera_unauthorized resolved digest',
      'camera_unauthorized opened at_once',
    ]);
  });

  it('tells of the collector itself', async () => {
    scene.stage.self = { store_failing: true, store_error: 'disk full' };
    await scene.stage.pass(minutes(5));
    expect(scene.stage.told).toMatchObject([
      { kind: 'opened', members: [{ school: undefined, device: undefined }] },
    ]);
    scene.stage.self = { store_failing: false };
    await scene.stage.pass(minutes(5));
    expect(scene.stage.told.map(({ kind }) => kind)).toEqual(['opened', 'resolved']);
  });
});

const forty = Array.from({ length: 40 }, (_, at) => `c${at}`);
const all = (fields: Fields, more: Readonly<Record<string, Fields>> = {}) => ({
  ...Object.fromEntries(forty.map((id) => [`camera/${id}`, fields])),
  'uplink_ping/l': { up: true },
  ...more,
});

describe('a switch with forty cameras', () => {
  beforeEach(() => {
    scene.stage.inventory({ sw: ['switch', 'Bộ chuyển mạch tầng 2'] });
    scene.stage.inventory(
      Object.fromEntries(forty.map((id) => [id, ['camera', id, { behind: 'sw' }]])),
    );
  });

  it('is one mail when it dies, the collector restarting in the middle, and one recovery', async () => {
    await scene.stage.cycles(2, all(LIVE, { 'machine/sw': { up: true } }));
    for (let turn = 0; turn < 10; turn += 1) {
      await scene.stage.cycles(1, all(DEAD, { 'machine/sw': { up: false } }));
      scene.stage.restart();
    }
    expect(scene.stage.mails).toEqual(['opened: Bộ chuyển mạch tầng 2 không trả lời']);
    await scene.stage.cycles(2, all(DEAD, { 'machine/sw': { up: true } }));
    await scene.stage.cycles(4, all(LIVE, { 'machine/sw': { up: true } }));
    expect(scene.stage.story).toEqual(['switch_down opened', 'switch_down resolved']);
  });

  it('is one mail of forty cameras where nobody looks at the switch', async () => {
    await scene.stage.cycles(2, all(LIVE));
    await scene.stage.cycles(10, all(DEAD));
    expect(scene.stage.mails).toEqual([
      'opened: 40 camera mất tín hiệu, cùng lúc: có thể do cùng một bộ chuyển mạch hoặc cùng nguồn điện',
    ]);
    await scene.stage.cycles(4, all(LIVE));
    expect(scene.stage.story).toEqual(['camera_offline opened', 'camera_offline resolved']);
  });

  it('is silent behind a line that is down, however many cameras go with it', async () => {
    await scene.stage.cycles(2, all(LIVE));
    await scene.stage.cycles(6, all(DEAD, { 'uplink_ping/l': { up: false } }));
    await scene.stage.pass(seconds(30));
    expect(scene.stage.story).toEqual(['line_down opened']);
    await scene.stage.cycles(3, all(LIVE));
    expect(scene.stage.story).toEqual(['line_down opened', 'line_down resolved']);
  });
});

describe('schools of one provider', () => {
  const schools = Array.from({ length: 12 }, (_, at) => `thcs-${at}`);

  it('that are cut off together are one incident, told once, each leaving by itself', async () => {
    scene.stage = new AlertStage({ rules: scene.rules, schools });
    for (const school of schools) {
      await scene.stage.clock.advance(seconds(2));
      scene.stage.receive({ 'camera/c': LIVE }, { school });
    }
    await scene.stage.pass(minutes(10));
    expect(scene.stage.story[0]).toBe('agent_silent opened');
    expect(new Set(scene.stage.told.map(({ incident }) => incident)).size).toBe(1);
    const last = scene.stage.told.at(-1);
    expect(last?.words(last.members).headline.vi).toBe(
      '12 trường mất liên lạc, cùng ở Phường Chợ Quán',
    );
    for (const school of schools) scene.stage.receive({ 'camera/c': LIVE }, { school });
    await scene.stage.pass(CADENCE);
    expect(scene.stage.told.at(-1)).toMatchObject({ kind: 'resolved', incident: last?.incident });
    expect(scene.open()).toEqual([]);
  });
});
