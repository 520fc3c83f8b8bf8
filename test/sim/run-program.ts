import { execFile } from 'node:child_process';

export interface ProgramEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a peer to its end, or kills it after `timeoutMs`; what it printed and how it ended. */
export function runProgram(
  path: string,
  args: readonly string[],
  timeoutMs = 25_000,
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    execFile(path, args, { timeout: timeoutMs }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}
