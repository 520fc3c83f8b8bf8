import { describe, expect, it } from 'vitest';
import { hours, minutes } from '../../kit/units.ts';
import { DEAD, LIVE, schoolOfTests } from '../../test/alert-school.ts';

const scene = schoolOfTests();
const DOWN = { up: false };

describe('what was taken out of a school’s config', () => {
  it('ends as a line too, though that is judged over all schools', async () => {
    await scene.stage.cycles(8, { 'uplink_ping/l': DOWN, 'camera/c1': LIVE });
    expect(scene.open()).toEqual(['line_down l']);
    await scene.stage.clock.advance(hours(4));
    scene.stage.inventory({ c1: ['camera', 'Cổng trường'] });
    await scene.stage.cycles(2, { 'camera/c1': LIVE });
    expect(scene.open()).toEqual([]);
  });

  it('ends as a named system that is asked for no more', async () => {
    const other = 'service_check/l/service=portal';
    await scene.stage.cycles(8, { 'service_check/l/service=old': DOWN, [other]: { up: true } });
    expect(scene.open()).toEqual(['portal_down old']);
    await scene.stage.clock.advance(hours(4));
    await scene.stage.cycles(2, { [other]: { up: true } });
    expect(scene.open()).toEqual([]);
  });

  it('ends at once where it was struck off', async () => {
    await scene.stage.cycles(8, { 'camera/c1': DEAD });
    await scene.stage.clock.advance(minutes(1));
    scene.stage.inventory({ c1: ['camera', 'Cổng trường', { struck_off: true }] });
    await scene.stage.cycles(1, { 'camera/c1': DEAD });
    expect(scene.open()).toEqual([]);
  });

  it('is not what is still told of, nor what nobody can see because its agent is silent', async () => {
    await scene.stage.cycles(8, { 'camera/c1': DEAD });
    await scene.stage.clock.advance(hours(4));
    scene.stage.inventory({ m1: ['machine', 'Máy 01'] });
    await scene.stage.cycles(2, { 'camera/c1': DEAD });
    expect(scene.open()).toEqual(['camera_offline c1']);
  });
});

describe('an agent that was taken away', () => {
  it('is silent no more, without a word of a recovery', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    await scene.stage.pass(minutes(10));
    expect(scene.open()).toEqual(['agent_silent agent-1']);
    scene.stage.forget();
    await scene.stage.pass(minutes(1));
    expect(scene.open()).toEqual([]);
    expect(scene.stage.told.map(({ kind }) => kind)).toEqual(['opened']);
  });
});

describe('a collector that can’t store', () => {
  it('says so of itself, and calls no school silent', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    scene.stage.self = { store_failing: true, store_error: 'disk full' };
    await scene.stage.pass(minutes(20));
    expect(scene.open()).toEqual(['collector_cannot_store collector']);
  });
});

describe('a tick that fails', () => {
  it('is told to whoever ticks: the watcher outside must not be calmed', async () => {
    await scene.stage.cycles(1, { 'camera/c1': LIVE });
    scene.stage.refuse = true;
    await expect(scene.stage.pass(minutes(10))).rejects.toThrow('disk full');
  });
});
