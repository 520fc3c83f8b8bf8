import { randomFillSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../kit/clock.ts';
import type { Ms } from '../../kit/units.ts';
import { uploadCount } from './count.ts';
import { allowanceOf, DEFAULT_MEASURE_LIMITS, type MeasureLimits } from './limits.ts';

/** Handlers of node:http; whoever mounts them has already asked for the right to call them. */
export interface MeasureHandlers {
  /** GET …/download?seconds=&bytes= */
  readonly download: (request: IncomingMessage, response: ServerResponse) => void;
  /** POST …/upload → {bytes, seconds, bps}, counted here. */
  readonly upload: (request: IncomingMessage, response: ServerResponse) => void;
}

const CHUNK_BYTES = 256 * 1024;
/** After the span a stream may still drain this long; then it is cut. */
const DRAIN_MS = 5_000;
const BUSY_RETRY_S = 5;

export function measureHandlers(parts: {
  readonly clock: Clock;
  readonly limits?: MeasureLimits;
}): MeasureHandlers {
  const limits = parts.limits ?? DEFAULT_MEASURE_LIMITS;
  // Random, so that nothing on the way compresses it; one buffer serves every stream.
  const chunk = randomFillSync(Buffer.allocUnsafe(CHUNK_BYTES));
  let streams = 0;
  const admit = (response: ServerResponse): boolean => {
    if (streams >= limits.streams) {
      response.setHeader('Retry-After', BUSY_RETRY_S);
      problem(response, 503, 'busy', `${streams} streams are being measured already`);
      return false;
    }
    streams += 1;
    response.once('close', () => {
      streams -= 1;
    });
    return true;
  };
  return {
    download(request, response) {
      const allowance = allowanceOf(request.url ?? '', limits);
      if (allowance === undefined)
        return problem(response, 400, 'bad question', 'seconds and bytes must be positive numbers');
      if (!admit(response)) return;
      cutAfter(request, response, allowance.span);
      response.writeHead(200, {
        'Content-Type': 'application/octet-stream',
        'Cache-Control': 'no-store, no-transform',
      });
      pour({ response, chunk, size: allowance.size, span: allowance.span, clock: parts.clock });
    },
    upload(request, response) {
      if (!admit(response)) {
        request.resume();
        return;
      }
      cutAfter(request, response, limits.longest);
      drink(request, response, { clock: parts.clock, limits });
    },
  };
}

interface Pouring {
  readonly response: ServerResponse;
  readonly chunk: Buffer;
  readonly size: number;
  readonly span: Ms;
  readonly clock: Clock;
}

function pour({ response, chunk, size, span, clock }: Pouring): void {
  const end = clock.elapsed() + span;
  let left = size;
  const more = (): void => {
    while (left > 0 && clock.elapsed() < end && !response.destroyed) {
      const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      if (!response.write(part)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

interface Drinking {
  readonly clock: Clock;
  readonly limits: MeasureLimits;
}

function drink(
  request: IncomingMessage,
  response: ServerResponse,
  { clock, limits }: Drinking,
): void {
  let taken = 0;
  let first: Ms | undefined;
  let last: Ms | undefined;
  const count = () => uploadCount(taken, ((last ?? 0) - (first ?? 0)) / 1_000);
  request.on('data', (part: Buffer) => {
    last = clock.elapsed();
    first ??= last;
    taken += part.length;
    if (response.headersSent || taken <= limits.largest) return;
    response.setHeader('Connection', 'close');
    problem(response, 413, 'too large', `more than ${limits.largest} bytes`);
    response.once('finish', () => request.destroy());
  });
  request.once('end', () => {
    if (!response.headersSent) answer(response, 200, 'application/json', count());
  });
  // The sender went away: nobody is left to tell, and 'close' has given the place back.
  request.once('error', () => response.destroy());
}

function cutAfter(request: IncomingMessage, response: ServerResponse, span: Ms): void {
  const cut = setTimeout(() => request.socket.destroy(), span + DRAIN_MS);
  cut.unref();
  response.once('close', () => clearTimeout(cut));
}

function problem(response: ServerResponse, status: number, title: string, detail: string): void {
  answer(response, status, 'application/problem+json', {
    type: 'about:blank',
    title,
    status,
    detail,
  });
}

function answer(response: ServerResponse, status: number, type: string, body: object): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
