/** One collector with its database, its senders and one real agent: every program under test is a process of its own. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { influxdConfig } from '../peers/influxd.ts';
import { peerPath } from '../peers.ts';
import { Child } from './child.ts';
import { FakedClock } from './faked-clock.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import type { ArmKind } from './faults.ts';
import { SmallDisk } from './small-disk.ts';
import { countingStandard } from './stored.ts';

export const TOKEN = 'admin-token-of-the-chaos-run';
export const AGENT = { school: 'thcs-agent', agent: 'may-chu' } as const;
const LAUNCHER = fileURLToPath(new URL('../../cli/hatang.mjs', import.meta.url));
const COLLECTOR_DISK_MIB = 256;
const AGENT_DISK_MIB = 16;

export interface Database {
  readonly child: Child;
  readonly proxy: FaultProxy;
}

export interface Parts {
  readonly kind: ArmKind;
  readonly folder: string;
  readonly collectorUrl: string;
  readonly collector: Child;
  readonly collectorClock: FakedClock;
  readonly collectorDisk: SmallDisk;
  readonly agent: Child;
  readonly agentClock: FakedClock;
  readonly agentDisk: SmallDisk;
  readonly database: Database | undefined;
  /** Before the collector: one for the senders, one for the agent. */
  readonly senderProxy: FaultProxy;
  readonly agentProxy: FaultProxy;
}

/** Made, and nothing but the database and the proxies started. */
export async function makeParts(kind: ArmKind): Promise<Parts> {
  const folder = mkdtempSync(join(tmpdir(), `hatang-chaos-${kind}-`));
  const collectorUrl = `http://127.0.0.1:${await freePort()}`;
  const isWrite = (path: string) => path.startsWith('/api/v2/write');
  const database = kind === 'influx' ? await startDatabase(folder) : undefined;
  const collectorClock = new FakedClock(folder, 'collector');
  const agentClock = new FakedClock(folder, 'agent');
  const agentProxy = await startFaultProxy(collectorUrl, isWrite);
  writeConfigs({ folder, agentUrl: agentProxy.url, databaseUrl: database?.proxy.url });
  return {
    ...{ kind, folder, collectorUrl, database, collectorClock, agentClock, agentProxy },
    senderProxy: await startFaultProxy(collectorUrl, isWrite),
    collectorDisk: new SmallDisk(join(folder, 'collector'), COLLECTOR_DISK_MIB),
    agentDisk: new SmallDisk(join(folder, 'agent'), AGENT_DISK_MIB),
    collector: hatang(
      folder,
      'collector',
      [
        ...['collector', '--config', join(folder, 'collector.yaml')],
        ...['--data', join(folder, 'collector'), '--listen', new URL(collectorUrl).host],
      ],
      { env: collectorClock.env, ready: () => answers(`${collectorUrl}/readyz`) },
    ),
    agent: hatang(folder, 'agent', ['agent', 'run', '--config', join(folder, 'agent.yaml')], {
      env: agentClock.env,
      ready: (logged) => logged.includes('agent started'),
    }),
  };
}

export function hatang(
  folder: string,
  name: string,
  args: readonly string[],
  {
    env,
    ready,
  }: {
    env: Readonly<Record<string, string>>;
    ready: ConstructorParameters<typeof Child>[0]['ready'];
  },
): Child {
  const { HATANG_LISTEN: _listen, HATANG_DATA: _data, ...outer } = process.env;
  return new Child({
    name,
    argv: [process.execPath, LAUNCHER, ...args],
    env: { ...outer, ...env, HATANG_ADMIN_TOKEN: TOKEN },
    logFile: join(folder, `${name}.log`),
    ready,
  });
}

async function startDatabase(folder: string): Promise<Database> {
  const at = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'influxdb.conf');
  writeFileSync(config, influxdConfig(join(folder, 'influxd'), at));
  const child = new Child({
    name: 'influxd',
    argv: [peerPath('influxd'), 'run', '-config', config],
    env: process.env,
    logFile: join(folder, 'influxd.log'),
    ready: () => answers(`http://${at}/ping`),
  });
  await child.startReady();
  const made = await fetch(`http://${at}/query`, {
    method: 'POST',
    body: new URLSearchParams({ q: 'CREATE DATABASE "hatang"' }),
  });
  if (!made.ok) throw new Error(`influxd answered ${made.status}`);
  const proxy = await startFaultProxy(`http://${at}`, (path) => path.startsWith('/write'));
  return { child, proxy };
}

interface Written {
  readonly folder: string;
  readonly agentUrl: string;
  readonly databaseUrl: string | undefined;
}

function writeConfigs({ folder, agentUrl, databaseUrl }: Written): void {
  const put = (name: string, content: object) =>
    writeFileSync(join(folder, name), JSON.stringify(content));
  mkdirSync(join(folder, 'standards'));
  put('standards/counting.yaml', countingStandard);
  put('collector.yaml', {
    standards: { folder: join(folder, 'standards') },
    history:
      databaseUrl === undefined
        ? { kind: 'sqlite' }
        : { kind: 'influx', url: databaseUrl, database: 'hatang' },
  });
  put('agent.yaml', {
    agent: AGENT.agent,
    data: './agent',
    page: 'off',
    collector: { url: agentUrl },
    spool: { max_size: '4MiB', reserve: '1MiB' },
    ship: { every: '500ms', backlog_rate: 100 },
    server: { id: 'may-chu', name: 'máy chủ', every: '1s' },
    uplink: {
      id: 'line',
      name: 'đường truyền',
      every: '1s',
      probes: 2,
      targets: ['a', 'b', 'c', 'd'].map((name) => ({ name, tcp: new URL(agentUrl).host })),
    },
  });
}

export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Not there yet is what this asks about.
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
