import { processFigures } from '../process-figures.ts';

export interface Watched {
  readonly rssPeakMib: number;
  /** Seen every quarter of a second, in the middle. */
  readonly rssMedianMib: number;
  readonly cpuS: number;
}

/** What a process takes from now until it is asked. */
export function watch(pid: number): () => Watched {
  const before = processFigures(pid);
  const seen: number[] = [];
  const timer = setInterval(() => seen.push(processFigures(pid).rss), 250);
  return () => {
    clearInterval(timer);
    const { rss, peak, cpuS } = processFigures(pid);
    const sorted = [...seen, rss].sort((a, b) => a - b);
    return {
      rssPeakMib: peak,
      rssMedianMib: sorted[Math.floor(sorted.length / 2)] ?? rss,
      cpuS: cpuS - before.cpuS,
    };
  };
}
