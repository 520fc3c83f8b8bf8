import express, { Router } from 'express';
import type { EpochMs } from '../../kit/units.ts';
import { EnrolmentCodeRequest, EnrolmentRequest } from '../../wire/enrolment.ts';
import type { Audit } from '../access/audit.ts';
import type { Identities } from '../access/identities.ts';
import { peerKey, type Throttle } from '../access/throttle.ts';
import type { Units } from '../store/units.ts';
import { type Authorizing, MANAGERS, requireActor } from './authorize.ts';
import { makeCode } from './make-code.ts';
import { Problem } from './problem.ts';
import { readBody } from './read-body.ts';

export interface Enrolling extends Authorizing {
  readonly identities: Identities;
  readonly audit: Audit;
  readonly units: Units;
  readonly throttle: Throttle;
}

/** A code for a school, made by an officer; a token for an agent, bought with the code. */
export function enrolmentRoutes(enrolling: Enrolling): Router {
  const router = Router();
  const json = express.json({ limit: '16kb', strict: true });

  router.post('/api/v1/enrolment-codes', json, (request, response) => {
    const caller = requireActor(request, enrolling, MANAGERS);
    const made = makeCode(enrolling, caller, readBody(request, EnrolmentCodeRequest));
    response
      .status(201)
      .json({ code: made.code, expiresAt: new Date(made.expiresAt).toISOString() });
  });

  router.post('/api/v1/enroll', json, (request, response) => {
    const { code, agent } = readBody(request, EnrolmentRequest);
    const now = enrolling.clock.now();
    // A code can't be guessed: a right one works even where somebody behind the same address is trying.
    const enrolled = enrolling.identities.enrol(code, agent, now);
    if (!enrolled.ok)
      throw refusal(
        enrolling.throttle,
        `enroll ${peerKey(request.ip ?? '')}`,
        now,
        enrolled.problem,
      );
    const { school } = enrolled.value;
    const who = `${school}/${agent}`;
    const entry = { subject: who, unit: school, address: request.ip };
    enrolling.audit.write({ who, deed: 'agent_enrolled', ...entry }, now);
    response.status(201).json(enrolled.value);
  });
  return router;
}

function refusal(throttle: Throttle, key: string, now: EpochMs, detail: string): Problem {
  const waitMs = throttle.wait(key, now);
  if (waitMs === 0) {
    throttle.failed(key, now);
    return new Problem(403, detail);
  }
  const retryAfter = { 'Retry-After': String(Math.ceil(waitMs / 1_000)) };
  return new Problem(429, 'too many failures from this address', {}, retryAfter);
}
