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
  stop(): Promise<void>;
}

export async function startInfluxd(): Promise<Influxd> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-influxd-'));
  const config = join(folder, 'influxdb.conf');
  writeFileSync(config, influxdConfig(folder));
  const child = spawn(peerPath('influxd'), ['run', '-config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = await listening(child.stderr).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const createDatabase = async (name: string): Promise<void> => {
    const body = new URLSearchParams({ q: `CREATE DATABASE "${name}"` });
    const answer = await fetch(`${url}/query`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`influxd answered ${answer.status}`);
  };
  return { url, pid: child.pid ?? 0, folder, createDatabase, stop };
}

/** Its log names the port it was given, and is read to its end so that it never stalls. */
function listening(log: NodeJS.ReadableStream): Promise<string> {
  let seen = '';
  return new Promise((resolve, reject) => {
    log.on('data', (chunk) => {
      if (seen.length < 100_000) seen += String(chunk);
      const address = /Listening on HTTP.*?addr=(127\.0\.0\.1:\d+)/.exec(seen)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
    log.on('end', () => reject(new Error(`influxd ended: ${seen.slice(-2_000)}`)));
  });
}

/** `at`: where it answers, HOST:PORT. */
export const influxdConfig = (folder: string, at = '127.0.0.1:0'): string => `
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
