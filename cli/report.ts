/** hatang report KIND: what the collector keeps, as a document; no collector needs to run, and a running one is not disturbed. */
import { writeFileSync } from 'node:fs';
import { StartProblem } from '../collector/start-problem.ts';
import { systemClock } from '../kit/clock.ts';
import { messageOf } from '../kit/result.ts';
import { type Asked, readAsked, USAGE } from './report/asked.ts';
import { documentOf } from './report/document.ts';
import { openStored, type Stored } from './report/stored.ts';

type ExitCode = 0 | 1 | 2 | 3;

/** 0 made, 2 wrong use, config, school or unit, 3 no database to read or no file to write. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  if (['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = readAsked(args);
  if (!asked.ok) return refuse(2, asked.problem);
  let stored: Stored | undefined;
  try {
    stored = await openStored(asked.value, systemClock);
    const text = documentOf(stored, asked.value, systemClock.now());
    if (!text.ok) return refuse(2, text.problem);
    return hand(asked.value, text.value);
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    return refuse(error.kind === 'config' ? 2 : 3, error.message);
  } finally {
    stored?.close();
  }
}

function hand({ out }: Asked, text: string): ExitCode {
  if (out === undefined) {
    process.stdout.write(text);
    return 0;
  }
  try {
    writeFileSync(out, text);
    return 0;
  } catch (error) {
    return refuse(3, `--out: ${messageOf(error)}`);
  }
}

function refuse(code: 2 | 3, problem: string): ExitCode {
  process.stderr.write(`hatang report: ${problem}\n`);
  return code;
}
