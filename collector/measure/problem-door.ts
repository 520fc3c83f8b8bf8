import type { ServerResponse } from 'node:http';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad question',
  403: 'Not allowed',
  409: 'Unknown cookie',
  413: 'Too large',
  422: 'Not understood',
  429: 'Too many requests',
  503: 'Not ready',
};

/** An RFC 9457 problem, where no router stands. */
export function sendProblem(
  response: ServerResponse,
  status: number,
  {
    detail,
    retryAfterS,
    reason,
  }: {
    readonly detail: string;
    readonly retryAfterS?: number;
    /** For programs. */
    readonly reason?: string;
  },
): void {
  if (retryAfterS !== undefined) response.setHeader('Retry-After', Math.ceil(retryAfterS));
  // What is left of the body is not read.
  response.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  const title = TITLES[status] ?? 'Error';
  response.end(JSON.stringify({ type: 'about:blank', title, status, detail, reason }));
}
