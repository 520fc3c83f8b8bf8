import { Worker } from 'node:worker_threads';
import { messageOf } from '../../kit/result.ts';
import type { Summary } from '../../standards/summary.ts';
import type { FromJudge, JudgeStart } from './judge-words.ts';

const ENTRY = new URL('./judge-entry-door.ts', import.meta.url);

interface Asked {
  readonly resolve: (summary: Summary) => void;
  readonly reject: (error: Error) => void;
}

/** Asks a thread of its own what a school's summary is; begun when first asked, and anew where it ended. */
export class JudgeThread {
  readonly #start: JudgeStart;
  readonly #asked = new Map<string, Asked>();
  #worker: Promise<Worker> | undefined;

  constructor(start: JudgeStart) {
    this.#start = start;
  }

  /** One question a school at a time. */
  async judge(school: string): Promise<Summary> {
    this.#worker ??= this.#begin();
    const worker = await this.#worker;
    return await new Promise((resolve, reject) => {
      this.#asked.set(school, { resolve, reject });
      worker.postMessage(school);
    });
  }

  async stop(): Promise<void> {
    const worker = await this.#worker?.catch(() => undefined);
    await worker?.terminate();
  }

  #begin(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(ENTRY, { workerData: this.#start });
      let reason = new Error('the thread that judges ended');
      worker.on('message', (word: FromJudge) => {
        if (word.kind === 'ready') resolve(worker);
        else this.#hear(word);
      });
      worker.once('error', (error) => {
        reason = new Error(messageOf(error));
      });
      worker.once('exit', () => {
        this.#worker = undefined;
        reject(reason);
        for (const { reject: giveUp } of this.#asked.values()) giveUp(reason);
        this.#asked.clear();
      });
    });
  }

  #hear(word: Exclude<FromJudge, { kind: 'ready' }>): void {
    const asked = this.#asked.get(word.school);
    this.#asked.delete(word.school);
    if (word.kind === 'judged') asked?.resolve(word.summary);
    else asked?.reject(new Error(word.problem));
  }
}
