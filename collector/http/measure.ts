import { type Request, Router } from 'express';
import { LEASE_HEADER } from '../../wire/lease.ts';
import {
  type Allowance,
  type LeaseGate,
  type MeasureDirection,
  refusalWords,
} from '../lease/gate.ts';
import { holderOf } from '../lease/holder.ts';
import type { LeasedHandlers } from '../measure/within-lease-door.ts';
import { type Authorizing, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Measuring extends Authorizing {
  readonly leases: LeaseGate;
  /** The far end of a bandwidth test; each stream gets what its lease has left. */
  readonly measure: LeasedHandlers;
}

/** Bandwidth tests against the collector: for agents only, and only within their lease. */
export function measureRoutes(measuring: Measuring): Router {
  const router = Router();
  router.get('/api/v1/measure/download', (request, response) => {
    measuring.measure.download(request, response, allowed(request, 'down', measuring));
  });
  router.post('/api/v1/measure/upload', (request, response) => {
    measuring.measure.upload(request, response, allowed(request, 'up', measuring));
  });
  return router;
}

function allowed(request: Request, direction: MeasureDirection, measuring: Measuring): Allowance {
  const caller = require(request, measuring, ['agent', 'admin']);
  const used = measuring.leases.use(request.get(LEASE_HEADER), direction, holderOf(caller));
  if (used.ok) return used.value;
  throw new Problem(403, refusalWords[used.problem], { reason: used.problem });
}
