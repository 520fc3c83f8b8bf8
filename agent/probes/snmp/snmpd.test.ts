import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { describeWithPeers, peerPath } from '../../../test/peers.ts';
import { encodeFacts } from '../../../wire/line-protocol.ts';
import type { Pass } from '../probe.ts';
import { MachinesOptions } from './options.ts';
import { machineProbes } from './probe.ts';

const parts = { clock: systemClock, log: silentLog, random: () => 0.5 };
const never = new AbortController().signal;

const V3 = {
  user: 'tester',
  level: 'authPriv',
  auth: { protocol: 'sha', key: 'auth-key-1' },
  priv: { protocol: 'aes', key: 'priv-key-1' },
} as const;

function probeOf(port: number, machine: object = { community: 'lab-test' }, section: object = {}) {
  const options = MachinesOptions.parse({
    ...section,
    list: [{ id: 'pc-01', name: 'Máy 01', address: `127.0.0.1:${port}`, ...machine }],
  });
  const [probe] = machineProbes(options, parts).probes;
  if (probe === undefined) throw new Error('no probe');
  return probe;
}

const machineFields = ({ facts }: Pass) =>
  facts.find(({ measurement }) => measurement === 'machine')?.fields ?? {};

describeWithPeers(['snmpd'], 'a real snmpd', () => {
  let folder = '';
  let snmpd: ChildProcess | undefined;
  let port = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hatang-snmpd-'));
    port = await freePort();
    writeFileSync(
      join(folder, 'snmpd.conf'),
      [
        `agentaddress udp:127.0.0.1:${port}`,
        'rocommunity lab-test 127.0.0.1',
        'rouser tester authPriv',
        'sysName lab-pc-01',
      ].join('\n'),
    );
    // Users are made from the persistent folder, so that nothing outside this folder is touched.
    writeFileSync(
      join(folder, 'persistent.conf'),
      'createUser tester SHA "auth-key-1" AES "priv-key-1"\n',
    );
    snmpd = spawn(
      peerPath('snmpd'),
      [
        '-f',
        '-Lf',
        join(folder, 'log'),
        '-C',
        '-c',
        `${folder}/snmpd.conf,${folder}/persistent.conf`,
      ],
      { env: { ...process.env, SNMP_PERSISTENT_DIR: folder }, stdio: 'ignore' },
    );
    for (let round = 0; round < 5; round += 1)
      if ((await probeOf(port).measure(never)).healthy) return;
    throw new Error('snmpd does not answer');
  }, 30_000);

  afterAll(async () => {
    if (snmpd !== undefined) {
      snmpd.kill();
      if (snmpd.exitCode === null && snmpd.signalCode === null) await once(snmpd, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['v1', { community: 'lab-test', version: 1 }],
    ['v2c', { community: 'lab-test' }],
    ['v3 with SHA and AES', { v3: V3 }],
  ])('is read over %s', async (_, credentials) => {
    const pass = await probeOf(port, credentials).measure(never);
    const fields = machineFields(pass);
    expect(fields).toMatchObject({ up: true, name: 'lab-pc-01', os_name: 'Linux' });
    expect(fields).not.toHaveProperty('error');
    expect(fields['cores']).toBeGreaterThan(0);
    expect(fields['memory_bytes']).toBeGreaterThan(100e6);
    expect(fields['memory_used_ratio']).toBeGreaterThan(0);
    expect(fields['disk_bytes']).toBeGreaterThan(1e9);
    expect(fields['uptime_s']).toBeGreaterThan(0);
    const ports = pass.facts.filter(({ measurement }) => measurement === 'interface');
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.map(({ tags }) => tags['interface'])).not.toContain('lo');
    expect(encodeFacts(pass.facts)).toContain('machine,device=pc-01 up=true');
  });

  it('stays silent to a wrong community, and the fact does not tell it', async () => {
    const wrong = { community: 'not-the-word' };
    const pass = await probeOf(port, wrong, { deadline: '500ms' }).measure(never);
    expect(machineFields(pass)).toMatchObject({ up: false });
    expect(JSON.stringify(pass)).not.toContain('not-the-word');
  });

  it('is looked at from the command line, for programs and for people', async () => {
    const file = join(folder, 'community');
    writeFileSync(file, 'lab-test\n', { mode: 0o600 });
    const args = ['inspect', `127.0.0.1:${port}`, '--community-file', file];
    const json = await inspect([...args, '--json']);
    expect(json.code).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({
      address: `127.0.0.1:${port}`,
      reachable: true,
      version: '2c',
      system: { name: 'lab-pc-01' },
      machine: { cpu_cores: expect.any(Number), os: { name: 'Linux' } },
      findings: expect.arrayContaining([expect.objectContaining({ criterion: 'LAB-06' })]),
      errors: [],
    });
    expect((await inspect(args)).out).toMatch(/tên +lab-pc-01/);
    expect((await inspect([...args, '--lang', 'en'])).out).toMatch(/name +lab-pc-01/);
  });

  it('is looked at over v3 from the command line', async () => {
    const files = { auth: join(folder, 'auth'), priv: join(folder, 'priv') };
    writeFileSync(files.auth, V3.auth.key, { mode: 0o600 });
    writeFileSync(files.priv, V3.priv.key, { mode: 0o600 });
    const { code, out } = await inspect([
      ...['inspect', `127.0.0.1:${port}`, '--json', '--v3', 'tester'],
      ...['--auth-protocol', 'sha', '--auth-key-file', files.auth, '--priv-key-file', files.priv],
    ]);
    expect([code, JSON.parse(out).version]).toEqual([0, '3']);
  });

  it('refuses a community file that others can read', async () => {
    const file = join(folder, 'open');
    writeFileSync(file, 'lab-test', { mode: 0o600 });
    chmodSync(file, 0o644);
    const { code, err } = await inspect(['inspect', `127.0.0.1:${port}`, '--community-file', file]);
    expect(code).toBe(2);
    expect(err).toContain('can be read by others');
    expect(err).not.toContain('lab-test');
  });

  it.each([
    [
      'an unknown user',
      { v3: { ...V3, user: 'nobody' } },
      /^unauthorized: unknown user name/,
      /Máy không có tên người dùng SNMPv3 này/,
    ],
    [
      'a wrong authentication key',
      { v3: { ...V3, auth: { protocol: 'sha', key: 'not-the-key' } } },
      /^unauthorized: wrong digest/,
      /Sai mật khẩu hoặc thuật toán xác thực/,
    ],
    [
      'a level below what the agent asks for',
      { v3: { user: 'tester', level: 'noAuthNoPriv' } },
      /^unauthorized: /,
      /^Tài khoản SNMP bị từ chối/,
    ],
  ])('refuses %s, and the fact tells no secret', async (_, credentials, error, words) => {
    const pass = await probeOf(port, credentials).measure(never);
    expect(pass.healthy).toBe(false);
    expect(pass.problem?.vi).toMatch(words);
    expect(machineFields(pass)).toMatchObject({ up: false, error: expect.stringMatching(error) });
    expect(JSON.stringify(pass)).not.toMatch(/wrong"|not-the-key|-key-1/);
  });
});

it.each([
  [[], 2],
  [['inspect'], 2],
  [['walk', '127.0.0.1'], 2],
  [['inspect', '127.0.0.1:0'], 2],
  [['inspect', '127.0.0.1', '--community', 'word'], 2],
  [['inspect', 'no..name', '--json'], 3],
])('the command %j ends with %d', async (args, code) => {
  expect((await inspect(args)).code).toBe(code);
});

/** The command in a process of its own, as the command line starts it. */
async function inspect(args: readonly string[]) {
  const door = new URL('./inspect-door.ts', import.meta.url).href;
  const script = `const { run } = await import(${JSON.stringify(door)});
    process.exitCode = await run(process.argv.slice(2));`;
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    script,
    '--',
    'run',
    ...args,
  ]);
  const [out, err] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8'));
  const [said, complained] = await Promise.all([
    out?.toArray(),
    err?.toArray(),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, out: said?.join('') ?? '', err: complained?.join('') ?? '' };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(() => done()));
  return port;
}
