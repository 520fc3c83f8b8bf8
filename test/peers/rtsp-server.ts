import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { peerPath } from '../peers.ts';

const SCRIPT = fileURLToPath(new URL('./rtsp-server.py', import.meta.url));

export interface ServedStream {
  readonly path: string;
  /** An MP4 file. */
  readonly clip: string;
  readonly codec: 'h264' | 'h265';
  readonly transport: 'tcp' | 'udp' | 'both';
}

export interface ServedLogin {
  readonly scheme: 'basic' | 'digest';
  readonly user: string;
  readonly password: string;
}

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** gst-rtsp-server over clips; every viewer gets each of them from its beginning. */
export async function startRtspServer(
  streams: readonly ServedStream[],
  login: ServedLogin | null = null,
): Promise<RunningServer> {
  const server = spawn(peerPath('python3'), [SCRIPT, JSON.stringify({ streams, login })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout, 'data');
  return {
    port: Number(/port (\d+)/.exec(String(line))?.[1]),
    async stop() {
      server.stdin.end();
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
}
