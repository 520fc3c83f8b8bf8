import { randomFillSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../kit/clock.ts';
import { type Allowance, refusalWords } from '../lease/gate.ts';
import { tellArrivals } from './arrivals-door.ts';
import { type Fill, fillQueue } from './fill-door.ts';
import { askedOf, DEFAULT_MEASURE_LIMITS, type MeasureLimits } from './limits.ts';
import { sendProblem } from './problem-door.ts';
import { type Test, Tests } from './running-tests.ts';

/** One stream, and what its lease leaves it; whoever mounts the handlers has asked for the lease. */
export type LeasedHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  allowance: Allowance,
) => void;

/** Handlers of node:http. */
export interface MeasureHandlers {
  /** GET …/download?seconds=&bytes= */
  readonly download: LeasedHandler;
  /** POST …/upload: takes bytes until the sender stops. */
  readonly upload: LeasedHandler;
  /** GET …/arrivals: what arrived of this test's uploads, a line each 20 ms, until the caller goes. */
  readonly arrivals: LeasedHandler;
  /** POST …/fill: a burst of datagrams that fills the queue of the line. */
  readonly fill: LeasedHandler;
}

const CHUNK_BYTES = 256 * 1024;
/** After its span a stream may still drain this long; then it is cut. */
const DRAIN_MS = 5_000;
const BUSY_RETRY_S = 5;

export function measureHandlers(parts: {
  readonly clock: Clock;
  readonly fill: Fill;
  readonly limits?: MeasureLimits;
}): MeasureHandlers {
  const { clock, limits = DEFAULT_MEASURE_LIMITS } = parts;
  // Random, so that nothing on the way compresses it; one buffer serves every stream.
  const chunk = randomFillSync(Buffer.allocUnsafe(CHUNK_BYTES));
  const tests = new Tests();
  let streams = 0;
  /** Undefined where there is no room: then it is answered. */
  const enter = (
    request: IncomingMessage,
    response: ServerResponse,
    allowance: Allowance,
  ): Test | undefined => {
    const isFull = streams >= limits.streams;
    if (!isFull) streams += 1;
    cutInTime(request, response, allowance);
    response.once('close', () => {
      allowance.close();
      if (isFull) return;
      streams -= 1;
      tests.leave(allowance.test);
    });
    if (!isFull) return tests.enter(allowance.test);
    const detail = `${streams} streams are being measured already`;
    sendProblem(response, 503, { detail, retryAfterS: BUSY_RETRY_S });
    return undefined;
  };
  return {
    download(request, response, allowance) {
      const asked = askedOf(request.url ?? '', limits);
      if (enter(request, response, allowance) === undefined) return;
      if (asked === undefined)
        return sendProblem(response, 400, { detail: 'seconds and bytes must be positive numbers' });
      const span = Math.min(asked.span, limits.longest, allowance.span);
      response.writeHead(200, {
        'Content-Type': 'application/octet-stream',
        'Cache-Control': 'no-store, no-transform',
      });
      pour({ response, chunk, allowance, size: asked.size, end: clock.elapsed() + span, clock });
    },
    upload(request, response, allowance) {
      const test = enter(request, response, allowance);
      if (test !== undefined) drink(request, response, { test, allowance, limits });
    },
    arrivals(request, response, allowance) {
      const test = enter(request, response, allowance);
      if (test !== undefined) tellArrivals(request, response, { test, tests, clock });
    },
    fill(request, response, allowance) {
      if (enter(request, response, allowance) === undefined) return;
      void fillQueue(request, response, { allowance, fill: parts.fill });
    },
  };
}

interface Pouring {
  readonly response: ServerResponse;
  readonly chunk: Buffer;
  readonly allowance: Allowance;
  readonly size: number;
  readonly end: number;
  readonly clock: Clock;
}

/** What was written and never sent is given back. */
function pour({ response, chunk, allowance, size, end, clock }: Pouring): void {
  let left = size;
  response.once('close', () => allowance.giveBack(response.writableLength));
  const more = (): void => {
    while (clock.elapsed() < end && !response.destroyed) {
      const part = allowance.take(Math.min(left, chunk.length));
      if (part <= 0) break;
      left -= part;
      if (!response.write(chunk.subarray(0, part))) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

interface Drinking {
  readonly test: Test;
  readonly allowance: Allowance;
  readonly limits: MeasureLimits;
}

function drink(
  request: IncomingMessage,
  response: ServerResponse,
  { test, allowance, limits }: Drinking,
): void {
  let taken = 0;
  request.on('data', (part: Buffer) => {
    taken += part.length;
    test.taken += part.length;
    if (response.headersSent) return;
    if (allowance.take(part.length) === part.length && taken <= limits.largest) return;
    response.once('finish', () => request.destroy());
    sendProblem(response, 413, { detail: refusalWords.spent, reason: 'spent' });
  });
  request.once('end', () => {
    if (!response.headersSent) response.end(JSON.stringify({ bytes: taken }));
  });
  // The sender went away: nobody is left to tell, and 'close' has given the place back.
  request.once('error', () => response.destroy());
}

/** A stream ends with its time, and with its lease at the latest. */
function cutInTime(
  request: IncomingMessage,
  response: ServerResponse,
  { span, cutAfter, ended }: Allowance,
): void {
  const cut = (): void => {
    request.socket.destroy();
  };
  const timer = setTimeout(cut, Math.min(span + DRAIN_MS, cutAfter));
  timer.unref();
  ended.addEventListener('abort', cut);
  response.once('close', () => {
    clearTimeout(timer);
    ended.removeEventListener('abort', cut);
  });
}
