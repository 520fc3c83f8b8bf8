/** Feeds one target in a thread of its own; the input in hand stands in shared memory, so that one that hangs is known. */
import { parentPort, workerData } from 'node:worker_threads';
import { mutate, randomFrom } from './mutate.ts';
import { type Order, putInput } from './shared.ts';
import { targetNamed } from './targets.ts';

const REPORT_EVERY_MS = 2_000;

const order = workerData as Order;
const target = await targetNamed(order.target);
const seeds = order.only === undefined ? await target.seeds() : [];
let [fed, slowestMs, reportedAt] = [0, 0, performance.now()];
const endAt = performance.now() + order.seconds * 1_000;

const report = (): void => parentPort?.postMessage({ kind: 'progress', fed, slowestMs });

/** Every input has a seed of its own: one is made again without those before it. */
function feed(number: number): void {
  const random = randomFrom(order.seed + number * 7_919);
  const bytes = order.only ?? mutate(seeds, target.words, random);
  putInput(order.shared, number, bytes);
  const startedAt = performance.now();
  try {
    target.feed(bytes, random);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parentPort?.postMessage({ kind: 'broken', number, message });
    process.exit(0);
  }
  slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  fed += 1;
}

const last = order.only === undefined ? Number.POSITIVE_INFINITY : order.first + 1;
for (let number = order.first; number < last && performance.now() < endAt; number += 1) {
  feed(number);
  if (performance.now() - reportedAt < REPORT_EVERY_MS) continue;
  reportedAt = performance.now();
  report();
}
report();
process.exit(0);
