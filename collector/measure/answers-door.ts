import type { ServerResponse } from 'node:http';

export function problem(
  response: ServerResponse,
  status: number,
  title: string,
  detail: string,
): void {
  const body = { type: 'about:blank', title, status, detail };
  answer(response, status, 'application/problem+json', body);
}

export function answer(response: ServerResponse, status: number, type: string, body: object): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
