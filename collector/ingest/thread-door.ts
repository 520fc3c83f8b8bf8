import { Worker } from 'node:worker_threads';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { type EpochMs, seconds } from '../../kit/units.ts';
import type { Lane, Outcome } from './ingest.ts';
import type { Admission } from './read-batch.ts';
import type { FromThread, ThreadHealth, ThreadStart, ToThread } from './thread-words.ts';

const AGAIN_AFTER = seconds(1);
const ENTRY = new URL('./thread-entry-door.ts', import.meta.url);

/** The thread that writes facts, as the one that answers requests sees it. Where it ends by itself it is started again. */
export class FactThread {
  readonly #start: ThreadStart;
  readonly #log: Log;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #lastId = 0;
  #worker: Worker | undefined;
  #health: ThreadHealth | undefined;
  #problem: string | undefined;
  #whenStopped: (() => void) | undefined;
  #damaged: (why: string) => void = () => undefined;

  private constructor(start: ThreadStart, log: Log) {
    this.#start = start;
    this.#log = log;
  }

  /** Rejects where it can't even begin. */
  static async begin(start: ThreadStart, log: Log): Promise<FactThread> {
    const thread = new FactThread(start, log);
    await thread.#begin();
    return thread;
  }

  /** What it told last; undefined before it did, and while it is gone. */
  get health(): ThreadHealth | undefined {
    return this.#health;
  }

  /** Why it stores nothing now; undefined while it does. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Batches admitted and not settled. */
  get inHand(): number {
    return this.#waiting.size;
  }

  /** Never rejects: a thread that is gone stores nothing, and says so. */
  admit(admission: Admission, lane: Lane): Promise<Outcome> {
    const worker = this.#worker;
    if (worker === undefined)
      return Promise.resolve({ kind: 'not_stored', reason: this.#problem ?? 'stopped' });
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((settle) => {
      this.#waiting.set(id, settle);
      send(worker, { kind: 'admit', id, lane, admission });
    });
  }

  /** Told when the file answers that it is damaged. */
  whenDamaged(listener: (why: string) => void): void {
    this.#damaged = listener;
  }

  prune(now: EpochMs): void {
    if (this.#worker !== undefined) send(this.#worker, { kind: 'prune', now });
  }

  /** Everything admitted before is settled when it resolves. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenStopped = resolve;
      if (this.#worker === undefined) resolve();
      else send(this.#worker, { kind: 'stop' });
    });
  }

  #begin(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(ENTRY, { workerData: this.#start });
      let reason = 'the thread that writes facts ended; it is started again';
      worker.on('message', (word: FromThread) => {
        if (word.kind !== 'ready') {
          this.#hear(word);
          return;
        }
        this.#worker = worker;
        this.#problem = undefined;
        resolve();
      });
      worker.once('error', (error) => {
        reason = messageOf(error);
      });
      worker.once('exit', () => {
        if (this.#worker === worker) this.#ended(reason);
        else reject(new Error(reason));
      });
    });
  }

  #hear(word: Exclude<FromThread, { kind: 'ready' }>): void {
    if (word.kind === 'health') this.#health = word.health;
    else if (word.kind === 'damaged') this.#damaged(word.why);
    else if (word.kind === 'log') this.#log[word.level](word.fields, word.event);
    else
      for (const [id, outcome] of word.outcomes) {
        this.#waiting.get(id)?.(outcome);
        this.#waiting.delete(id);
      }
  }

  #ended(reason: string): void {
    this.#worker = undefined;
    this.#health = undefined;
    this.#problem = reason;
    for (const settle of this.#waiting.values()) settle({ kind: 'not_stored', reason });
    this.#waiting.clear();
    if (this.#whenStopped !== undefined) {
      this.#whenStopped();
      return;
    }
    this.#log.error({ problem: reason }, 'fact_thread_ended');
    setTimeout(() => this.#again(), AGAIN_AFTER).unref();
  }

  #again(): void {
    if (this.#whenStopped !== undefined) return;
    this.#begin().catch((error: unknown) => this.#ended(messageOf(error)));
  }
}

const send = (worker: Worker, word: ToThread): void => worker.postMessage(word);
