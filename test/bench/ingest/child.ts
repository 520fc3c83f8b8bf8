import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';

export interface Child {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** One of our programs that says `listening URL`; its log goes to a file. */
export async function startChild(
  args: readonly string[],
  { log, env = {} }: { readonly log: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Child> {
  const out = openSync(log, 'a');
  const child = spawn(process.execPath, [...args], {
    stdio: ['ignore', 'pipe', out],
    env: { ...process.env, ...env },
  });
  closeSync(out);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const url = await urlIn(child.stdout);
  if (url !== undefined) return { pid: child.pid ?? 0, url, stop };
  throw new Error(`${args.join(' ')} ended before it listened: see ${log}`);
}

/** What it says afterwards is read and forgotten, so that it never stalls. */
function urlIn(out: Readable | null): Promise<string | undefined> {
  let said = '';
  return new Promise((resolve) => {
    out?.on('data', (part) => {
      if (said.length < 10_000) said += String(part);
      const url = /^listening (\S+)$/m.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    out?.on('end', () => resolve(undefined));
  });
}
