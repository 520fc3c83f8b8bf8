import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const LAUNCHER = new URL('../../cli/hatang.mjs', import.meta.url).pathname;
const TOKEN = 'admin-token-of-the-demo-test';
const data = mkdtempSync(join(tmpdir(), 'hatang-demo-'));
let demo: ChildProcess;
let url: string;
let printed = '';
/** As it stood within a minute of the start. */
let school: SchoolJson;
const env = { ...process.env, HATANG_DATA: data, HATANG_ADMIN_TOKEN: TOKEN };

interface SchoolJson {
  readonly id: string;
  readonly simulated: boolean;
  readonly devices: readonly {
    id: string;
    kind: string;
    state: string | null;
    up: boolean | null;
  }[];
  readonly labs: readonly {
    room: string;
    usable: number;
    pupilsPerMachine: number;
    machines: readonly { name: string; simulated: boolean }[];
  }[];
  readonly findings: readonly { criterion: string; device: string | null; verdict: string }[];
  readonly search: {
    readonly notConfigured: readonly { name: string; simulated: boolean }[];
    readonly gone: readonly string[];
  } | null;
}
interface IncidentJson {
  readonly id: string;
  readonly rule: string;
  readonly device: string | null;
  readonly state: string;
}

beforeAll(async () => {
  url = `http://127.0.0.1:${await freePort()}`;
  demo = spawn(process.execPath, [LAUNCHER, 'demo'], {
    env: { ...env, HATANG_LISTEN: new URL(url).host },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  demo.stdout?.on('data', (chunk) => {
    printed += String(chunk);
  });
  school = await eventually(60, async () => {
    const found = await read<SchoolJson>('/api/v1/schools/thcs-mo-phong');
    const measured = found.devices.filter(({ up }) => up !== null);
    const frozen = found.devices.some(({ state }) => state === 'frozen');
    return measured.length >= 21 && frozen && found.labs.length === 2 ? found : undefined;
  });
}, 90_000);

afterAll(async () => {
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  demo.kill('SIGTERM');
  await ended;
  rmSync(data, { recursive: true, force: true });
}, 30_000);

describe('npm start', () => {
  it('measures the simulated school and this machine within a minute', async () => {
    expect(school.simulated).toBe(true);
    const kinds = Map.groupBy(school.devices, ({ kind }) => kind);
    expect(kinds.get('camera')?.length).toBe(4);
    expect(kinds.get('recorder')?.length).toBe(1);
    expect(kinds.get('machine')?.length).toBe(14);
    expect(kinds.get('server')?.length).toBe(1);
    expect(kinds.get('uplink')?.length).toBe(1);
    const states = Object.fromEntries(school.devices.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      'cam-01': 'live',
      'cam-02': 'live',
      'cam-03': 'frozen',
      'cam-04': 'unreachable',
    });
    const machine = await eventually(60, async () => {
      const found = await read<SchoolJson>('/api/v1/schools/may-nay');
      return found.devices.some(({ kind, up }) => kind === 'server' && up) ? found : undefined;
    });
    expect(machine.simulated).toBe(false);
    expect(printed).toMatch(/\/sign-in\?code=\S+/);
  }, 70_000);

  it('counts both labs: one read over SNMP, one whose machines report by themselves', async () => {
    // Machines read over SNMP are counted three times a minute.
    const labs = await eventually(90, async () => {
      const found = (await read<SchoolJson>('/api/v1/schools/thcs-mo-phong')).labs;
      const usable = found.reduce((sum, lab) => sum + lab.usable, 0);
      return usable === 14 ? found : undefined;
    });
    expect(labs).toMatchObject([
      { room: 'tin-1', usable: 6, pupilsPerMachine: 2 },
      { room: 'tin-2', usable: 8, pupilsPerMachine: 4.5 },
    ]);
    const machines = labs.flatMap((lab) => lab.machines);
    expect(machines).toContainEqual(
      expect.objectContaining({ name: 'TIN2-MAY08', simulated: true }),
    );
  }, 100_000);

  it('finds a simulated camera nobody configured, and who is configured and gone', async () => {
    const search = await eventually(30, async () => {
      const found = (await read<SchoolJson>('/api/v1/schools/thcs-mo-phong')).search;
      return found?.gone.includes('cam-04') === true ? found : undefined;
    });
    expect(search.notConfigured).toMatchObject([
      { name: 'Camera không rõ của ai', simulated: true },
    ]);
    expect(search.gone).toEqual(['cam-04']);
  }, 40_000);

  it('listens on loopback only', () => {
    const wide = listeners(demo).filter((address) => !/^(?:0100007F|0+1000000$)/.test(address));
    expect(wide).toEqual([]);
  });

  it('opens an incident and keeps a mail within two cycles of a camera’s stop, and recovers', async () => {
    await control('stop', 'cam-01');
    const opened = await eventually(25, () => incidentOf('cam-01', 'open'));
    expect(opened.rule).toBe('camera_offline');
    const mails = await eventually(10, async () => {
      const { mails: all } = await read<{ mails: { incident: string; state: string }[] }>(
        '/api/v1/mails',
      );
      const own = all.filter(({ incident, state }) => incident === opened.id && state === 'kept');
      return own.length > 0 ? own : undefined;
    });
    expect(mails).toHaveLength(1);
    const files = readdirSync(join(data, 'mails')).filter((name) => name.endsWith('.eml'));
    expect(files.length).toBeGreaterThan(0);
    const text = files.map((name) => readFileSync(join(data, 'mails', name), 'utf8')).join('\n');
    expect(text).toContain('X-Hatang');
    await control('start', 'cam-01');
    await eventually(40, () => incidentOf('cam-01', 'resolved'));
  }, 120_000);
});

async function incidentOf(device: string, state: string): Promise<IncidentJson | undefined> {
  const { incidents } = await read<{ incidents: IncidentJson[] }>('/api/v1/incidents');
  return incidents.find((incident) => incident.device === device && incident.state === state);
}

async function read<Value>(path: string): Promise<Value> {
  const answer = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as Value;
}

/** Real programs run beside this test, so it waits on the real clock, until a deadline. */
async function eventually<Value>(
  withinSeconds: number,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  const end = Date.now() + withinSeconds * 1_000;
  let last: unknown = 'nothing yet';
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`not within ${withinSeconds} s: ${String(last)}`);
}

async function control(deed: string, device: string): Promise<void> {
  const child = spawn(process.execPath, [LAUNCHER, 'demo', deed, device], { env, stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

/** Local addresses (as /proc/net writes them) that the demo and its children listen on. */
function listeners(parent: ChildProcess): string[] {
  const family = new Set<number>([parent.pid ?? 0]);
  for (let round = 0; round < 4; round += 1)
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      if (family.has(parentOf(pid))) family.add(Number(pid));
  const inodes = new Set([...family].flatMap(socketsOf));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/))
      .filter(
        ([, , , state, , , , , , inode]) =>
          (state === '0A' || state === '07') && inodes.has(inode ?? ''),
      )
      .map(([, local]) => local ?? ''),
  );
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    // It ended between the listing and this look.
    return -1;
  }
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => socketOf(join(folder, name)));
  } catch {
    // It ended between the listing and this look.
    return [];
  }
}

function socketOf(link: string): string[] {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1];
    return inode === undefined ? [] : [inode];
  } catch {
    // It was closed between the listing and this look.
    return [];
  }
}
