import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { ms } from '../../../kit/units.ts';
import { openShipped } from '../../../standards/shipped-door.ts';
import { type CameraOptions, startCamera } from '../../../test/sim/camera/camera.ts';
import { sayFindings, sayRemedies } from '../say-findings.ts';
import { inspectCamera } from './inspect.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

async function findingsOf(options: Partial<CameraOptions>) {
  const camera = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  onTestFinished(() => camera.stop());
  const { findings } = await inspectCamera({
    ...{ address: `127.0.0.1:${camera.onvifPort}`, ...LOGIN, standards: openShipped },
    ...{ clock: systemClock, random: Math.random, window: ms(2_000) },
    signal: new AbortController().signal,
  });
  return findings;
}

it('makes findings of what a camera claims and does not send, and says what mends it', async () => {
  const HD = { width: 1280, height: 720 };
  const findings = await findingsOf({
    ...{ ...HD, fps: 10, gopFrames: 20, settable: { resolutions: [HD] } },
    claimed: { codec: 'H265', width: 1920, height: 1080, fps: 25 },
  });
  const failing = (name: string) =>
    findings.find(({ criterion, verdict }) => criterion === name && verdict === 'fail');
  expect(failing('CAM-09')?.observed).toBe('H265 1920×1080 → H264 1280×720');
  // Two seconds hold 20 or 21 pictures.
  expect(failing('CAM-10')?.observed).toMatch(/^25 → 1[01] fps$/);
  expect(sayRemedies(findings, 'vi')).toContainEqual([
    'CAM-03',
    'Thiết bị không đặt được mức yêu cầu (≥ 1920×1080): đưa vào danh sách thay thế.',
  ]);
  const [worst] = sayFindings(findings, 'en');
  expect(worst?.[0]).toBe('✕ Fail');
  expect(worst?.at(-1)).toContain('proposed — not checked against the source text');
  const tooSmall = { level: 'advanced', mend: 'replace', confidence: 'assumed' };
  expect(failing('CAM-03')).toMatchObject(tooSmall);
});

it('says nothing from one look of what is judged over weeks, and nothing of the school', async () => {
  const findings = await findingsOf({ fps: 10, gopFrames: 20 });
  const named = (name: string) => findings.filter(({ criterion }) => criterion === name);
  expect(named('CAM-02').map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
  expect(named('CAM-09').map(({ verdict }) => verdict)).toEqual(['pass']);
  expect(findings.some(({ criterion }) => /^(?:NET|LAB|ORG)/.test(criterion))).toBe(false);
});
