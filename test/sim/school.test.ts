import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Cam } from 'onvif';
import { afterEach, describe, expect, it } from 'vitest';
import { discover } from '../../agent/probes/onvif/discovery-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { view } from './camera/viewer.ts';
import type { CameraLine, SchoolLine } from './school/start-school.ts';

type Line = SchoolLine & { readonly control: { readonly port: number } };

const program = fileURLToPath(new URL('./school.ts', import.meta.url));
const running: ChildProcess[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

async function school(args: readonly string[] = []): Promise<{ child: ChildProcess; line: Line }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  const [text] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, line: JSON.parse(text) };
}

const control = (line: Line, path: string, method = 'POST', headers = {}) =>
  fetch(`http://127.0.0.1:${line.control.port}${path}`, { method, headers });

async function states(line: Line): Promise<Record<string, string>> {
  const text = await (await control(line, '/devices', 'GET')).text();
  const listed: { devices: { id: string; state: string }[] } = JSON.parse(text);
  return Object.fromEntries(listed.devices.map(({ id, state }) => [id, state]));
}

async function answersAt(address: string | undefined): Promise<boolean> {
  const asked = fetch(`http://${address}/`, { signal: AbortSignal.timeout(3_000) });
  return asked.then(
    () => true,
    () => false,
  );
}

/** The main stream's address, asked over ONVIF by npm onvif. */
async function streamAddress({ address, user, password }: CameraLine): Promise<string> {
  const [hostname = '', port] = address.split(':');
  const login = { username: user, password, autoconnect: false, timeout: 5_000 };
  const cam = new Cam({ hostname, port: Number(port), ...login });
  await promisify(cam.connect.bind(cam))();
  return new Promise((resolve, reject) => {
    cam.getStreamUri({ protocol: 'RTSP', profileToken: 'main' }, (error, found) => {
      if (error !== null || found === undefined) reject(new Error('no stream', { cause: error }));
      else resolve(found.uri);
    });
  });
}

describe('the demo school', () => {
  it('prints one line with every device and how to reach it', async () => {
    const { line } = await school();
    expect(line.cameras.map(({ id, zone }) => `${id} ${zone}`)).toEqual([
      'cam-01 public',
      'cam-02 yard',
      'cam-03 corridor',
      'cam-04 corridor',
    ]);
    expect(line.recorders).toHaveLength(1);
    expect(line.machines).toHaveLength(6);
    const addresses = [...line.cameras, ...line.recorders, ...line.machines].map(
      ({ address }) => address,
    );
    expect(new Set(addresses).size).toBe(11);
    for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('answers a search on loopback, with one camera more than anybody listed', async () => {
    const { line } = await school();
    const searched = await discover({
      ...{ subnets: ['127.0.0.1/32'], interfaces: [], multicast: false, unicast: true },
      ...{
        first: [],
        port: line.discovery.port,
        signal: AbortSignal.timeout(2_000),
        clock: systemClock,
      },
    });
    const found = searched.ok ? searched.value.found : [];
    const listed = [...line.cameras, ...line.recorders].map(({ address }) => address);
    const strangers = found.filter(({ address, port }) => !listed.includes(`${address}:${port}`));
    expect(found).toHaveLength(5);
    expect(strangers.map(({ name }) => name)).toEqual(['Camera không rõ của ai']);
  });

  it('begins with one camera frozen and one offline', async () => {
    const { line } = await school();
    const shown = await states(line);
    expect(Object.entries(shown).filter(([, state]) => state !== 'live')).toEqual([
      ['cam-03', 'frozen'],
      ['cam-04', 'offline'],
    ]);
    expect(await answersAt(line.cameras[0]?.address)).toBe(true);
    expect(await answersAt(line.cameras[3]?.address)).toBe(false);
  });

  it('stops, starts, freezes and thaws a device when told to', async () => {
    const { line } = await school();
    const address = line.cameras[0]?.address;
    await control(line, '/devices/cam-01/stop');
    expect(await answersAt(address)).toBe(false);
    await control(line, '/devices/cam-01/start');
    expect(await answersAt(address)).toBe(true);
    await control(line, '/devices/cam-04/start');
    await control(line, '/devices/cam-01/freeze');
    await control(line, '/devices/cam-03/thaw');
    await control(line, '/devices/pc-06/stop');
    expect(await states(line)).toMatchObject({
      'cam-01': 'frozen',
      'cam-03': 'live',
      'cam-04': 'live',
      'pc-06': 'offline',
    });
  });

  it.each([
    ['/devices/cam-09/stop', 404, {}],
    ['/devices/cam-01/burn', 404, {}],
    ['/devices/pc-01/freeze', 409, {}],
    ['/devices/cam-01/stop', 403, { origin: 'https://example.org' }],
  ] as const)('refuses %s with %i', async (path, status, headers) => {
    const { line } = await school();
    expect((await control(line, path, 'POST', headers)).status).toBe(status);
  });

  it('ends by SIGTERM with a viewer still watching, and with its parent’s pipe', async () => {
    const [one, other] = [await school(), await school()];
    const [camera] = one.line.cameras;
    if (camera === undefined) throw new Error('no camera');
    const viewer = await view(await streamAddress(camera), camera.user, camera.password);
    expect(viewer.playStatus).toBe(200);
    one.child.kill('SIGTERM');
    expect(await once(one.child, 'exit')).toEqual([0, null]);
    other.child.stdin?.end();
    expect(await once(other.child, 'exit')).toEqual([0, null]);
  });

  it('leaves its line in the data folder, for its owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hatang-school-'));
    const { line } = await school(['--data', join(folder, 'demo')]);
    const file = join(folder, 'demo', 'school.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(line);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it.runIf(process.platform === 'linux')('costs next to nothing unwatched', async () => {
    const { child } = await school();
    const ticks = () => {
      const fields =
        readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return Number(fields[11]) + Number(fields[12]);
    };
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = ticks();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    // A tick is 10 ms: 9 of them in 3 s are 3 % of a core.
    expect(ticks() - before).toBeLessThanOrEqual(9);
  });
});
