import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** Starts a program with an environment that has nothing of ours in it. */
export const startBare = (program: string, args: readonly string[], cwd: string): ChildProcess =>
  spawn(program, [...args], { cwd, env: { LANG: 'C.UTF-8' } });

/** Runs it to its end. */
export async function runBare(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<Ended> {
  const child = startBare(program, args, cwd);
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}
