import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { peerPath } from '../peers.ts';

const SCRIPT = fileURLToPath(new URL('./rtsp-server.py', import.meta.url));

export interface ClipOptions {
  readonly codec: 'h264' | 'h265';
  readonly size: string;
  readonly fps: number;
  readonly seconds: number;
}

/** Encoded ahead of time, so that a slow machine still serves it at its own rate. */
export function encodeClip({ codec, size, fps, seconds }: ClipOptions): string {
  const file = join(mkdtempSync(join(tmpdir(), 'clip-')), 'clip.mp4');
  const source = `testsrc=size=${size}:rate=${fps}:duration=${seconds}`;
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', `${fps}`]
      : ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', `keyint=${fps}:log-level=none`];
  const how = ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', source];
  execFileSync(peerPath('ffmpeg'), [...how, ...encoder, '-pix_fmt', 'yuv420p', file]);
  return file;
}

/** gst-rtsp-server with one clip at /stream; gives its port. Ends with the test. */
export async function startRtspServer(
  clip: string,
  codec: ClipOptions['codec'],
  login: readonly [scheme: 'none'] | readonly ['basic' | 'digest', user: string, password: string],
): Promise<number> {
  const server = spawn(peerPath('python3'), [SCRIPT, clip, codec, ...login], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    server.stdin.end();
    if (server.exitCode === null) await once(server, 'exit');
  });
  const [line] = await once(server.stdout, 'data');
  return Number(/port (\d+)/.exec(String(line))?.[1]);
}
