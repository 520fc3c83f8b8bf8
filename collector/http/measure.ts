import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Request, Router } from 'express';
import { type Allowance, allowanceOf } from '../measure/allowance.ts';
import { DEFAULT_MEASURE_LIMITS } from '../measure/limits.ts';
import { type Authorizing, require } from './authorize.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, allowance: Allowance) => void;

export interface Measuring extends Authorizing {
  /** The far end of a bandwidth test; each caps seconds, bytes and tests at once. */
  readonly measure: {
    readonly download: Handler;
    readonly upload: Handler;
    readonly arrivals: Handler;
    readonly fill: Handler;
  };
}

/** Bandwidth tests against the collector: for agents only. */
export function measureRoutes(measuring: Measuring): Router {
  const router = Router();
  const { download, upload, arrivals, fill } = measuring.measure;
  const allowed = (request: Request): Allowance => {
    const { name } = require(request, measuring, ['agent', 'admin']);
    return allowanceOf(name, DEFAULT_MEASURE_LIMITS);
  };
  router.get('/api/v1/measure/download', (request, response) => {
    download(request, response, allowed(request));
  });
  router.get('/api/v1/measure/arrivals', (request, response) => {
    arrivals(request, response, allowed(request));
  });
  router.post('/api/v1/measure/upload', (request, response) => {
    upload(request, response, allowed(request));
  });
  router.post('/api/v1/measure/fill', (request, response) => {
    fill(request, response, allowed(request));
  });
  return router;
}
