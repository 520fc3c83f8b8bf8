/** The one client all servers are driven by: so many kept connections, each with one batch under way. */
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Batches } from './batches.ts';

export interface Target {
  readonly url: string;
  headersOf(at: number): Readonly<Record<string, string>>;
}

export interface Driven {
  readonly seconds: number;
  readonly linesPerS: number;
  /** Answers other than 2xx by their status; 429 and 503 were sent again. */
  readonly otherAnswers: Readonly<Record<string, number>>;
}

const AGAIN = new Set([429, 503]);
const PATIENCE_MS = 250;

export async function drive(
  batches: Batches,
  target: Target,
  connections: number,
): Promise<Driven> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const others: Record<string, number> = {};
  const waiting = Array.from({ length: batches.count }, (_, at) => at).values();
  const hand = async (): Promise<void> => {
    // One iterator, many hands: each takes the next batch that nobody took.
    for (const at of waiting) {
      const body = batches.body(at);
      const sent = { url: target.url, headers: target.headersOf(at), body };
      for await (const status of answersTo(agent, sent)) others[status] = (others[status] ?? 0) + 1;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, hand));
  const seconds = (performance.now() - start) / 1_000;
  agent.destroy();
  return { seconds, linesPerS: batches.lines / seconds, otherAnswers: others };
}

/** The answers other than 2xx, until one says that there is no use in asking again. */
async function* answersTo(agent: Agent, sent: Post): AsyncGenerator<number> {
  for (;;) {
    const status = await post(agent, sent);
    if (status >= 200 && status < 300) return;
    yield status;
    if (!AGAIN.has(status)) return;
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  }
}

interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

function post(agent: Agent, { url, headers, body }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(url, {
      method: 'POST',
      agent,
      headers: { 'content-encoding': 'gzip', 'content-length': body.length, ...headers },
    });
    sent.on('error', reject);
    sent.on('response', (response: IncomingMessage) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.end(body);
  });
}
