import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ChildSpec {
  readonly name: string;
  /** Script and its arguments, run under this very Node. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Called with every line of its stdout. */
  readonly onLine?: (line: string) => void;
  /** Called instead of starting it again where it can't start at all: wrong use, or a port that is taken. */
  readonly onDown?: (code: 2 | 3) => void;
}

const RESTART_AFTER_MS = 1_000;
/** The exit code of a wrong configuration: starting again would not help. */
const WRONG_USE = 2;
/** And of something it needs and could not have. */
const NOT_REACHED = 3;

/** A program of the demo: started, restarted when it dies, and ended with its supervisor. */
export class Child {
  readonly #spec: ChildSpec;
  #process: ChildProcess | undefined;
  #stopping = false;
  #spoke = false;

  constructor(spec: ChildSpec) {
    this.#spec = spec;
    this.#start();
  }

  #start(): void {
    const { name, args, env, onLine, onDown } = this.#spec;
    const child = spawn(process.execPath, [...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    this.#process = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#spoke = true;
      onLine?.(line);
    });
    child.on('exit', (code, signal) => {
      if (this.#stopping) return;
      if (onDown !== undefined && !this.#spoke && (code === WRONG_USE || code === NOT_REACHED)) {
        onDown(code);
        return;
      }
      if (code === WRONG_USE) {
        process.stderr.write(`demo: ${name} can't work with its configuration and stays down\n`);
        return;
      }
      process.stderr.write(`demo: ${name} ended (${signal ?? code}), starting it again\n`);
      setTimeout(() => {
        if (!this.#stopping) this.#start();
      }, RESTART_AFTER_MS);
    });
  }

  /** Asks it to end, and makes it end after a while. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end();
    child.kill('SIGTERM');
    const hurry = setTimeout(() => child.kill('SIGKILL'), 6_000);
    await ended;
    clearTimeout(hurry);
  }
}
