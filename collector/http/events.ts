import type { Response } from 'express';
import { Router } from 'express';
import type { Clock } from '../../kit/clock.ts';
import { type EpochMs, epochMs, seconds } from '../../kit/units.ts';
import { type Authorizing, READERS, require } from './authorize.ts';
import { Problem } from './problem.ts';

const MOST_LISTENERS = 500;
/** Of one caller: a page left open in many windows must not keep others out. */
const MOST_OF_ONE = 50;
/** Proxies cut a line that is silent for a minute; writing also finds out who is gone. */
const LONGEST_SILENCE = seconds(25);
/** A page draws itself anew at each message: not more often than this. */
const SHORTEST_PAUSE = seconds(3);

interface Listener {
  readonly who: string;
  /** When it was last told of a change, and when it last got anything. */
  readonly toldAt: EpochMs;
  readonly heardAt: EpochMs;
}

/** Tells open pages that something changed; what, they ask for themselves, with their own rights. */
export class Events {
  readonly #clock: Clock;
  readonly #listeners = new Map<Response, Listener>();
  readonly #behind = new Set<Response>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#listeners.size;
  }

  listen(response: Response, who: string): void {
    const own = [...this.#listeners.values()].filter((listener) => listener.who === who).length;
    if (this.#listeners.size >= MOST_LISTENERS || own >= MOST_OF_ONE)
      throw new Problem(503, 'too many pages listen');
    // nginx would otherwise hold the messages back.
    response.set({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    response.type('text/event-stream').flushHeaders();
    this.#listeners.set(response, { who, toldAt: epochMs(0), heardAt: this.#clock.now() });
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
    for (const [response, listener] of this.#listeners) {
      const mayBeTold = now - listener.toldAt >= SHORTEST_PAUSE;
      if (mayBeTold && this.#behind.delete(response)) {
        response.write('data: changed\n\n');
        this.#listeners.set(response, { ...listener, toldAt: now, heardAt: now });
      } else if (now - listener.heardAt >= LONGEST_SILENCE) {
        response.write(': still here\n\n');
        this.#listeners.set(response, { ...listener, heardAt: now });
      }
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
    const { name } = require(request, telling, READERS);
    if (request.method === 'HEAD') response.type('text/event-stream').end();
    else telling.events.listen(response, name);
  });
  return router;
}
