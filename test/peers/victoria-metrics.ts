import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerPath } from '../peers.ts';

/** A real VictoriaMetrics of its own, on loopback, that keeps points for a month. */
export interface VictoriaMetrics {
  readonly url: string;
  readonly pid: number;
  readonly folder: string;
  /** How many points of a metric it holds, read past our own code. */
  points(selector: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startVictoriaMetrics(
  options: readonly string[] = [],
): Promise<VictoriaMetrics> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-vm-'));
  const child = spawn(
    peerPath('victoria-metrics'),
    [
      '-httpListenAddr=127.0.0.1:0',
      `-storageDataPath=${folder}`,
      '-retentionPeriod=1',
      // Of points with one stamp one is kept: without it a point written again stands there twice.
      '-dedup.minScrapeInterval=1ms',
      ...options,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const port = await serving(child.stderr)
    .then(() => portOf(child.pid))
    .catch(async (error: unknown) => {
      await stop();
      throw error;
    });
  const url = `http://127.0.0.1:${port}`;
  const points = async (selector: string): Promise<number> => {
    await fetch(`${url}/internal/force_flush`);
    const exported = await fetch(
      `${url}/api/v1/export?${new URLSearchParams({ 'match[]': selector })}`,
    );
    const lines = (await exported.text()).split('\n').filter((line) => line !== '');
    return lines.reduce((sum, line) => sum + JSON.parse(line).values.length, 0);
  };
  return { url, pid: child.pid ?? 0, folder, points, stop };
}

/** Its log is read to its end, so that it never stalls. */
function serving(log: NodeJS.ReadableStream): Promise<void> {
  let seen = '';
  return new Promise((resolve, reject) => {
    log.on('data', (chunk) => {
      if (seen.length < 100_000) seen += String(chunk);
      if (seen.includes('starting http server')) resolve();
    });
    log.on('end', () => reject(new Error(`victoria-metrics ended: ${seen.slice(-2_000)}`)));
  });
}

/** Its log names the port it was told, 0: the system knows the one it was given. */
async function portOf(pid: number | undefined): Promise<number> {
  for (let look = 0; look < 500; look += 1) {
    const sockets = new Set(
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]];
        } catch {
          // Closed between the two looks.
          return [];
        }
      }),
    );
    for (const row of readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n')) {
      const [, local = '', , state, , , , , , inode] = row.trim().split(/\s+/);
      const port = local.split(':')[1];
      if (state === '0A' && port !== undefined && sockets.has(inode))
        return Number.parseInt(port, 16);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('victoria-metrics listens nowhere');
}
