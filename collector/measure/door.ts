import { randomFillSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../kit/clock.ts';
import type { Allowance } from './allowance.ts';
import { answer, problem } from './answers-door.ts';
import { tellArrivals } from './arrivals-door.ts';
import { type Fill, fillQueue } from './fill-door.ts';
import { askedOf, DEFAULT_MEASURE_LIMITS, type MeasureLimits } from './limits.ts';
import { type Test, Tests } from './tests.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, allowance: Allowance) => void;

/** Handlers of node:http; whoever mounts them has already asked for the right to call them. */
export interface MeasureHandlers {
  /** GET …/download?seconds=&bytes= */
  readonly download: Handler;
  /** POST …/upload: takes bytes until the sender stops. */
  readonly upload: Handler;
  /** GET …/arrivals: what arrived of this test's uploads, a line each 20 ms, until the caller goes. */
  readonly arrivals: Handler;
  /** POST …/fill: a burst of datagrams that fills the queue of the line. */
  readonly fill: Handler;
}

const CHUNK_BYTES = 256 * 1024;
/** After the span a stream may still drain this long; then it is cut. */
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
  const enter = (response: ServerResponse, { lease }: Allowance): Test | undefined => {
    if (streams >= limits.streams) {
      response.setHeader('Retry-After', BUSY_RETRY_S);
      problem(response, 503, 'busy', `${streams} streams are being measured already`);
      return undefined;
    }
    streams += 1;
    response.once('close', () => {
      streams -= 1;
      tests.leave(lease);
    });
    return tests.enter(lease);
  };
  const longest = ({ seconds }: Allowance): number => Math.min(limits.longest, seconds * 1_000);
  return {
    download(request, response, allowance) {
      const asked = askedOf(request.url ?? '', limits);
      if (asked === undefined)
        return problem(response, 400, 'bad question', 'seconds and bytes must be positive numbers');
      if (enter(response, allowance) === undefined) return;
      const span = Math.min(asked.span, longest(allowance));
      cutAfter(request, response, span);
      response.writeHead(200, {
        'Content-Type': 'application/octet-stream',
        'Cache-Control': 'no-store, no-transform',
      });
      pour({ response, chunk, allowance, size: asked.size, end: clock.elapsed() + span, clock });
    },
    upload(request, response, allowance) {
      const test = enter(response, allowance);
      if (test === undefined) {
        request.resume();
        return;
      }
      cutAfter(request, response, longest(allowance));
      drink(request, response, { test, allowance });
    },
    arrivals(request, response, allowance) {
      const test = enter(response, allowance);
      if (test === undefined) return;
      cutAfter(request, response, longest(allowance));
      tellArrivals(request, response, { test, tests, clock });
    },
    fill(request, response, allowance) {
      if (enter(response, allowance) === undefined) return;
      cutAfter(request, response, longest(allowance));
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

function pour({ response, chunk, allowance, size, end, clock }: Pouring): void {
  let left = size;
  const more = (): void => {
    while (clock.elapsed() < end && !response.destroyed) {
      const most = Math.min(left, chunk.length, allowance.left('down'));
      if (most <= 0) break;
      left -= most;
      allowance.spend('down', most);
      if (!response.write(chunk.subarray(0, most))) {
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
}

function drink(
  request: IncomingMessage,
  response: ServerResponse,
  { test, allowance }: Drinking,
): void {
  let taken = 0;
  request.on('data', (part: Buffer) => {
    taken += part.length;
    test.taken += part.length;
    allowance.spend('up', part.length);
    if (response.headersSent || allowance.left('up') > 0) return;
    response.setHeader('Connection', 'close');
    problem(response, 413, 'too large', 'more than the lease allows');
    response.once('finish', () => request.destroy());
  });
  request.once('end', () => {
    if (!response.headersSent) answer(response, 200, 'application/json', { bytes: taken });
  });
  // The sender went away: nobody is left to tell, and 'close' has given the place back.
  request.once('error', () => response.destroy());
}

function cutAfter(request: IncomingMessage, response: ServerResponse, span: number): void {
  const cut = setTimeout(() => request.socket.destroy(), span + DRAIN_MS);
  cut.unref();
  response.once('close', () => clearTimeout(cut));
}
