import { cpus } from 'node:os';
import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** How busy this machine and this process were since `startLoad`, 0 to 1: above 0.95 neither can keep up with a line. */
export interface Load {
  /** All processors together. */
  readonly processors: number;
  /** This process's own loop, which has one processor at most. */
  readonly loop: number;
}

interface Times {
  readonly busy: number;
  readonly all: number;
}

export function startLoad(): () => Load {
  const times = processorTimes();
  const loop: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = processorTimes();
    const all = now.all - times.all;
    return {
      processors: all <= 0 ? 0 : Math.min(1, Math.max(0, (now.busy - times.busy) / all)),
      loop: performance.eventLoopUtilization(loop).utilization,
    };
  };
}

function processorTimes(): Times {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const used = times.user + times.nice + times.sys + times.irq;
    busy += used;
    all += used + times.idle;
  }
  return { busy, all };
}
