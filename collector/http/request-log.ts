import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { ms } from '../../kit/units.ts';
import type { BatchFlow } from '../health/batch-flow.ts';
import type { RequestFigures } from '../health/request-figures.ts';
import { type Ended, LogBudget, worthALine } from './worth-a-line.ts';

export interface Following {
  readonly clock: Clock;
  readonly log: Log;
  readonly health: {
    readonly requests: Pick<RequestFigures, 'add'>;
    readonly flow: Pick<BatchFlow, 'add'>;
  };
}

const REQUEST_ID = /^[\w.-]{8,64}$/;
const WRITE = '/api/v2/write';

/** Follows each request to its end: gives it an id, counts it, and logs it where that tells something. */
export function requestLog(following: Following): RequestHandler {
  const { clock } = following;
  const mayTell = telling(following);
  return (request, response, next) => {
    const began = clock.elapsed();
    const id = idOf(request);
    response.set('X-Request-Id', id);
    response.once('close', () => {
      const ended: Ended = {
        method: request.method,
        route: routeOf(request),
        status: response.writableFinished ? response.statusCode : undefined,
        took: ms(clock.elapsed() - began),
      };
      count(following, ended, response);
      if (mayTell(ended)) tell(following.log, ended, { id, caller: callerName(response) });
    });
    next();
  };
}

function count({ clock, health }: Following, ended: Ended, response: Response): void {
  health.requests.add(ended);
  if (ended.route === WRITE && ended.status !== undefined)
    health.flow.add(batchAnswer(response), clock.now());
}

function telling({ clock, log }: Following): (ended: Ended) => boolean {
  const budget = new LogBudget();
  let written = 0;
  return (ended) => {
    if (ended.route === WRITE) written += 1;
    if (!worthALine(ended, written)) return false;
    const { mayLog, missed } = budget.ask(clock.elapsed());
    if (missed > 0) log.warn({ missed }, 'requests_not_logged');
    return mayLog;
  };
}

function tell(
  log: Log,
  { method, route, status, took }: Ended,
  who: { readonly id: string; readonly caller: string | undefined },
): void {
  const fields = { ...who, method, route, status, ms: Math.round(took) };
  if (status !== undefined && status >= 500) log.warn(fields, 'request');
  else log.info(fields, 'request');
}

/** A proxy's own id is kept, so that its log and ours can be laid side by side; nobody else names requests here. */
function idOf(request: Request): string {
  const given = request.get('x-request-id');
  if (given !== undefined && REQUEST_ID.test(given) && isTrusted(request)) return given;
  return randomUUID();
}

/** Express compiles `trust proxy` into a function of an address and its distance, which its types don't state. */
function isTrusted(request: Request): boolean {
  const trusts = request.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return trusts(request.socket.remoteAddress ?? '', 0);
}

/** The pattern, never the address: an address may hold a code, and anybody may invent one. */
export function routeOf(request: Request): string | undefined {
  const pattern: unknown = request.route?.path;
  if (typeof pattern === 'string') return pattern;
  return request.baseUrl === '/assets' ? '/assets' : undefined;
}

function batchAnswer(response: Response) {
  const stored = response.getHeader('X-Hatang-Stored');
  return {
    status: response.statusCode,
    stored: stored === undefined ? undefined : Number(stored),
    replayed: response.getHeader('X-Hatang-Replayed') === 'true',
  };
}

const callerName = (response: Response): string | undefined => {
  const name: unknown = response.locals['caller'];
  return typeof name === 'string' ? name : undefined;
};
