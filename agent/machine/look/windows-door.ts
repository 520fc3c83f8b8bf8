import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { seconds } from '../../../kit/units.ts';
import type { OwnSeen } from './seen.ts';
import { readWindows } from './windows-answer.ts';
import { WINDOWS_QUESTION } from './windows-question.ts';

const LIMIT = seconds(30);
const MOST_BYTES = 256 * 1024;

/** Asks Windows PowerShell, which every Windows 10 and 11 has; as a command, so that no policy on script files bars it. */
export async function readWindowsMachine(signal: AbortSignal): Promise<OwnSeen> {
  return readWindows(await ask(WINDOWS_QUESTION, signal));
}

function ask(question: string, signal: AbortSignal): Promise<string> {
  const root = process.env['SystemRoot'] ?? String.raw`C:\Windows`;
  const program = join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  return new Promise((resolve) => {
    const child = spawn(
      program,
      ['-NoProfile', '-NoLogo', '-NonInteractive', '-Command', question],
      {
        ...{ stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true, signal, timeout: LIMIT },
      },
    );
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.length > MOST_BYTES) child.kill();
    });
    // Not there, or called off: nothing was seen, which the reader says of an empty answer too.
    child.on('error', () => resolve(''));
    child.on('close', () => resolve(said));
  });
}
