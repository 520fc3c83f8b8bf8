import { setImmediate } from 'node:timers/promises';
import express, { Router } from 'express';
import { LEASE_HEADER, LeaseRequest } from '../../wire/lease.ts';
import { refusalWords } from '../lease/gate.ts';
import { holderOf } from '../lease/holder.ts';
import type { LeaseDecision, Leases } from '../lease/leases.ts';
import { type Authorizing, require } from './authorize.ts';
import { Problem } from './problem.ts';
import { readBody } from './read-body.ts';

export interface Leasing extends Authorizing {
  readonly leases: Pick<Leases, 'ask' | 'keep' | 'release' | 'leave'>;
}

/** Slots to measure a line: asked for, waited for, handed back. */
export function leaseRoutes(leasing: Leasing): Router {
  const router = Router();
  const json = express.json({ limit: '16kb', strict: true });

  router.post('/api/v1/leases', json, async (request, response) => {
    const caller = require(request, leasing, ['agent', 'admin']);
    const asked = readBody(request, LeaseRequest);
    const answer = answerable(leasing.leases.ask(holderOf(caller), asked));
    // Whoever asked in this turn of the loop is kept by one write.
    await setImmediate();
    leasing.leases.keep();
    const isWait = answer.state === 'wait';
    if (isWait) response.set('Retry-After', secondsOf(answer.retryAfterS));
    response
      .status(isWait ? 202 : 201)
      .set('Cache-Control', 'no-store')
      .json(answer);
  });

  router.delete('/api/v1/leases', (request, response) => {
    const holder = holderOf(require(request, leasing, ['agent', 'admin']));
    const lease = request.get(LEASE_HEADER);
    if (lease === undefined) leasing.leases.leave(holder);
    else handBack(leasing, lease, holder);
    response.status(204).end();
  });
  return router;
}

function handBack(
  { leases }: Leasing,
  lease: string,
  holder: Parameters<Leases['release']>[1],
): void {
  const given = leases.release(lease, holder);
  // What has ended already is as good as handed back.
  if (given.ok || given.problem === 'expired' || given.problem === 'returned') return;
  throw new Problem(403, refusalWords[given.problem], { reason: given.problem });
}

function answerable(decision: LeaseDecision) {
  if (decision.state === 'granted' || decision.state === 'wait') return decision;
  const retryAfter = { 'Retry-After': secondsOf(decision.retryAfterS) };
  if (decision.state === 'full')
    throw new Problem(503, 'too many wait for a lease', {}, retryAfter);
  throw new Problem(429, 'no more leases of this weight today', {}, retryAfter);
}

const secondsOf = (span: number): string => String(Math.ceil(span));
