import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../kit/units.ts';
import { ConfigStage } from '../config-stage.ts';

/** Settings of the centre, from the officer's form to the agent's cadence and back, through the whole of both ends. */
let stage: ConfigStage;
beforeEach(async () => {
  stage = new ConfigStage();
  await stage.open();
});
afterEach(() => stage.close());

const KEPT = 'settings of the centre kept';
const TRIAL = 'settings of the centre on trial';
const BACK = 'settings of the centre rolled back';

const isRunning = async (): Promise<boolean> => (await stage.newest()).running === 1;

async function cadences(): Promise<readonly number[]> {
  const asked = 'school=thcs-a&measurement=device&field=cadence_s&device=line';
  const answer = await stage.collector.call(`/api/v1/history?${asked}`);
  const { series } = (await answer.json()) as { series: { points: { value: number }[] }[] };
  return series.flatMap(({ points }) => points.map(({ value }) => value));
}

/** An agent that runs version 1, by which the line is looked at each minute. */
async function withGoodVersion(): Promise<void> {
  await stage.make({ uplink: { every: '60s' } });
  stage.start();
  await stage.until(isRunning);
}

describe('a version made at the centre', { timeout: 60_000 }, () => {
  it('is taken within seconds of the next shipment, holds, and the centre hears that it runs', async () => {
    stage.start();
    await stage.until(() => stage.asked.includes('/api/v1/agent/config'));
    await stage.until(async () => (await cadences()).includes(30));
    const asked = stage.asked.filter((path) => path === '/api/v1/agent/config').length;
    await stage.make({ uplink: { every: '60s' } });
    await stage.until(() => stage.said(TRIAL) === 1, 90);
    expect(stage.asked.filter((path) => path === '/api/v1/agent/config')).toHaveLength(asked + 1);
    await stage.until(isRunning, 300);
    expect((await cadences()).at(-1)).toBe(60);
    expect(stage.settings()).toMatchObject({ reports: [], good: { version: expect.any(String) } });
    expect(stage.settings()['trial']).toBeUndefined();
  });

  it('outlives the agent’s process, and the collector’s word is not needed for it', async () => {
    await withGoodVersion();
    await stage.stop();
    stage.line = 'down';
    stage.start();
    await stage.until(() => stage.said('agent started') === 3);
    await stage.clock.advance(minutes(6));
    stage.line = 'whole';
    const before = (await cadences()).length;
    await stage.until(async () => (await cadences()).length > before);
    expect((await cadences()).at(-1)).toBe(60);
  });

  it('that this school cannot live with is refused with its reason, and the last good one stays', async () => {
    await withGoodVersion();
    await stage.make({ cameras: { every: '30s' } });
    await stage.until(async () => (await stage.newest()).refusals.length === 1);
    expect(await stage.newest()).toMatchObject({
      ...{ state: 'in_force', agents: 1, running: 0 },
      refusals: [{ outcome: 'refused', problem: expect.stringContaining('deadline here, 45 s') }],
    });
    expect(stage.said('agent started')).toBe(2);
    const page = await (await stage.collector.call('/agent-configs')).text();
    expect(page).toContain('không nhận: cameras.every: 30 s');
    await stage.clock.advance(minutes(30));
    expect(stage.said('settings of the centre refused')).toBe(1);
  });

  it('with which no fact gets through for ten minutes is rolled back, and the centre hears it', async () => {
    await withGoodVersion();
    await stage.make({ uplink: { every: '2m' } });
    await stage.until(() => stage.said(TRIAL) === 2);
    stage.line = 'no facts';
    await stage.until(() => stage.said(BACK) === 1, 700);
    await stage.until(async () => (await stage.newest()).refusals.length === 1);
    expect((await stage.newest()).refusals).toMatchObject([
      { outcome: 'rolled_back', problem: 'no fact got through within 10 minutes' },
    ]);
    stage.line = 'whole';
    await stage.until(async () => (await cadences()).at(-1) === 60);
    await stage.clock.advance(minutes(20));
    expect([stage.said(TRIAL), stage.said(KEPT)]).toEqual([2, 1]);
  });

  it('is not blamed for a line that is down: the agent goes back, and tries it again when the line returns', async () => {
    await withGoodVersion();
    await stage.make({ uplink: { every: '2m' } });
    await stage.until(() => stage.said(TRIAL) === 2);
    stage.line = 'down';
    await stage.until(() => stage.said(BACK) === 1, 900);
    expect(stage.settings()['trial']).toBeUndefined();
    stage.line = 'whole';
    await stage.until(isRunning);
    expect((await stage.newest()).refusals).toEqual([]);
    expect((await cadences()).at(-1)).toBe(120);
  });

  it('with which the agent’s parts do not start is rolled back at once', async () => {
    await withGoodVersion();
    stage.failAt = 'agent started';
    await stage.make({ uplink: { every: '2m' } });
    await stage.until(() => stage.said(BACK) === 1, 90);
    await stage.until(async () => (await stage.newest()).refusals.length === 1);
    expect((await stage.newest()).refusals).toMatchObject([{ outcome: 'rolled_back' }]);
    expect(stage.said('agent started')).toBe(4);
  });

  it('gives way to the one before when it is withdrawn', async () => {
    await withGoodVersion();
    await stage.make({ uplink: { every: '2m' } });
    await stage.until(isRunning);
    await stage.collector.call('/api/v1/agent-configs/2/withdraw', { method: 'POST' });
    await stage.until(async () => (await cadences()).at(-1) === 60);
  });
});

describe('settings kept at the school', { timeout: 60_000 }, () => {
  it('are set aside when damaged: the local file counts until the centre was asked', async () => {
    await withGoodVersion();
    await stage.stop();
    writeFileSync(stage.kept, readFileSync(stage.kept, 'utf8').replace('60s', '61s'));
    stage.line = 'down';
    stage.start();
    await stage.until(() => stage.said('settings of the centre set aside') === 1);
    expect(existsSync(`${stage.kept}.damaged`)).toBe(true);
    stage.line = 'whole';
    await stage.until(async () => (await cadences()).at(-1) === 30);
    await stage.until(async () => (await cadences()).at(-1) === 60);
  });

  it('count for nothing where the school’s file says so, and facts are shipped all the same', async () => {
    await stage.make({ uplink: { every: '60s' } });
    stage.start(', settings: off');
    await stage.until(async () => (await cadences()).includes(30));
    await stage.clock.advance(minutes(10));
    expect(stage.asked.filter((path) => path.startsWith('/api/v1/agent/config'))).toEqual([]);
    expect((await stage.newest()).running).toBe(0);
  });
});

describe('the centre’s own rules of judging', () => {
  it('go to every agent, which judges by them', { timeout: 60_000 }, async () => {
    await stage.close();
    stage = new ConfigStage();
    const overrides = join(stage.folder, 'overrides.yaml');
    writeFileSync(overrides, 'disabled: [CAM-07]\n');
    await stage.open({ standards: { overrides }, school_hours: { days: [1, 2, 3, 4, 5] } });
    stage.start();
    await stage.until(() => stage.said(KEPT) === 1);
    expect(stage.settings()['good']).toMatchObject({
      version: expect.stringMatching(/^c-/),
      settings: {
        standards: { overrides: { disabled: ['CAM-07'] }, school_hours: { days: [1, 2, 3, 4, 5] } },
      },
    });
  });
});
