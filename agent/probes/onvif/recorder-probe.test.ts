import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { expectRegistered } from '../../../test/onvif/registered.ts';
import {
  type RecorderOptions as SimOptions,
  startRecorder,
} from '../../../test/sim/recorder/recorder.ts';
import { RecorderOptions } from './options.ts';
import { recorderProbes } from './probe.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

async function recorder(options: Partial<SimOptions> = {}): Promise<number> {
  const started = await startRecorder({
    id: 'nvr-01',
    ...LOGIN,
    channels: 8,
    daysKept: 21,
    ...options,
  });
  onTestFinished(() => started.stop());
  return started.onvifPort;
}

async function measure(port: number, login = LOGIN) {
  const list = [{ id: 'nvr-01', name: 'Đầu ghi', address: `127.0.0.1:${port}`, ...login }];
  const section = RecorderOptions.parse({ list });
  const set = recorderProbes(section, { clock: systemClock, log: silentLog, random: Math.random });
  expect(set.devices).toMatchObject([{ id: 'nvr-01', kind: 'recorder' }]);
  const pass = await set.probes[0]?.measure(new AbortController().signal);
  expectRegistered(pass?.facts ?? []);
  return { healthy: pass?.healthy, problem: pass?.problem, fields: pass?.facts[0]?.fields };
}

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
