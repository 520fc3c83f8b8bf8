/** Programs under test, started, ended, killed and frozen as the system does it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { pause } from './waits.ts';

export interface ChildParts {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** What it prints and logs is added here. */
  readonly logFile: string;
  /** Whether it does its work; asked with what it has logged since it was started. */
  readonly ready: (logged: string) => boolean | Promise<boolean>;
}

const READY_WITHIN_MS = 30_000;
const END_WITHIN_MS = 15_000;

export class Child {
  readonly #parts: ChildParts;
  #process: ChildProcess | undefined;
  #isOrdered = false;
  #logFrom = 0;
  /** Ends that nobody ordered, and orders that were not followed. */
  readonly troubles: string[] = [];
  /** While its disk is full it may fail to start; it is started again as a service is. */
  isExcused = false;

  constructor(parts: ChildParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    const child = this.#process;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  start(): void {
    if (this.isRunning) return;
    const [program, ...rest] = this.#parts.argv;
    const log = openSync(this.#parts.logFile, 'a');
    this.#logFrom = fstatSync(log).size;
    const child = spawn(program, rest, { stdio: ['ignore', log, log], env: this.#parts.env });
    closeSync(log);
    this.#process = child;
    this.#isOrdered = false;
    child.once('exit', (code, signal) => {
      if (!this.#isOrdered && !this.isExcused)
        this.troubles.push(`${this.#parts.name} ended by itself: ${code ?? signal}`);
    });
  }

  async ready(): Promise<void> {
    for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await pause(30)) {
      if (!this.isRunning && this.isExcused) this.start();
      if (await this.#isUp()) return;
    }
    throw new Error(`${this.#parts.name} did not become ready; see ${this.#parts.logFile}`);
  }

  async startReady(): Promise<void> {
    this.start();
    await this.ready();
  }

  async kill(): Promise<void> {
    this.#isOrdered = true;
    this.#process?.kill('SIGKILL');
    await this.#ended();
  }

  /** SIGTERM: it ends what it does, and by itself. */
  async end(): Promise<void> {
    this.#isOrdered = true;
    const child = this.#process;
    if (child === undefined || !this.isRunning) return;
    // Before it has begun its work it has nothing to end, and may be cut short.
    const wasUp = await this.#isUp();
    child.kill('SIGTERM');
    const late = setTimeout(() => {
      this.troubles.push(`${this.#parts.name} did not end within ${END_WITHIN_MS} ms`);
      child.kill('SIGKILL');
    }, END_WITHIN_MS);
    await this.#ended();
    clearTimeout(late);
    if (child.exitCode !== 0 && child.exitCode !== null)
      this.troubles.push(`${this.#parts.name} told to end gave ${child.exitCode}`);
    if (child.signalCode === 'SIGTERM' && wasUp)
      this.troubles.push(`${this.#parts.name} told to end was cut short`);
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async #isUp(): Promise<boolean> {
    const log = readFileSync(this.#parts.logFile);
    return await this.#parts.ready(log.subarray(this.#logFrom).toString());
  }

  #ended(): Promise<void> {
    const child = this.#process;
    if (child === undefined || !this.isRunning) return Promise.resolve();
    return new Promise((resolve) => child.once('exit', () => resolve()));
  }
}
