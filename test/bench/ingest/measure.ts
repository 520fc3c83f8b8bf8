import { loadavg } from 'node:os';
import type { Batches } from './batches.ts';
import { drive } from './drive.ts';
import type { Server } from './server.ts';
import { watch } from './watch.ts';

export interface Measured {
  readonly server: string;
  readonly shape: string;
  readonly lines: number;
  readonly lines_per_s: number;
  /** Of the server's own processor time: what others on the machine take does not touch it. */
  readonly lines_per_cpu_s: number;
  readonly rss_peak_mib: number;
  readonly rss_median_mib: number;
  readonly other_answers: Readonly<Record<string, number>>;
  readonly load_average: number;
}

export interface Fed {
  readonly shape: string;
  readonly batches: Batches;
  readonly connections: number;
}

export async function feed(
  server: Pick<Server, 'name' | 'pid' | 'target'>,
  { shape, batches, connections }: Fed,
): Promise<Measured> {
  const watched = watch(server.pid);
  const { linesPerS, otherAnswers } = await drive(batches, server.target, connections);
  const { cpuS, rssPeakMib, rssMedianMib } = watched();
  return {
    server: server.name,
    shape,
    lines: batches.lines,
    lines_per_s: Math.round(linesPerS),
    lines_per_cpu_s: Math.round(batches.lines / Math.max(0.01, cpuS)),
    rss_peak_mib: Math.round(rssPeakMib),
    rss_median_mib: Math.round(rssMedianMib),
    other_answers: otherAnswers,
    load_average: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
