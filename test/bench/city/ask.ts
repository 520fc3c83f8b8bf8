import { ADMIN_TOKEN } from '../ingest/collector.ts';
import { processFigures } from '../process-figures.ts';

/** Of one question put again and again, in ms to the last byte; the body is not parsed. */
export interface Timed {
  readonly first_ms: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  /** Of the server's processor time, each but the first: what else runs on the machine does not touch it. */
  readonly cpu_ms: number;
  readonly bytes: number;
}

export interface Asked {
  readonly url: string;
  readonly pid: number;
  readonly times: number;
}

export async function timed({ url, pid, times }: Asked): Promise<Timed> {
  const spans: number[] = [];
  let bytes = 0;
  let cpuS = 0;
  for (let turn = 0; turn <= times; turn += 1) {
    const start = performance.now();
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
    const body = await answer.arrayBuffer();
    spans.push(performance.now() - start);
    if (turn === 0) cpuS = processFigures(pid).cpuS;
    if (answer.status !== 200)
      throw new Error(`${url}: ${answer.status} ${new TextDecoder().decode(body).slice(0, 200)}`);
    bytes = body.byteLength;
  }
  const [first = Number.NaN, ...rest] = spans;
  const sorted = rest.sort((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? first);
  const cpu_ms = round(((processFigures(pid).cpuS - cpuS) * 1_000) / times);
  return { first_ms: round(first), p50_ms: at(0.5), p95_ms: at(0.95), cpu_ms, bytes };
}

const round = (value: number): number => Math.round(value * 10) / 10;
