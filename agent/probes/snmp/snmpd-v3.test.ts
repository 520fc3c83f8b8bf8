import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { describeWithPeers, peerPath } from '../../../test/peers.ts';
import { MachinesOptions } from './options.ts';
import { machineProbes } from './probe.ts';

const parts = { clock: systemClock, log: silentLog, random: () => 0.5 };
const never = new AbortController().signal;

/** Ours, and the word Debian's snmpd has for it. */
const AUTH = {
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
} as const;
const PRIV = { aes: 'AES', aes256b: 'AES-256', aes256r: 'AES-256-C' } as const;
type Auth = keyof typeof AUTH;
type Priv = keyof typeof PRIV;

const PAIRS: readonly (readonly [Auth, Priv])[] = [
  ['sha224', 'aes'],
  ['sha256', 'aes'],
  ['sha384', 'aes'],
  ['sha512', 'aes'],
  ['sha256', 'aes256b'],
  ['sha512', 'aes256r'],
];
const nameOf = (auth: Auth, priv: Priv): string => `${auth}-${priv}`;

interface Daemon {
  readonly port: number;
  stop(): Promise<void>;
}

/** With that engine, started so many times. */
async function startSnmpd(engine: string, boots: number): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-snmpd-'));
  const port = await freePort();
  const users = PAIRS.map(([auth, priv]) => [nameOf(auth, priv), AUTH[auth], PRIV[priv]] as const);
  const config = [
    `agentaddress udp:127.0.0.1:${port}`,
    'rocommunity ready 127.0.0.1',
    `exactEngineID ${engine}`,
    ...users.map(([name]) => `rouser ${name} authPriv`),
  ];
  const persistent = [
    // Without the engine's old name snmpd counts its starts from one.
    `oldEngineID ${engine}`,
    `engineBoots ${boots - 1}`,
    ...users.map(
      ([name, auth, priv]) => `createUser ${name} ${auth} "auth-key-1" ${priv} "priv-key-1"`,
    ),
  ];
  writeFileSync(join(folder, 'snmpd.conf'), `${config.join('\n')}\n`);
  writeFileSync(join(folder, 'persistent.conf'), `${persistent.join('\n')}\n`);
  const files = `${folder}/snmpd.conf,${folder}/persistent.conf`;
  const child = spawn(peerPath('snmpd'), ['-f', '-Lf', join(folder, 'log'), '-C', '-c', files], {
    env: { ...process.env, SNMP_PERSISTENT_DIR: folder },
    stdio: 'ignore',
  });
  await untilReady(port);
  return { port, stop: () => stop(child, folder) };
}

async function untilReady(port: number): Promise<void> {
  for (let round = 0; round < 5; round += 1)
    if ((await probeOf(port, { community: 'ready' }).measure(never)).healthy) return;
  throw new Error('snmpd does not answer');
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  rmSync(folder, { recursive: true });
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(() => done()));
  return port;
}

function probeOf(port: number, right: object) {
  const options = MachinesOptions.parse({
    list: [{ id: 'pc', name: 'PC', address: `127.0.0.1:${port}`, ...right }],
  });
  const [probe] = machineProbes(options, parts).probes;
  if (probe === undefined) throw new Error('no probe');
  return probe;
}

const v3 = (auth: Auth, priv: Priv) => ({
  v3: {
    user: nameOf(auth, priv),
    level: 'authPriv',
    auth: { protocol: auth, key: 'auth-key-1' },
    priv: { protocol: priv, key: 'priv-key-1' },
  },
});

const [ENGINE, OTHER_ENGINE] = ['0x8000000001020304', '0x8000000005060708'];

describeWithPeers(['snmpd'], 'v3 of a real snmpd', () => {
  const daemons: Daemon[] = [];
  const started = async (engine: string, boots: number) => {
    const daemon = await startSnmpd(engine, boots);
    daemons.push(daemon);
    return daemon;
  };
  let first: Daemon;
  beforeAll(async () => {
    first = await started(ENGINE, 50);
  }, 30_000);
  afterAll(async () => {
    for (const daemon of daemons) await daemon.stop();
  });

  it.each(PAIRS)('is read with %s and %s', async (auth, priv) => {
    const pass = await probeOf(first.port, v3(auth, priv)).measure(never);
    expect(pass.facts[0]?.fields).not.toHaveProperty('error');
    expect(pass.facts[0]?.fields).toMatchObject({ up: true, os_name: 'Linux' });
  });

  describe('whose place another takes in the middle of a pass', () => {
    const relays: Socket[] = [];
    afterAll(async () => {
      for (const relay of relays) await new Promise<void>((done) => relay.close(() => done()));
    });

    /** Passes so many questions on to the first, and all later ones to the second. */
    async function relay(before: Daemon, after: Daemon, many: number): Promise<number> {
      const [front, back] = [createSocket('udp4'), createSocket('udp4')];
      relays.push(front, back);
      let [asked, asker] = [0, 0];
      front.on('message', (question, from) => {
        asker = from.port;
        asked += 1;
        back.send(question, (asked <= many ? before : after).port, '127.0.0.1');
      });
      back.on('message', (answer) => front.send(answer, asker, '127.0.0.1'));
      front.bind(0, '127.0.0.1');
      await once(front, 'listening');
      return front.address().port;
    }

    it.each([
      ['another engine', OTHER_ENGINE, 60, 'unauthorized: engine id changed meanwhile'],
      ['its own engine, its clock set back', ENGINE, 3, 'unauthorized: outside the time window'],
    ])(
      'is named: %s',
      async (_, engine, boots, error) => {
        const second = await started(engine, boots);
        const port = await relay(first, second, 4);
        const probe = probeOf(port, v3('sha256', 'aes'));
        const broken = await probe.measure(never);
        expect(broken.facts[0]?.fields).toMatchObject({ up: true, os_name: 'Linux', error });
        expect(broken.problem?.vi).toMatch(/chỉ đọc được một phần/);
        const next = await probe.measure(never);
        expect(next.facts[0]?.fields).not.toHaveProperty('error');
      },
      30_000,
    );

    it('is read to the end where it was only started anew', async () => {
      const again = await started(ENGINE, 60);
      const port = await relay(first, again, 4);
      const pass = await probeOf(port, v3('sha256', 'aes')).measure(never);
      expect(pass.facts[0]?.fields).toMatchObject({ up: true });
      expect(pass.facts[0]?.fields).not.toHaveProperty('error');
    }, 30_000);
  });
});
