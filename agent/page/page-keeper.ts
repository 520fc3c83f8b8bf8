import type { Clock } from '../../kit/clock.ts';
import { type Endpoint, sayEndpoint } from '../../kit/endpoint.ts';
import { seconds } from '../../kit/units.ts';
import type { PageAnswer, PageRequest, ServedPage } from './page-door.ts';

export type Answerer = (request: PageRequest, port: number) => Promise<PageAnswer>;

export interface PageKeeperParts {
  readonly serve: (at: Endpoint, answer: Answerer) => Promise<ServedPage>;
  readonly clock: Clock;
}

/** Longer than any agent takes to start anew. */
const WAIT = seconds(10);

const NOT_YET: PageAnswer = {
  status: 503,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' },
  body: 'the agent is starting\n',
};

/** The served page outlives the agent behind it: who asks while one agent gives way to the next waits for the next. */
export class PageKeeper {
  readonly #parts: PageKeeperParts;
  #served: { readonly at: string; readonly page: ServedPage } | undefined;
  #answer = Promise.withResolvers<Answerer>();

  constructor(parts: PageKeeperParts) {
    this.#parts = parts;
  }

  /** The port; rejects when it is taken. */
  async open(at: Endpoint, answer: Answerer): Promise<number> {
    if (this.#served?.at !== sayEndpoint(at)) {
      await this.close();
      const page = await this.#parts.serve(at, (request, port) => this.#ask(request, port));
      this.#served = { at: sayEndpoint(at), page };
    }
    this.#answer.resolve(answer);
    // Where an earlier one answered already, its promise stays kept: this one takes its place.
    this.pause();
    this.#answer.resolve(answer);
    return this.#served?.page.port ?? at.port;
  }

  /** From now on a request waits for the next `open`. */
  pause(): void {
    this.#answer = Promise.withResolvers<Answerer>();
  }

  async close(): Promise<void> {
    const served = this.#served;
    this.#served = undefined;
    await served?.page.close();
  }

  async #ask(request: PageRequest, port: number): Promise<PageAnswer> {
    const over = new AbortController();
    const answer = await Promise.race([
      this.#answer.promise,
      this.#parts.clock.sleep(WAIT, over.signal),
    ]);
    over.abort();
    return typeof answer === 'function' ? await answer(request, port) : NOT_YET;
  }
}
