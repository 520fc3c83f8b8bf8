import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Ms, ms, seconds } from '../../../kit/units.ts';
import { LEASE_HEADER, type LeaseGranted, type LeaseRequest } from '../../../wire/lease.ts';
import { type Heard, hear, type LeaseProblem, waitAfter } from './lease.ts';
import { reasonOf } from './streams-door.ts';

export interface Lessor {
  /** Origin of the collector or measure-server; the token goes nowhere else. */
  readonly server: string;
  readonly token?: string | undefined;
}

export interface Acquiring extends Lessor {
  readonly request: LeaseRequest;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long to stand in the queue. */
  readonly patience: Ms;
}

/** Connecting, TLS and the answer of one question. */
const DEADLINE = seconds(10);
const MOST_ANSWER_BYTES = 4_096;

/**
 * Asks for a lease, and waits in the queue as long as the patience lasts. Whoever is not there is not waited for, and a lost
 * question is asked again; one that falls silent later (it starts anew, say) may keep our place.
 */
export async function acquireLease(
  acquiring: Acquiring,
  signal: AbortSignal,
): Promise<Result<LeaseGranted, LeaseProblem>> {
  const { clock, random, patience, request } = acquiring;
  const start = clock.elapsed();
  let hasPlace = false;
  for (let before = 0; ; before += 1) {
    const heard = await exchange(
      acquiring,
      { method: 'POST', body: JSON.stringify(request) },
      signal,
    );
    if (signal.aborted) return fail({ why: 'stopped' });
    if (heard.kind === 'granted') return ok(heard.granted);
    hasPlace ||= heard.kind === 'wait';
    const wait = waitAfter(heard, { before, hasPlace }, random);
    if (!wait.ok) return wait;
    const waited = clock.elapsed() - start;
    if (waited + wait.value > patience) {
      // The place is another's now; should this get lost, it runs out by itself.
      await exchange(acquiring, { method: 'DELETE' }, signal);
      return fail({ why: 'patience', waitedS: waited / 1_000 });
    }
    await clock.sleep(ms(wait.value), signal);
    if (signal.aborted) return fail({ why: 'stopped' });
  }
}

/** Hands the lease back, so that the slot is free at once; should this fail, it runs out by itself. */
export async function releaseLease(
  lessor: Lessor,
  lease: string,
  signal: AbortSignal,
): Promise<Result<undefined, LeaseProblem>> {
  const heard = await exchange(lessor, { method: 'DELETE', lease }, signal);
  if (heard.kind === 'done') return ok(undefined);
  return fail(heard.kind === 'problem' ? heard.problem : { why: 'garbled' });
}

interface Question {
  readonly method: 'POST' | 'DELETE';
  readonly body?: string;
  readonly lease?: string;
}

async function exchange(lessor: Lessor, question: Question, outer: AbortSignal): Promise<Heard> {
  const deadline = AbortSignal.timeout(DEADLINE);
  const signal = AbortSignal.any([outer, deadline]);
  try {
    const response = await send(lessor, question, signal);
    const { statusCode = 0, headers } = response;
    const body = await readText(response);
    return hear({ status: statusCode, retryAfter: headers['retry-after'], body });
  } catch (error) {
    const detail = deadline.aborted ? 'timeout' : reasonOf(error);
    return { kind: 'problem', problem: { why: 'unreached', detail } };
  }
}

/** Redirects are not followed, so that the token reaches the configured server only. */
function send(
  { server, token }: Lessor,
  { method, body, lease }: Question,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL('/api/v1/leases', server);
  const headers = {
    'Cache-Control': 'no-store',
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(lease === undefined ? {} : { [LEASE_HEADER]: lease }),
    ...(body === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
  };
  const options = { method, headers, signal, agent: false } as const;
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    open(url, options).once('error', reject).once('response', resolve).end(body);
  });
}

/** Empty where it is larger than any answer of ours. */
async function readText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of response.setEncoding('utf8')) {
    text += part;
    if (text.length <= MOST_ANSWER_BYTES) continue;
    response.destroy();
    return '';
  }
  return text;
}
