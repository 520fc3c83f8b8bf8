import type { IncomingMessage, ServerResponse } from 'node:http';
import { Router } from 'express';
import { type Authorizing, require } from './authorize.ts';

export interface Measuring extends Authorizing {
  /** The far end of a bandwidth test; each caps seconds, bytes and tests at once. */
  readonly measure: {
    download(request: IncomingMessage, response: ServerResponse): void;
    upload(request: IncomingMessage, response: ServerResponse): void;
  };
}

/** Bandwidth tests against the collector: for agents only. */
export function measureRoutes(measuring: Measuring): Router {
  const router = Router();
  router.get('/api/v1/measure/download', (request, response) => {
    require(request, measuring, ['agent', 'admin']);
    measuring.measure.download(request, response);
  });
  router.post('/api/v1/measure/upload', (request, response) => {
    require(request, measuring, ['agent', 'admin']);
    measuring.measure.upload(request, response);
  });
  return router;
}
