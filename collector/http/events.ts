import type { Response } from 'express';
import { Router } from 'express';
import type { Clock } from '../../kit/clock.ts';
import { type EpochMs, epochMs, seconds } from '../../kit/units.ts';
import { type Authorizing, READERS, require } from './authorize.ts';
import { Problem } from './problem.ts';

const MOST_LISTENERS = 500;
/** A page draws itself anew at each message: not more often than this. */
const SHORTEST_PAUSE = seconds(3);

/** Tells open pages that something changed; what, they ask for themselves, with their own rights. */
export class Events {
  readonly #clock: Clock;
  readonly #listeners = new Map<Response, EpochMs>();
  readonly #behind = new Set<Response>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  listen(response: Response): void {
    if (this.#listeners.size >= MOST_LISTENERS) throw new Problem(503, 'too many pages listen');
    response.set({ 'Cache-Control': 'no-store' }).type('text/event-stream').flushHeaders();
    this.#listeners.set(response, epochMs(0));
    response.on('close', () => {
      this.#listeners.delete(response);
      this.#behind.delete(response);
    });
  }

  changed(): void {
    for (const response of this.#listeners.keys()) this.#behind.add(response);
    this.flush();
  }

  /** Called by the tick as well, so that the last change of a burst is told too. */
  flush(): void {
    const now = this.#clock.now();
    for (const response of this.#behind) {
      if (now - (this.#listeners.get(response) ?? 0) < SHORTEST_PAUSE) continue;
      response.write('data: changed\n\n');
      this.#listeners.set(response, now);
      this.#behind.delete(response);
    }
  }

  end(): void {
    for (const response of this.#listeners.keys()) response.end();
  }
}

export interface Telling extends Authorizing {
  readonly events: Events;
}

export function eventRoutes(telling: Telling): Router {
  const router = Router();
  router.get('/events', (request, response) => {
    require(request, telling, READERS);
    if (request.method === 'HEAD') response.type('text/event-stream').end();
    else telling.events.listen(response);
  });
  return router;
}
