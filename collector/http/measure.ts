import { type Request, Router } from 'express';
import { LEASE_HEADER } from '../../wire/lease.ts';
import { type Allowance, type LeaseGate, type MeasureStream, refusalWords } from '../lease/gate.ts';
import { holderOf } from '../lease/holder.ts';
import type { MeasureHandlers } from '../measure/door.ts';
import { type Authorizing, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Measuring extends Authorizing {
  readonly leases: LeaseGate;
  /** The far end of a bandwidth test; each stream gets what its lease has left. */
  readonly measure: MeasureHandlers;
}

/** Bandwidth tests against the collector: for agents only, and only within their lease. */
export function measureRoutes(measuring: Measuring): Router {
  const router = Router();
  const { download, upload, arrivals, fill } = measuring.measure;
  const allowed = (request: Request, stream: MeasureStream): Allowance => {
    const caller = require(request, measuring, ['agent', 'admin']);
    const used = measuring.leases.use(request.get(LEASE_HEADER), stream, holderOf(caller));
    if (used.ok) return used.value;
    throw new Problem(403, refusalWords[used.problem], { reason: used.problem });
  };
  router.get('/api/v1/measure/download', (request, response) => {
    download(request, response, allowed(request, 'down'));
  });
  router.get('/api/v1/measure/arrivals', (request, response) => {
    arrivals(request, response, allowed(request, 'watch'));
  });
  router.post('/api/v1/measure/upload', (request, response) => {
    upload(request, response, allowed(request, 'up'));
  });
  router.post('/api/v1/measure/fill', (request, response) => {
    fill(request, response, allowed(request, 'down'));
  });
  return router;
}
