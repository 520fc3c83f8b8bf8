import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { peerPath } from '../peers.ts';

/** A real VictoriaMetrics of its own, on loopback, with its data in a temp folder. */
export interface VictoriaMetrics {
  readonly url: string;
  readonly pid: number;
  readonly folder: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

export async function startVictoriaMetrics(
  options: readonly string[] = [],
): Promise<VictoriaMetrics> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-victoria-'));
  // It can't tell the port that it was given: one is looked for before.
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    peerPath('victoria-metrics'),
    [`-storageDataPath=${folder}`, `-httpListenAddr=${new URL(url).host}`, ...options],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (await answers(url)) return { url, pid: child.pid ?? 0, folder, stop };
  await stop();
  throw new Error(`victoria-metrics did not answer within ${READY_WITHIN_MS} ms`);
}

async function answers(url: string): Promise<boolean> {
  for (let waited = 0; waited < READY_WITHIN_MS; waited += 100) {
    try {
      if ((await fetch(`${url}/health`)).ok) return true;
    } catch {
      // It does not listen yet.
    }
    await delay(100);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
