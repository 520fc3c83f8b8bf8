/**
 * One process that watches one stream again and again and does nothing else, for `cameras.ts`. Prints a line a run: what it
 * found, and its processor time less what the same process takes to sleep as long.
 */
import { connectRtsp } from '../../agent/probes/onvif/rtsp/rtsp-door.ts';
import { watchStream } from '../../agent/probes/onvif/rtsp/watch-stream.ts';
import { systemClock } from '../../kit/clock.ts';
import { bytes, seconds } from '../../kit/units.ts';

const [port, path = '/', windowS, runs] = process.argv.slice(2);

const watched: Awaited<ReturnType<typeof run>>[] = [];
while (watched.length < Number(runs)) watched.push(await run());
// Last: the first seconds of a process are busy with its own start.
const idle = await cost(() => systemClock.sleep(seconds(Number(windowS))));
for (const { cpu_ms, ...rest } of watched) say({ ...rest, cpu_ms: cpu_ms - idle.cpuMs });

async function run() {
  const { result, cpuMs, wallMs } = await cost(watch);
  const rssMb = process.memoryUsage.rss() / 1e6;
  return { says: sentence(result), cpu_ms: cpuMs, wall_ms: wallMs, rss_mb: rssMb };
}

function watch() {
  return watchStream({
    address: { host: '127.0.0.1', port: Number(port), secure: false, path },
    credentials: undefined,
    connect: connectRtsp,
    receive: undefined,
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    window: seconds(Number(windowS)),
    deadline: seconds(5),
    maxBytes: bytes(64e6),
  });
}

function sentence({ state, size, figures }: Awaited<ReturnType<typeof watch>>): string {
  const picture = `${size?.width}x${size?.height}`;
  return `${state} ${picture}, ${figures?.fps?.toFixed(2)} fps, ${figures?.frames} frames`;
}

async function cost<Result>(deed: () => Promise<Result>) {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const result = await deed();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  return { result, wallMs, cpuMs: (user + system) / 1_000 };
}

function say(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
