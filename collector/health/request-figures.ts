import type { Ms } from '../../kit/units.ts';
import { Buckets, type Metric } from './metric.ts';

/** One request that came to its end. */
export interface Answered {
  readonly method: string;
  /** The pattern it matched, `/schools/:id`; undefined where none did. */
  readonly route: string | undefined;
  /** Undefined where the other end was gone before the answer was out. */
  readonly status: number | undefined;
  readonly took: Ms;
}

const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const TOO_MANY = 429;

/** Requests by what they asked for and how they ended; never by address, so that their number stays that of the routes. */
export class RequestFigures {
  readonly #counts = new Map<string, { readonly labels: Labels; count: number }>();
  readonly #spans = new Map<string, Buckets>();
  #turnedAway = 0;

  add({ method, route, status, took }: Answered): void {
    const labels = {
      // Anybody may invent methods for what is not there.
      method: route === undefined ? 'any' : method,
      route: route ?? 'none',
      status: status === undefined ? 'broken_off' : `${Math.floor(status / 100)}xx`,
    };
    const key = `${labels.method} ${labels.route} ${labels.status}`;
    const counted = this.#counts.get(key) ?? { labels, count: 0 };
    counted.count += 1;
    this.#counts.set(key, counted);
    const spans = this.#spans.get(labels.route) ?? new Buckets(BOUNDS_S);
    spans.observe(took / 1_000);
    this.#spans.set(labels.route, spans);
    if (status === TOO_MANY) this.#turnedAway += 1;
  }

  metrics(): readonly Metric[] {
    return [
      ...[...this.#counts.values()].map(
        ({ labels, count }): Metric => ({
          name: 'hatang_http_requests_total',
          help: 'Requests answered, by method, route and class of status',
          type: 'counter',
          labels,
          value: count,
        }),
      ),
      ...[...this.#spans].map(
        ([route, spans]): Metric => ({
          name: 'hatang_http_request_duration_seconds',
          help: 'From a request’s first byte to the end of its answer, by route',
          type: 'histogram',
          labels: { route },
          ...spans.observed(),
        }),
      ),
      {
        name: 'hatang_http_turned_away_total',
        help: 'Requests answered with 429',
        type: 'counter',
        value: this.#turnedAway,
      },
    ];
  }
}

type Labels = Readonly<Record<'method' | 'route' | 'status', string>>;
