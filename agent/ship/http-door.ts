import { Agent as HttpAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Ms } from '../../kit/units.ts';
import { CONFIG_HEADER } from '../../wire/agent-config.ts';

/** An answer's size is bounded before it is read: ours are a few hundred bytes. */
const ANSWER_BYTES = 64 * 1024;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A question by GET; `most` bytes of its answer are read. */
export interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly most: number;
}

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string;
      readonly retryAfter: string | undefined;
      /** The collector's clock, as it stands in the answer. */
      readonly date: string | undefined;
      /** The collector had the batch before, as it says; undefined where it says nothing. */
      readonly replayed?: boolean | undefined;
      readonly etag?: string | undefined;
      /** The version of settings the collector has for this agent. */
      readonly configVersion?: string | undefined;
      /** Empty when it was larger than we read. */
      readonly body: string;
    }
  | { readonly kind: 'unreached'; readonly reason: string };

export interface Poster {
  /** Settles within the deadline, never rejects, follows no redirect. */
  post(post: Post, stop: AbortSignal): Promise<Answer>;
  ask(question: Question, stop: AbortSignal): Promise<Answer>;
  close(): void;
}

/** Talks to the collector over one kept connection, or a few where one process stands for many agents. */
export function httpPoster(deadline: Ms, connections = 1): Poster {
  const kept = { keepAlive: true, maxSockets: connections };
  const plain = new HttpAgent(kept);
  const tls = new TlsAgent(kept);

  function once(sent: Post | Question, signal: AbortSignal): Promise<Told> {
    return new Promise((resolve) => {
      const { url } = sent;
      const isTls = url.startsWith('https:');
      const { body, most, ...how } = wayOf(sent);
      const request = (isTls ? tlsRequest : plainRequest)(url, {
        ...how,
        agent: isTls ? tls : plain,
        signal,
      });
      request.on('error', (error) => {
        const reason = signal.aborted ? String(signal.reason) : codeOf(error);
        resolve({ answer: { kind: 'unreached', reason }, stale: request.reusedSocket });
      });
      request.on('response', (response) => {
        void read(response, most).then((answer) => resolve({ answer, stale: false }));
      });
      request.end(body);
    });
  }

  async function exchange(sent: Post | Question, stop: AbortSignal): Promise<Answer> {
    const cut = new AbortController();
    const cutByStop = (): void => cut.abort('stopped');
    const timer = setTimeout(() => cut.abort(`no answer within ${deadline} ms`), deadline);
    stop.addEventListener('abort', cutByStop, { once: true });
    if (stop.aborted) cutByStop();
    const first = await once(sent, cut.signal);
    // A kept connection may have been closed by the other side while it lay idle: no news of the line.
    const again = first.stale && !cut.signal.aborted;
    const { answer } = again ? await once(sent, cut.signal) : first;
    clearTimeout(timer);
    stop.removeEventListener('abort', cutByStop);
    return answer;
  }

  return {
    post: exchange,
    ask: exchange,
    close() {
      plain.destroy();
      tls.destroy();
    },
  };
}

const wayOf = (sent: Post | Question) =>
  'body' in sent
    ? {
        ...{ method: 'POST', body: sent.body, most: ANSWER_BYTES },
        headers: { ...sent.headers, 'content-length': sent.body.length },
      }
    : { method: 'GET', body: undefined, most: sent.most, headers: sent.headers };

interface Told {
  readonly answer: Answer;
  /** The connection was a kept one and failed: worth another try at once. */
  readonly stale: boolean;
}

function read(response: IncomingMessage, most: number): Promise<Answer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const answer = (body: string): Answer => ({
      kind: 'answered',
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      retryAfter: response.headers['retry-after'],
      date: response.headers.date,
      replayed: flagOf(response.headers['x-hatang-replayed']),
      etag: response.headers.etag,
      configVersion: oneOf(response.headers[CONFIG_HEADER.toLowerCase()]),
      body,
    });
    response.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= most) parts.push(part);
      else response.destroy();
    });
    response.on('end', () => resolve(answer(Buffer.concat(parts).toString('utf8'))));
    response.on('close', () => {
      if (size > most) resolve(answer(''));
      else resolve({ kind: 'unreached', reason: 'the answer was cut off' });
    });
    // `close` follows an error and settles.
    response.on('error', () => undefined);
  });
}

const flagOf = (header: string | readonly string[] | undefined): boolean | undefined =>
  header === undefined ? undefined : header === 'true';
const oneOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message;
