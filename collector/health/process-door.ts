import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import process from 'node:process';
import type { Metric } from './metric.ts';

/** How often the loop is looked at; a lag is what is above it. */
const RESOLUTION_MS = 20;

export interface ProcessFigures {
  readonly startedAtS: number;
  /** `Node 24.21.0` */
  readonly runtime: string;
  metrics(): readonly Metric[];
  end(): void;
}

/** This process by the names that Prometheus’s own client libraries give these figures. Lags are those since the last asking. */
export function processFigures(): ProcessFigures {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const startedAtS = performance.timeOrigin / 1_000;
  const lagS = (percentile: number): number =>
    Math.max(0, delays.percentile(percentile) / 1e9 - RESOLUTION_MS / 1e3);
  return {
    startedAtS,
    runtime: `Node ${process.versions.node}`,
    metrics() {
      const { rss, heapUsed } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      const lags = { p50: lagS(50), p99: lagS(99) };
      delays.reset();
      return [
        gauge('process_resident_memory_bytes', 'Resident memory', rss),
        gauge('nodejs_heap_size_used_bytes', 'Heap in use', heapUsed),
        {
          name: 'process_cpu_seconds_total',
          help: 'Processor time, user and system',
          type: 'counter',
          value: (user + system) / 1e6,
        },
        gauge('process_start_time_seconds', 'Start, since 1970', startedAtS),
        ...openFiles(),
        gauge('nodejs_eventloop_lag_p50_seconds', 'Lag of the event loop, median', lags.p50),
        gauge('nodejs_eventloop_lag_p99_seconds', 'Lag of the event loop, 99 in 100', lags.p99),
      ];
    },
    end: () => delays.disable(),
  };
}

const gauge = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  type: 'gauge',
  value,
});

function openFiles(): readonly Metric[] {
  try {
    return [gauge('process_open_fds', 'Open files', readdirSync('/proc/self/fd').length)];
  } catch {
    // Only Linux lists them there; elsewhere the figure is missing, which is the truth.
    return [];
  }
}
