import { randomFillSync } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import * as z from 'zod';
import type { Clock } from '../../../kit/clock.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import type { Ms } from '../../../kit/units.ts';
import { type Direction, downRate, type UploadStream, upRate } from './bandwidth.ts';

export interface FarEnd {
  /** Origin of the collector or measure-server; the token goes nowhere else. */
  readonly server: string;
  readonly token?: string | undefined;
  readonly seconds: number;
  readonly maxBytes: number;
  readonly clock: Clock;
}

const STREAMS = 4;
const CHUNK_BYTES = 128 * 1024;
const MOST_ANSWER_BYTES = 4 * 1024;
/** Connecting, TLS and the last answer, beside the span itself. */
const PATIENCE_MS = 5_000;

/** Four downloads at once; counted here, from the first byte of any to the last of any. */
export async function measureDown(farEnd: FarEnd, outer: AbortSignal): Promise<Direction> {
  const start = farEnd.clock.elapsed();
  const arrival: Arrival = { bytes: 0, first: undefined, last: undefined };
  const each = Math.max(1, Math.floor(farEnd.maxBytes / STREAMS));
  const path = `/api/v1/measure/download?seconds=${farEnd.seconds}&bytes=${each}`;
  const ended = await inParallel(farEnd, outer, (signal) =>
    download({ farEnd, path, arrival, most: each, signal }),
  );
  const window = ((arrival.last ?? 0) - (arrival.first ?? 0)) / 1_000;
  return {
    rate: ended.ok ? downRate(arrival.bytes, window) : ended,
    bytes: arrival.bytes,
    seconds: (farEnd.clock.elapsed() - start) / 1_000,
  };
}

/** Four uploads at once; the rate is what the far end counted. */
export async function measureUp(farEnd: FarEnd, outer: AbortSignal): Promise<Direction> {
  const start = farEnd.clock.elapsed();
  const chunk = randomFillSync(Buffer.allocUnsafe(CHUNK_BYTES));
  let sent = 0;
  const ended = await inParallel(farEnd, outer, (signal) =>
    upload({ farEnd, chunk, signal, sent: (bytes) => (sent += bytes) }),
  );
  return {
    rate: ended.ok ? upRate(ended.value) : ended,
    bytes: sent,
    seconds: (farEnd.clock.elapsed() - start) / 1_000,
  };
}

/** All streams share one deadline; the first that fails stops the others. */
async function inParallel<Value>(
  { seconds }: FarEnd,
  outer: AbortSignal,
  stream: (signal: AbortSignal) => Promise<Result<Value>>,
): Promise<Result<readonly Value[]>> {
  const stop = new AbortController();
  const deadline = AbortSignal.timeout(seconds * 1_000 + PATIENCE_MS);
  const signal = AbortSignal.any([outer, deadline, stop.signal]);
  const results = await Promise.all(
    Array.from({ length: STREAMS }, async () => {
      const result = await stream(signal);
      if (!result.ok) stop.abort(new Error(result.problem));
      return result;
    }),
  );
  const failed = results.find((result) => !result.ok);
  if (deadline.aborted) return fail(`far end did not finish in ${seconds} s and ${PATIENCE_MS} ms`);
  if (stop.signal.aborted) return fail(messageOf(stop.signal.reason));
  if (failed !== undefined) return failed;
  return ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

interface Arrival {
  bytes: number;
  first: Ms | undefined;
  last: Ms | undefined;
}

interface Download {
  readonly farEnd: FarEnd;
  readonly path: string;
  readonly arrival: Arrival;
  readonly most: number;
  readonly signal: AbortSignal;
}

function download({ farEnd, path, arrival, most, signal }: Download): Promise<Result<undefined>> {
  return new Promise((settle) => {
    const request = open(farEnd, 'GET', path, signal);
    let taken = 0;
    request.once('error', (error) => settle(fail(reasonOf(error))));
    request.once('response', (response) => {
      if (response.statusCode !== 200) return refuse(request, response, settle);
      response.on('data', (part: Buffer) => {
        arrival.last = farEnd.clock.elapsed();
        arrival.first ??= arrival.last;
        arrival.bytes += part.length;
        taken += part.length;
        if (taken <= most) return;
        settle(fail('far end sends more than was asked'));
        request.destroy();
      });
      response.once('end', () => settle(ok(undefined)));
      response.once('error', (error) => settle(fail(reasonOf(error))));
    });
    request.end();
  });
}

interface Upload {
  readonly farEnd: FarEnd;
  readonly chunk: Buffer;
  readonly signal: AbortSignal;
  readonly sent: (bytes: number) => void;
}

function upload({ farEnd, chunk, signal, sent }: Upload): Promise<Result<UploadStream>> {
  return new Promise((settle) => {
    const { clock } = farEnd;
    const request = open(farEnd, 'POST', '/api/v1/measure/upload', signal);
    let sentBytes = 0;
    let start: Ms | undefined;
    const pour = (): void => {
      start ??= clock.elapsed();
      const most = farEnd.maxBytes / STREAMS;
      while (!request.destroyed && sentBytes < most) {
        if (clock.elapsed() - start >= farEnd.seconds * 1_000) break;
        const part = chunk.subarray(0, Math.ceil(Math.min(chunk.length, most - sentBytes)));
        sentBytes += part.length;
        sent(part.length);
        if (!request.write(part)) {
          request.once('drain', pour);
          return;
        }
      }
      request.end();
    };
    request.once('error', (error) => settle(fail(reasonOf(error))));
    request.once('response', async (response) => {
      if (response.statusCode !== 200) return refuse(request, response, settle);
      const count = await readCount(response);
      if (!count.ok) return settle(count);
      const tookSeconds = (clock.elapsed() - (start ?? 0)) / 1_000;
      const { bytes: countedBytes, seconds: countedSeconds } = count.value;
      settle(ok({ countedBytes, countedSeconds, sentBytes, tookSeconds }));
    });
    request.once('socket', (socket) => {
      socket.once(
        socket instanceof Object && 'encrypted' in socket ? 'secureConnect' : 'connect',
        pour,
      );
    });
    request.flushHeaders();
  });
}

/** Redirects are not followed, so that the token reaches the configured server only. */
function open(farEnd: FarEnd, method: string, path: string, signal: AbortSignal): ClientRequest {
  const url = new URL(path, farEnd.server);
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' };
  if (farEnd.token !== undefined) headers['Authorization'] = `Bearer ${farEnd.token}`;
  if (method === 'POST') headers['Content-Type'] = 'application/octet-stream';
  const options = { method, headers, signal, agent: false } as const;
  return url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
}

function refuse(
  request: ClientRequest,
  response: IncomingMessage,
  settle: (result: Result<never>) => void,
): void {
  settle(fail(`far end answered ${response.statusCode}`));
  request.destroy();
}

const Count = z.object({ bytes: z.int().nonnegative(), seconds: z.number().nonnegative() });

async function readCount(response: IncomingMessage): Promise<Result<z.infer<typeof Count>>> {
  try {
    let text = '';
    for await (const part of response.setEncoding('utf8')) {
      text += part;
      if (text.length > MOST_ANSWER_BYTES) return fail('far end answered too much');
    }
    return ok(Count.parse(JSON.parse(text)));
  } catch (error) {
    return fail(
      error instanceof SyntaxError || error instanceof z.ZodError
        ? 'far end answered no count'
        : reasonOf(error),
    );
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : messageOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'unresolved';
    case 'ECONNRESET':
      return 'far end stopped half-way';
    case 'ABORT_ERR':
      return 'stopped';
    default:
      return code;
  }
}
