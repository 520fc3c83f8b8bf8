import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Bytes, bytes, type Ms } from '../../../../kit/units.ts';
import { type CompareOrder, Line } from './view.ts';

export interface ChildLimits {
  readonly deadline: Ms;
  readonly maxRss: Bytes;
}

/** Why the child was stopped, where it did not come to its end by itself. */
export type ChildEnd = 'done' | 'ended' | 'deadline' | 'memory' | 'too_much' | 'stopped';

export interface ChildOutcome {
  readonly end: ChildEnd;
  readonly lines: readonly Line[];
}

const MAX_OUTPUT = bytes(1024 * 1024);
/** What V8 may hold of it; bodies lie outside. */
const HEAP_FLAG = '--max-old-space-size=128';
const LOOK_AT_MEMORY_MS = 50;
const LATER_MS = 2_000;

/** Where the script lies; undefined in a build of one file, which does not carry it. */
export const childScript = (): string | undefined => scriptBeside(import.meta.url);

export function scriptBeside(base: unknown): string | undefined {
  if (typeof base !== 'string' || !base.startsWith('file:')) return undefined;
  const path = fileURLToPath(new URL('./child-door.ts', base));
  return existsSync(path) ? path : undefined;
}

/** Runs the other client; it is dead when this resolves. The order, with its password, goes in by a pipe. */
export async function runChild(
  script: string,
  order: Omit<CompareOrder, 'deadlineMs' | 'maxRssBytes'>,
  { deadline, maxRss, signal }: ChildLimits & { readonly signal: AbortSignal },
): Promise<ChildOutcome> {
  const child = spawn(process.execPath, [HEAP_FLAG, script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: bareEnvironment(),
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let end: ChildEnd = 'ended';
  const stop = (why: ChildEnd) => {
    if (end === 'ended') end = why;
    kill();
  };
  const late = setTimeout(() => stop('deadline'), deadline);
  const looks = setInterval(() => {
    if (rssOf(child) > maxRss) stop('memory');
  }, LOOK_AT_MEMORY_MS);
  const abort = () => stop('stopped');
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  // A child that died before it read its order is told of by its end.
  child.stdin?.on('error', () => undefined);
  const limits = { deadlineMs: deadline + LATER_MS, maxRssBytes: maxRss };
  child.stdin?.write(`${JSON.stringify({ ...order, ...limits })}\n`);
  try {
    const lines = await collect(child, stop);
    const grew = lines.some((line) => 'error' in line && line.error.step === 'memory');
    return { end: end === 'ended' && grew ? 'memory' : end, lines };
  } finally {
    clearTimeout(late);
    clearInterval(looks);
    signal.removeEventListener('abort', abort);
    process.removeListener('exit', kill);
  }
}

/** Its lines as they come, until it is gone. */
function collect(child: ChildProcess, stop: (why: ChildEnd) => void): Promise<readonly Line[]> {
  return new Promise((resolve) => {
    const lines: Line[] = [];
    let [rest, size] = ['', 0];
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) return stop('too_much');
      const whole = (rest + chunk).split('\n');
      rest = whole.pop() ?? '';
      lines.push(...whole.flatMap(readLine));
      if (lines.some((line) => 'done' in line)) stop('done');
    });
    child.once('error', () => resolve(lines));
    child.once('close', () => resolve(lines));
  });
}

function readLine(text: string): readonly Line[] {
  try {
    const line = Line.safeParse(JSON.parse(text));
    return line.success ? [line.data] : [];
  } catch {
    // Half a line of a child that was stopped: it says nothing.
    return [];
  }
}

/** Zero where the system does not tell; the child looks at itself too. */
function rssOf({ pid }: ChildProcess): number {
  try {
    const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? 0 : Number(kb) * 1024;
  } catch {
    // No /proc on this system, or the child is gone already.
    return 0;
  }
}

/** Nothing of ours is for it to see; Windows starts no program without its own folder's name. */
function bareEnvironment(): Record<string, string> {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}
