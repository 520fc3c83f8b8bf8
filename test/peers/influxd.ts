import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerPath } from '../peers.ts';

/** A real InfluxDB 1.6.7 of its own, on loopback, with its data in a temp folder. */
export interface Influxd {
  readonly url: string;
  readonly pid: number;
  readonly folder: string;
  createDatabase(name: string): Promise<void>;
  /** Writes it has answered so far. */
  requests(): Promise<number>;
  /** As by kill -9, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** After `kill`, over the same data and at the same address. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startInfluxd(): Promise<Influxd> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-influxd-'));
  let running = await run(folder, '127.0.0.1:0').catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const { address } = running;
  const url = `http://${address}`;
  const kill = () => running.kill();
  return {
    url,
    folder,
    get pid() {
      return running.pid;
    },
    kill,
    async createDatabase(name) {
      const body = new URLSearchParams({ q: `CREATE DATABASE "${name}"` });
      const answer = await fetch(`${url}/query`, { method: 'POST', body });
      if (!answer.ok) throw new Error(`influxd answered ${answer.status}`);
    },
    async requests() {
      const vars = (await (await fetch(`${url}/debug/vars`)).json()) as DebugVars;
      return Object.values(vars).find(({ name }) => name === 'httpd')?.values?.['writeReq'] ?? 0;
    },
    async start() {
      running = await run(folder, address);
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type DebugVars = Readonly<
  Record<string, { readonly name?: string; readonly values?: Readonly<Record<string, number>> }>
>;

async function run(folder: string, at: string) {
  const config = join(folder, 'influxdb.conf');
  writeFileSync(config, influxdConfig(folder, at));
  const child = spawn(peerPath('influxd'), ['run', '-config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const address = await listening(child.stderr).catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return { address, pid: child.pid ?? 0, kill };
}

/** Its log names the port it was given, and is read to its end so that it never stalls. */
function listening(log: NodeJS.ReadableStream): Promise<string> {
  let seen = '';
  return new Promise((resolve, reject) => {
    log.on('data', (chunk) => {
      if (seen.length < 100_000) seen += String(chunk);
      const address = /Listening on HTTP.*?addr=(127\.0\.0\.1:\d+)/.exec(seen)?.[1];
      if (address !== undefined) resolve(address);
    });
    log.on('end', () => reject(new Error(`influxd ended: ${seen.slice(-2_000)}`)));
  });
}

/** `at`: where it answers, HOST:PORT. */
export const influxdConfig = (folder: string, at: string): string => `
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "${at}"
  log-enabled = false
[ifql]
  enabled = false
`;
