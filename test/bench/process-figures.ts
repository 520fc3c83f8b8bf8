import { readFileSync } from 'node:fs';

const MIB_KB = 1_024;

/** What Linux tells of a process; sizes in MiB. */
export interface ProcessFigures {
  /** As `ps` shows it: what follows, and a little shared memory. */
  readonly rss: number;
  /** Its own pages. */
  readonly anon: number;
  /** Pages of the program's file that it touched: many processes of one program share them. */
  readonly file: number;
  readonly peak: number;
  /** User and system time so far, in seconds; Linux counts in hundredths. */
  readonly cpuS: number;
}

export function processFigures(pid: number): ProcessFigures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / MIB_KB;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return {
    rss: mib('VmRSS'),
    anon: mib('RssAnon'),
    file: mib('RssFile'),
    peak: mib('VmHWM'),
    cpuS: (Number(stat[11]) + Number(stat[12])) / 100,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
