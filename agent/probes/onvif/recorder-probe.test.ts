import { describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { epochMs, minutes } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { expectRegistered } from '../../../test/onvif/registered.ts';
import type { SimDevice } from '../../../test/sim/onvif-device.ts';
import {
  type RecorderOptions as SimOptions,
  startRecorder,
} from '../../../test/sim/recorder/recorder.ts';
import type { Probe } from '../probe.ts';
import { RecorderOptions } from './options.ts';
import { recorderProbes } from './probe.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

async function startSim(options: Partial<SimOptions> = {}): Promise<SimDevice> {
  const started = await startRecorder({
    id: 'nvr-01',
    ...LOGIN,
    channels: 8,
    daysKept: 21,
    ...options,
  });
  onTestFinished(() => started.stop());
  return started;
}
const recorder = async (options: Partial<SimOptions> = {}): Promise<number> =>
  (await startSim(options)).onvifPort;

function probeOf(
  port: number,
  { login = LOGIN, clock = systemClock }: { login?: typeof LOGIN; clock?: Clock } = {},
) {
  const list = [{ id: 'nvr-01', name: 'Đầu ghi', address: `127.0.0.1:${port}`, ...login }];
  const section = RecorderOptions.parse({ list });
  const set = recorderProbes(section, { clock, log: silentLog, random: Math.random });
  expect(set.devices).toMatchObject([{ id: 'nvr-01', kind: 'recorder' }]);
  const [probe] = set.probes;
  if (probe === undefined) throw new Error('no probe');
  return probe;
}

async function look(probe: Probe) {
  const { healthy, problem, facts } = await probe.measure(new AbortController().signal);
  expectRegistered(facts);
  const channels = facts.filter(({ measurement }) => measurement === 'recorder_channel');
  return { healthy, problem, fields: facts[0]?.fields, channels };
}

const measure = (port: number, login = LOGIN) => look(probeOf(port, { login }));

describe('a pass over a recorder', () => {
  it.each(['digest', 'wsse'] as const)(
    'says its channels and the days it keeps, by %s',
    async (auth) => {
      const { healthy, problem, fields } = await measure(await recorder({ auth }));
      expect([healthy, problem]).toEqual([true, undefined]);
      expect(fields).toMatchObject({ up: true, channels: 8, model: 'SIM-NVR-8' });
      expect(fields?.['days_kept']).toBeCloseTo(21, 3);
    },
  );

  it('is there but not healthy behind a wrong password', async () => {
    const port = await recorder();
    const { healthy, problem, fields } = await measure(port, { ...LOGIN, password: 'sai' });
    expect(healthy).toBe(false);
    expect(problem?.vi).toMatch(/^Đầu ghi từ chối tên hoặc mật khẩu/);
    expect(fields).toMatchObject({ up: true });
    expect(fields).not.toHaveProperty('days_kept');
  });

  it('is down where nothing answers', async () => {
    const { healthy, problem, fields } = await measure(1);
    expect(healthy).toBe(false);
    expect(problem?.vi).toMatch(/^Đầu ghi không trả lời \(từ chối kết nối\)/);
    expect(fields).toEqual({ up: false, error: 'connect: no answer: refused' });
  });
});

const HOUR_MS = 3_600_000;

describe('the channels of a recorder', () => {
  it('are told each, and the one that stopped is named with when', async () => {
    const channels = [
      {},
      { twoTracks: true },
      { name: 'Sân sau', stoppedForMs: 96 * HOUR_MS },
      { gaps: 2, daysKept: 30 },
    ];
    const clockOffsetMs = -400 * 24 * HOUR_MS;
    const told = await measure(await recorder({ channels, clockOffsetMs }));
    expect(told.healthy).toBe(false);
    expect(told.problem?.vi).toMatch(
      /^Kênh 3 \(Sân sau\) ngừng ghi từ \d\d:\d\d ngày \d\d\/\d\d\/\d{4}\. Kiểm tra/,
    );
    expect(told.problem?.en).toMatch(/^Channel 3 \(Sân sau\) no longer records since/);
    expect(told.fields).toMatchObject({
      channels: 4,
      channels_stopped: 1,
      error: 'stopped recording: Sân sau',
    });
    expect(told.channels).toMatchObject([
      { tags: { channel: 'source-1' }, fields: { name: 'Kênh 1', recording: true } },
      { fields: { state: 'Recording', recording: true } },
      { fields: { name: 'Sân sau', state: 'Stopped', recording: false } },
      { tags: { channel: 'source-4' }, fields: { recording: true } },
    ]);
    expect(told.channels[2]?.fields['last_recorded_s']).toBeCloseTo(96 * 3_600, -2);
    expect(told.channels[3]?.fields['days_kept']).toBeCloseTo(30, 2);
  });

  it('are found stopped by their last recording where the recorder says no state', async () => {
    const channels = [{ state: undefined }, { state: 'Unknown', stoppedForMs: 80 * HOUR_MS }];
    const { fields } = await measure(await recorder({ channels }));
    expect(fields).toMatchObject({ channels_stopped: 1, error: 'stopped recording: Kênh 2' });
  });

  it('are unknown where the recorder tells nothing of them, and that is no problem', async () => {
    const search = { noInformation: true };
    const { healthy, problem, fields, channels } = await measure(await recorder({ search }));
    expect([healthy, problem]).toEqual([true, undefined]);
    expect(fields).toMatchObject({ channels: 8 });
    expect(fields).not.toHaveProperty('channels_stopped');
    expect(channels).toHaveLength(8);
    expect(channels[0]?.fields).toEqual({ name: 'Kênh 1' });
  });

  it('are kept apart: one that gives no answer hides none of the others', async () => {
    const channels = [{}, { noInformation: true }, { stoppedForMs: HOUR_MS }];
    const told = await measure(await recorder({ channels }));
    expect(told.channels.map(({ fields }) => fields['recording'])).toEqual([
      true,
      undefined,
      false,
    ]);
  });

  it('give the days kept where the recorder’s summary begins in 1970', async () => {
    const search = { says: { from: '1970-01-01T00:00:00Z' } };
    const { fields } = await measure(await recorder({ channels: [{}, { daysKept: 5 }], search }));
    expect(fields?.['days_kept']).toBeCloseTo(21, 3);
  });

  it('say that nothing was recorded where only the summary tells', async () => {
    const search = { noInformation: true };
    const channels = [{ stoppedForMs: 100 * HOUR_MS }, { stoppedForMs: 90 * HOUR_MS }];
    const { healthy, problem, fields } = await measure(await recorder({ channels, search }));
    expect(healthy).toBe(false);
    expect(fields).toMatchObject({ channels_stopped: 2 });
    expect(problem?.vi).toMatch(/^Kênh 1 ngừng ghi; Kênh 2 ngừng ghi\. Kiểm tra/);
  });

  it('are asked about once in ten minutes; up and what it keeps in all every pass', async () => {
    const sim = await startSim({ channels: 16 });
    const clock = new ManualClock(epochMs(Date.now()));
    const probe = probeOf(sim.onvifPort, { clock });
    const asked = async () => {
      const before = sim.counters.soapRequests;
      const told = await look(probe);
      expect(told.fields).toMatchObject({ up: true, channels: 16, channels_stopped: 0 });
      return [sim.counters.soapRequests - before > 16, told.channels.length];
    };
    expect(await asked()).toEqual([true, 16]);
    await clock.advance(minutes(1));
    expect(await asked()).toEqual([false, 0]);
    await clock.advance(minutes(9));
    expect(await asked()).toEqual([true, 16]);
  });

  it('are counted by its profiles, in every pass, where the recorder lists no recordings', async () => {
    const probe = probeOf(await recorder({ isListed: false }));
    for (const pass of [1, 2])
      expect((await look(probe)).fields, `pass ${pass}`).toMatchObject({ channels: 8 });
  });

  it('do not stand as recording while the recorder does not answer', async () => {
    const sim = await startSim({ channels: 2 });
    const probe = probeOf(sim.onvifPort);
    await look(probe);
    await sim.stop();
    const { fields, channels } = await look(probe);
    expect(fields).toMatchObject({ up: false });
    expect(channels.map((fact) => fact.fields)).toEqual([{ name: 'Kênh 1' }, { name: 'Kênh 2' }]);
  });
});
