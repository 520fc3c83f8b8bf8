import { type ChildProcess, spawn } from 'node:child_process';

/** How a command ended; no code is one that was ended, by its time or by another. */
export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

const MOST_TEXT = 4_000_000;

/** A command to its end, or to the end of its time. */
export async function run(argv: readonly string[], timeoutMs = 30_000): Promise<Ran> {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const out = gather(child, 'stdout');
  const err = gather(child, 'stderr');
  const code = await new Promise<number | undefined>((settle, refuse) => {
    child.once('error', refuse);
    child.once('close', (ended) => settle(ended ?? undefined));
  });
  return { code, out: out(), err: err() };
}

/** Throws what the command said: a line that can't be built is of no use to anybody. */
export async function must(argv: readonly string[]): Promise<string> {
  const { code, out, err } = await run(argv);
  if (code !== 0) throw new Error(`${argv.join(' ')}: ${err.trim() || `code ${code}`}`);
  return out;
}

/** Resolves when the program prints the text; throws when it ends first or is silent too long. */
export function untilSaid(child: ChildProcess, text: string, patienceMs = 10_000): Promise<void> {
  return new Promise((settle, refuse) => {
    let said = '';
    const late = setTimeout(() => refuse(new Error(`never said ${text}: ${said}`)), patienceMs);
    const hear = (part: Buffer) => {
      said += part;
      if (!said.includes(text)) return;
      clearTimeout(late);
      settle();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', refuse);
    child.once('exit', (code) => {
      clearTimeout(late);
      refuse(new Error(`ended with code ${code}: ${said}`));
    });
  });
}

function gather(child: ChildProcess, from: 'stdout' | 'stderr'): () => string {
  const parts: string[] = [];
  let length = 0;
  child[from]?.setEncoding('utf8').on('data', (part: string) => {
    length += part.length;
    if (length <= MOST_TEXT) parts.push(part);
  });
  return () => parts.join('');
}
