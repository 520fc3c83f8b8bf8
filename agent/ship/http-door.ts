import { Agent as HttpAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Ms } from '../../kit/units.ts';

/** An answer's size is bounded before it is read: ours are a few hundred bytes. */
const ANSWER_BYTES = 64 * 1024;

export interface Post {
  readonly url: string;
  /** POST where nothing else is said. */
  readonly method?: 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string;
      readonly retryAfter: string | undefined;
      /** The collector's clock, as it stands in the answer. */
      readonly date: string | undefined;
      /** Empty when it was larger than we read. */
      readonly body: string;
    }
  | { readonly kind: 'unreached'; readonly reason: string };

export interface Poster {
  /** Settles within the deadline, never rejects, follows no redirect. */
  post(post: Post, stop: AbortSignal): Promise<Answer>;
  close(): void;
}

/** Talks to the collector over one kept connection. */
export function httpPoster(deadline: Ms): Poster {
  const kept = { keepAlive: true, maxSockets: 1 };
  const plain = new HttpAgent(kept);
  const tls = new TlsAgent(kept);

  function once({ url, method, headers, body }: Post, signal: AbortSignal): Promise<Told> {
    return new Promise((resolve) => {
      const isTls = url.startsWith('https:');
      const request = (isTls ? tlsRequest : plainRequest)(url, {
        method: method ?? 'POST',
        agent: isTls ? tls : plain,
        headers: method === 'GET' ? headers : { ...headers, 'content-length': body.length },
        signal,
      });
      request.on('error', (error) => {
        const reason = signal.aborted ? String(signal.reason) : codeOf(error);
        resolve({ answer: { kind: 'unreached', reason }, stale: request.reusedSocket });
      });
      request.on('response', (response) => {
        void read(response).then((answer) => resolve({ answer, stale: false }));
      });
      request.end(body);
    });
  }

  return {
    async post(post, stop) {
      const cut = new AbortController();
      const cutByStop = (): void => cut.abort('stopped');
      const timer = setTimeout(() => cut.abort(`no answer within ${deadline} ms`), deadline);
      stop.addEventListener('abort', cutByStop, { once: true });
      if (stop.aborted) cutByStop();
      const first = await once(post, cut.signal);
      // A kept connection may have been closed by the other side while it lay idle: no news of the line.
      const again = first.stale && !cut.signal.aborted;
      const { answer } = again ? await once(post, cut.signal) : first;
      clearTimeout(timer);
      stop.removeEventListener('abort', cutByStop);
      return answer;
    },
    close() {
      plain.destroy();
      tls.destroy();
    },
  };
}

interface Told {
  readonly answer: Answer;
  /** The connection was a kept one and failed: worth another try at once. */
  readonly stale: boolean;
}

function read(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const answer = (body: string): Answer => ({
      kind: 'answered',
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      retryAfter: response.headers['retry-after'],
      date: response.headers.date,
      body,
    });
    response.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= ANSWER_BYTES) parts.push(part);
      else response.destroy();
    });
    response.on('end', () => resolve(answer(Buffer.concat(parts).toString('utf8'))));
    response.on('close', () => {
      if (size > ANSWER_BYTES) resolve(answer(''));
      else resolve({ kind: 'unreached', reason: 'the answer was cut off' });
    });
    // `close` follows an error and settles.
    response.on('error', () => undefined);
  });
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message;
