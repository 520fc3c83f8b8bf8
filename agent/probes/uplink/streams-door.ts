import { randomFillSync } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../../kit/clock.ts';
import { messageOf } from '../../../kit/result.ts';
import type { Bps } from '../../../kit/units.ts';
import type { FarEndState } from '../../../wire/arrivals.ts';
import { LEASE_HEADER } from '../../../wire/lease.ts';
import { ArrivalLines } from './arrival-lines.ts';

export interface FarEnd {
  /** Origin of the collector or measure-server; token and lease go nowhere else. */
  readonly server: string;
  readonly token?: string | undefined;
  readonly lease: string;
  /** The most a direction may take of time and of bytes. */
  readonly seconds: number;
  readonly downBytes: number;
  readonly upBytes: number;
  readonly clock: Clock;
  /** What the line carries by its contract, or did in a test before. */
  readonly known?: { readonly down?: Bps | undefined; readonly up?: Bps | undefined };
  /** Counts along what the streams took and were handed, for whoever watches the line meanwhile. */
  readonly tally?: Tally;
}

interface Tally {
  down: number;
  up: number;
}

export const STREAMS = 4;
const CHUNK_BYTES = 128 * 1024;

/** What the streams of one direction have come to so far. */
export class Streams {
  /** Bytes taken from them, or handed to them. */
  bytes = 0;
  /** The first thing that went wrong with any of them. */
  problem: string | undefined;
  /** They ended by themselves: the far end gave all that was asked. */
  complete = 0;
  answeredAt: number | undefined;
  readonly #direction: keyof Tally;
  readonly #tally: Tally;

  constructor(direction: keyof Tally, tally: Tally = { down: 0, up: 0 }) {
    this.#direction = direction;
    this.#tally = tally;
  }

  count(bytes: number): void {
    this.bytes += bytes;
    this.#tally[this.#direction] += bytes;
  }

  readonly fail = (problem: string): void => {
    this.problem ??= problem;
  };
}

/** Four downloads that share an allowance. */
export function openDownloads(farEnd: FarEnd, signal: AbortSignal): Streams {
  const streams = new Streams('down', farEnd.tally);
  const each = Math.max(1, Math.floor(farEnd.downBytes / STREAMS));
  const path = `/api/v1/measure/download?seconds=${farEnd.seconds}&bytes=${each}`;
  for (let at = 0; at < STREAMS; at += 1) {
    const request = ask(farEnd, { method: 'GET', path }, { failed: streams.fail, signal });
    let taken = 0;
    let ended = false;
    request.once('response', (response) => {
      if (refuses(request, response, streams)) return;
      streams.answeredAt ??= farEnd.clock.elapsed();
      response.on('data', (part: Buffer) => {
        taken += part.length;
        streams.count(part.length);
        if (taken <= each) return;
        streams.fail('far end sends more than the lease allows');
        request.destroy();
      });
      response.once('error', (error) => streams.fail(reasonOf(error)));
      response.once('end', () => {
        ended = true;
        streams.complete += 1;
      });
      response.once('close', () => {
        if (!ended && !signal.aborted) streams.fail('far end stopped half-way');
      });
    });
    request.end();
  }
  return streams;
}

/** Four uploads that share an allowance. */
export function openUploads(farEnd: FarEnd, signal: AbortSignal): Streams {
  const streams = new Streams('up', farEnd.tally);
  const chunk = randomFillSync(Buffer.allocUnsafe(CHUNK_BYTES));
  for (let at = 0; at < STREAMS; at += 1) {
    const path = '/api/v1/measure/upload';
    const request = ask(farEnd, { method: 'POST', path }, { failed: streams.fail, signal });
    const pour = (): void => {
      streams.answeredAt ??= farEnd.clock.elapsed();
      while (!request.destroyed) {
        const left = Math.min(chunk.length, farEnd.upBytes - streams.bytes);
        if (left <= 0) break;
        streams.count(left);
        if (!request.write(chunk.subarray(0, left))) {
          request.once('drain', pour);
          return;
        }
      }
      request.end();
    };
    request.once('response', (response) => {
      if (refuses(request, response, streams)) return;
      response.resume();
      if (streams.bytes >= farEnd.upBytes) streams.complete += 1;
      else streams.fail('far end stopped half-way');
    });
    request.once('socket', (socket) => {
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', pour);
    });
    request.flushHeaders();
  }
  return streams;
}

export interface ArrivalsFeed {
  /** Every line so far, oldest first, with our own clock beside it. */
  readonly states: readonly FarEndState[];
  readonly receivedAt: readonly number[];
  readonly problem: string | undefined;
}

/** What the far end tells of itself and of what arrived there, line by line. */
export function followArrivals(farEnd: FarEnd, signal: AbortSignal): ArrivalsFeed {
  const streams = new Streams('down');
  const lines = new ArrivalLines();
  const receivedAt: number[] = [];
  const path = '/api/v1/measure/arrivals';
  const request = ask(farEnd, { method: 'GET', path }, { failed: streams.fail, signal });
  request.once('response', (response) => {
    if (refuses(request, response, streams)) return;
    response.setEncoding('utf8').on('data', (text: string) => {
      if (streams.problem !== undefined) return;
      if (!lines.take(text)) {
        streams.fail('far end answered no count');
        request.destroy();
      }
      while (receivedAt.length < lines.states.length) receivedAt.push(farEnd.clock.elapsed());
    });
    response.once('error', (error) => streams.fail(reasonOf(error)));
    response.once('end', () => streams.fail('far end stopped half-way'));
  });
  request.end();
  return {
    states: lines.states,
    receivedAt,
    get problem() {
      return streams.problem;
    },
  };
}

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** Redirects are not followed, so that the token reaches the configured server only. */
export function ask(
  { server, token, lease }: FarEnd,
  { method, path }: Asked,
  { failed, signal }: { readonly failed: (why: string) => void; readonly signal: AbortSignal },
): ClientRequest {
  const url = new URL(path, server);
  const headers: Record<string, string> = { 'Cache-Control': 'no-store', [LEASE_HEADER]: lease };
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
  if (method === 'POST') headers['Content-Type'] = 'application/octet-stream';
  const options = { method, headers, signal, agent: false } as const;
  const request =
    url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
  // Not once: a request torn down may tell of more than one fault, and each must be heard.
  request.on('error', (error) => {
    if (!signal.aborted) failed(reasonOf(error));
  });
  return request;
}

function refuses(request: ClientRequest, response: IncomingMessage, streams: Streams): boolean {
  if (response.statusCode === 200) return false;
  streams.fail(`far end answered ${response.statusCode}`);
  request.destroy();
  return true;
}

export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : messageOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'unresolved';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'far end stopped half-way';
    case 'ABORT_ERR':
      return 'stopped';
    default:
      return code;
  }
}
