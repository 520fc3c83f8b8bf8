import { Worker } from 'node:worker_threads';
import { inputIn, type Order, sharedInput } from './shared.ts';

/** How a run over one target ended. */
export interface FuzzReport {
  readonly target: string;
  readonly seed: number;
  readonly fed: number;
  readonly slowestMs: number;
  readonly finding: Finding | undefined;
}

export interface Finding {
  readonly what: string;
  readonly number: number;
  readonly input: Uint8Array;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly progress: (line: string) => void;
}

const HANG_MS = 1_000;
const LOOK_EVERY_MS = 100;
const PROGRESS_EVERY_MS = 10_000;
const MAX_HEAP_MB = 256;
/** A busy machine stops a thread too: an input hangs when it does so each time. */
const TRIES = 3;

const WORKER = new URL('./worker.ts', import.meta.url);

/** Feeds a target until its time is up or a promise is broken; an input that once seemed to hang is tried again alone. */
export async function fuzz(target: string, options: FuzzOptions): Promise<FuzzReport> {
  const { seed, progress } = options;
  const endAt = performance.now() + options.seconds * 1_000;
  let [fed, slowestMs, first] = [0, 0, 0];
  for (;;) {
    const seconds = (endAt - performance.now()) / 1_000;
    const order = { target, seed, seconds, first, only: undefined, shared: sharedInput() };
    const ended = await runWorker(order, (line) => progress(`${target}: ${line}`));
    fed += ended.fed;
    slowestMs = Math.max(slowestMs, ended.slowestMs);
    const report = { target, seed, fed, slowestMs };
    if (ended.kind === 'done') return { ...report, finding: undefined };
    if (ended.kind === 'broken' || (await hangsAgain(order, ended.finding)))
      return { ...report, finding: ended.finding };
    first = ended.finding.number + 1;
  }
}

async function hangsAgain(order: Order, { input }: Finding): Promise<boolean> {
  for (let left = TRIES; left > 0; left -= 1) {
    const alone = { ...order, only: input, first: 0, seconds: 60, shared: sharedInput() };
    if ((await runWorker(alone, () => undefined)).kind !== 'hangs') return false;
  }
  return true;
}

interface Count {
  readonly fed: number;
  readonly slowestMs: number;
}
type Ended = Count &
  ({ readonly kind: 'done' } | { readonly kind: 'broken' | 'hangs'; readonly finding: Finding });

/** One thread from start to end, watched from outside. */
function runWorker(order: Order, progress: (line: string) => void): Promise<Ended> {
  const worker = new Worker(WORKER, {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  const startedAt = performance.now();
  let count: Count = { fed: 0, slowestMs: 0 };
  let saidAt = startedAt;
  return new Promise((resolve, reject) => {
    let ending: Ended | undefined;
    const end = (kind: 'broken' | 'hangs', what: string): void => {
      const inHand = inputIn(order.shared);
      if (inHand === undefined) reject(new Error(`${order.target}: ${what}`));
      else
        ending ??= {
          ...count,
          kind,
          finding: { what, number: inHand.number, input: inHand.bytes },
        };
      void worker.terminate();
    };
    worker.on('message', (message: { readonly kind: string } & Count & { message: string }) => {
      if (message.kind === 'broken') {
        end('broken', message.message);
        return;
      }
      count = { fed: message.fed, slowestMs: message.slowestMs };
      if (performance.now() - saidAt < PROGRESS_EVERY_MS) return;
      saidAt = performance.now();
      progress(sayCount(count, saidAt - startedAt));
    });
    worker.on('error', (error) => end('broken', error.message));
    const look = watch(order.shared, () => end('hangs', `no end within ${HANG_MS} ms`));
    worker.on('exit', () => {
      clearInterval(look);
      resolve(ending ?? { ...count, kind: 'done' });
    });
  });
}

export const sayCount = ({ fed, slowestMs }: Count, tookMs: number): string =>
  `${fed} inputs, ${Math.round((fed / tookMs) * 1_000)}/s, slowest ${slowestMs.toFixed(1)} ms`;

/** Tells once the same input has been in hand too long. */
function watch(shared: SharedArrayBuffer, hangs: () => void): NodeJS.Timeout {
  let [number, sinceMs] = [-1, performance.now()];
  return setInterval(() => {
    const inHand = new Int32Array(shared, 0, 1)[0] ?? 0;
    if (inHand !== number) [number, sinceMs] = [inHand, performance.now()];
    else if (number > 0 && performance.now() - sinceMs > HANG_MS) hangs();
  }, LOOK_EVERY_MS);
}
