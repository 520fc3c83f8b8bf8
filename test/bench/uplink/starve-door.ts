import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../kit/result.ts';
import type { StandingLine } from '../../netlab/standing-line.ts';
import type { Starvation } from './case.ts';

export interface Starved {
  /** Words before the agent's command, outside its namespace, where control groups can be seen. */
  readonly prefix: readonly string[];
  end(): void;
}

const CPU = '/sys/fs/cgroup/cpu';
const PERIOD_US = 100_000;
/** The second of two processors: the far end and the line need the other. */
const ONE_CPU = '1';

export function starve(line: StandingLine, starvation: Starvation | undefined): Result<Starved> {
  if (starvation === undefined) return ok({ prefix: [], end: () => {} });
  if (starvation.kind === 'crowd') return ok(crowd(line, starvation.processes));
  if (!canShare()) return fail('this machine has no control groups that share a processor');
  return ok({ prefix: share(line, starvation.ofOneCpu), end: () => {} });
}

const canShare = (): boolean => existsSync(join(CPU, 'cpu.cfs_quota_us'));

/** A control group of its own, below ours; the undertaker removes it with the line. */
function share(line: StandingLine, ofOneCpu: number): readonly string[] {
  const own = /:cpu(?:,cpuacct)?:(.*)/.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/';
  const group = join(CPU, own, `netlab-${line.options.prefix}`);
  mkdirSync(group, { recursive: true });
  appendFileSync(join(line.folder, 'cgroup'), `${group}\n`);
  writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD_US));
  writeFileSync(join(group, 'cpu.cfs_quota_us'), String(Math.round(PERIOD_US * ofOneCpu)));
  return ['sh', '-c', `echo $$ > ${group}/cgroup.procs && exec "$@"`, 'sh'];
}

function crowd(line: StandingLine, processes: number): Starved {
  const pinned = ['taskset', '-c', ONE_CPU];
  const children = Array.from({ length: processes }, () =>
    line.start('agt', [...pinned, 'sh', '-c', 'while :; do :; done']),
  );
  return {
    prefix: pinned,
    end: () => {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
