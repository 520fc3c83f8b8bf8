import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { routeOf } from './request-log.ts';

/** What went wrong, as RFC 9457 says it. Thrown anywhere below a route; answered by `problems`. */
export class Problem extends Error {
  readonly status: number;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    extra: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = status;
    this.extra = extra;
    this.headers = headers;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  411: 'Length required',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not understood',
  429: 'Too many requests',
  500: 'Internal error',
  501: 'Not implemented',
  503: 'Not ready',
};

export function sendProblem(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: TITLES[problem.status] ?? 'Error',
        status: problem.status,
        detail: problem.message,
        // InfluxDB's clients read these two.
        code: problem.status === 401 ? 'unauthorized' : 'invalid',
        message: problem.message,
        ...problem.extra,
      }),
    );
}

/** Answers a person with a page; false where it is no person who asks. */
export type ProblemPages = (request: Request, response: Response, status: number) => boolean;

/** The one catcher of the HTTP side: what is ours is answered as it says, the rest is logged once. */
export function problems(log: Log, pages: ProblemPages): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = error instanceof Problem ? error : foreign(error);
    if (problem !== error && problem.status >= 500)
      log.error(
        { id: response.get('X-Request-Id'), route: routeOf(request), error: messageOf(error) },
        'request_failed',
      );
    try {
      if (pages(request, response.set(problem.headers), problem.status)) return;
    } catch {
      // The page needs the database, and that may be what broke; the plain answer needs nothing.
    }
    sendProblem(response, problem);
  };
}

function foreign(error: unknown): Problem {
  const status = statusOf(error);
  return new Problem(status, status >= 500 ? 'see the log' : messageOf(error));
}

/** Express's own parsers throw errors that carry a status. */
function statusOf(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
