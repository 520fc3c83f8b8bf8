/**
 * What watching a stream costs, ours beside ffprobe's, on the same streams in one run: H.264 and H.265, 1920×1080 at 25,
 * 4 Mbit/s, from gst-rtsp-server, and one that freezes, from our simulated camera. Both look for 5 s over TCP, and both only
 * count: ffprobe with -count_packets, which decodes less than -count_frames.
 *
 * Ours is the process that is there anyway: `first` is its first stream, compiling and all, the others are medians of the
 * next runs, all less what the same process takes to sleep as long. ffprobe's is a process a probe, its start included, as
 * whoever uses it has to pay. `npm run bench:cameras`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeClip } from '../peers/clip.ts';
import { startRtspServer } from '../peers/rtsp-server.ts';
import { peerPath } from '../peers.ts';
import { startCamera } from '../sim/camera/camera.ts';
import { runProgram } from '../sim/run-program.ts';

const LOOK_S = 5;
const RUNS = 3;
const LONGEST_MS = 120_000;
const PROBE = fileURLToPath(new URL('./camera-probe.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hatang-cameras-'));

interface Run {
  readonly says: string;
  readonly cpu_ms: number;
  readonly wall_ms: number;
  readonly rss_mb: number;
}

/** Processor time of a child, which Node does not tell. */
const MEASURED = `
import json, resource, subprocess, sys, time
begin = time.monotonic()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
wall = time.monotonic() - begin
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"cpu_ms": (used.ru_utime + used.ru_stime) * 1000, "wall_ms": wall * 1000,
                  "rss_mb": used.ru_maxrss / 1000, "code": done.returncode, "out": done.stdout}))
`;

const camera = await startCamera({
  id: 'c',
  user: 'u',
  password: 'p',
  rtspAuth: 'none',
  state: 'frozen',
});
const streams = (['h264', 'h265'] as const).map((codec) => {
  const clip = {
    codec,
    size: '1920x1080',
    fps: 25,
    seconds: 10,
    bitsPerSecond: 4_000_000,
  } as const;
  return { path: `/${codec}`, codec, transport: 'tcp', clip: encodeClip(folder, clip) } as const;
});
const server = await startRtspServer(streams);
try {
  for (const { path } of streams) await compare(path.slice(1), server.port, path);
  await compare('h264 that freezes', camera.rtspPort, '/stream/main');
} finally {
  await Promise.all([server.stop(), camera.stop()]);
  rmSync(folder, { recursive: true, force: true });
}

async function compare(stream: string, port: number, path: string): Promise<void> {
  const [first, ...ours] = await runOurs(port, path);
  const theirs: Run[] = [];
  for (let run = 0; run < RUNS; run += 1) theirs.push(await runFfprobe(port, path));
  say(stream, 'hatang, first', first === undefined ? [] : [first]);
  say(stream, 'hatang', ours);
  say(stream, 'ffprobe', theirs);
  const ratio = median(theirs, 'cpu_ms') / median(ours, 'cpu_ms');
  process.stdout.write(`${stream}: ffprobe takes ${ratio.toFixed(1)} times the processor time\n\n`);
}

async function runOurs(port: number, path: string): Promise<readonly Run[]> {
  const args = [PROBE, `${port}`, path, `${LOOK_S}`, `${RUNS + 1}`];
  const { stdout } = await runProgram(process.execPath, args, LONGEST_MS);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function runFfprobe(port: number, path: string): Promise<Run> {
  const { stdout } = await runProgram(peerPath('python3'), [
    ...['-c', MEASURED, peerPath('ffprobe'), '-v', 'error', '-rtsp_transport', 'tcp'],
    ...['-timeout', `${LOOK_S}000000`, '-read_intervals', `%+${LOOK_S}`, '-count_packets'],
    ...['-show_entries', 'stream=width,height,r_frame_rate,avg_frame_rate,nb_read_packets'],
    ...['-of', 'json', `rtsp://127.0.0.1:${port}${path}`],
  ]);
  const { code, out, ...run } = JSON.parse(stdout);
  const [seen = {}] = JSON.parse(out).streams ?? [];
  const {
    width,
    height,
    r_frame_rate: rate,
    avg_frame_rate: mean,
    nb_read_packets: packets,
  } = seen;
  const rates = `r_frame_rate ${rate}, avg_frame_rate ${mean}`;
  return { ...run, says: `exit ${code} ${width}x${height}, ${rates}, ${packets} packets` };
}

function median(runs: readonly Run[], figure: 'cpu_ms' | 'wall_ms' | 'rss_mb'): number {
  const ordered = runs.map((run) => run[figure]).sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? 0;
}

function say(stream: string, who: string, runs: readonly Run[]): void {
  const figures = [
    `${median(runs, 'cpu_ms').toFixed(0)} ms cpu`,
    `${(median(runs, 'wall_ms') / 1_000).toFixed(2)} s`,
    `${median(runs, 'rss_mb').toFixed(0)} MB`,
  ];
  const cells = [stream.padEnd(18), who.padEnd(14), ...figures.map((cell) => cell.padStart(10))];
  process.stdout.write(`${cells.join('  ')}   ${runs.at(-1)?.says}\n`);
}
