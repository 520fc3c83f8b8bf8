import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { type CameraOptions, startCamera } from '../sim/camera/camera.ts';

const PROGRAM = fileURLToPath(new URL('./camera-day.ts', import.meta.url));
/** Eight hours at a pass a minute; by hand HATANG_CYCLES=1440 runs the whole day. */
const CYCLES = Number(process.env['HATANG_CYCLES'] ?? 480);
const LOGIN = { user: 'hatang', password: 'dung' };
const MIB = 1024 * 1024;

async function entryOf(id: string, options: Partial<CameraOptions> = {}, login: object = LOGIN) {
  const camera = await startCamera({ id, ...LOGIN, fps: 50, ...options });
  onTestFinished(() => camera.stop());
  const entry = { id, name: id, address: `127.0.0.1:${camera.onvifPort}`, ...login };
  return { camera, entry };
}

async function run(entries: readonly object[]) {
  const child = spawn(
    process.execPath,
    ['--expose-gc', PROGRAM, `${CYCLES}`, JSON.stringify(entries)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = await child.stdout.setEncoding('utf8').toArray();
  return JSON.parse(said.join(''));
}

it('holds no more memory and no more sockets after hours of passes', {
  timeout: 600_000,
}, async () => {
  const live = await entryOf('live');
  const frozen = await entryOf('frozen', { state: 'frozen', auth: 'wsse' });
  const wrong = await entryOf('wrong', {}, { ...LOGIN, password: 'sai' });
  const hanging = await entryOf('hanging', { hang: 'half-open', hangOn: 'DESCRIBE' });
  const fickle = await entryOf('fickle');
  const coming = setInterval(() => {
    void (fickle.camera.isListening ? fickle.camera.stop() : fickle.camera.start());
  }, 1_500);
  onTestFinished(() => clearInterval(coming));
  const { early, late, states } = await run(
    [live, frozen, wrong, hanging, fickle].map(({ entry }) => entry),
  );
  expect(states.live.live).toBeGreaterThan(CYCLES * 0.5);
  expect(states.wrong.unauthorized).toBeGreaterThan(CYCLES * 0.5);
  expect(states.hanging.no_video).toBeGreaterThan(CYCLES * 0.5);
  expect(states.fickle.unreachable).toBeGreaterThan(0);
  expect(states.fickle.live).toBeGreaterThan(0);
  process.stdout.write(`${CYCLES} passes: ${JSON.stringify({ early, late })}\n`);
  expect(late.sockets).toBeLessThanOrEqual(early.sockets);
  expect(late.files).toBeLessThanOrEqual(early.files);
  expect(late.listeners).toBeLessThanOrEqual(early.listeners);
  expect(late.heapBytes - early.heapBytes).toBeLessThan(2 * MIB);
});
