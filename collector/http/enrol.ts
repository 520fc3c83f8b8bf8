import express, { type Request, Router } from 'express';
import type * as z from 'zod';
import { EnrolmentCodeRequest, EnrolmentRequest } from '../../wire/enrolment.ts';
import { type Caller, mayEnrol, sightOf } from '../access/caller.ts';
import type { Identities } from '../access/identities.ts';
import type { Throttle } from '../access/throttle.ts';
import type { Units } from '../store/units.ts';
import { type Authorizing, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Enrolling extends Authorizing {
  readonly identities: Identities;
  readonly units: Units;
  readonly throttle: Throttle;
}

/** A code for a school, made by an officer; a token for an agent, bought with the code. */
export function enrolmentRoutes(enrolling: Enrolling): Router {
  const router = Router();
  const json = express.json({ limit: '16kb', strict: true });

  router.post('/api/v1/enrolment-codes', json, (request, response) => {
    const caller = require(request, enrolling, ['admin', 'officer']);
    const made = makeCode(enrolling, caller, readBody(request, EnrolmentCodeRequest));
    response
      .status(201)
      .json({ code: made.code, expiresAt: new Date(made.expiresAt).toISOString() });
  });

  router.post('/api/v1/enroll', json, (request, response) => {
    const key = `enroll ${request.ip ?? ''}`;
    const now = enrolling.clock.now();
    const wait = enrolling.throttle.wait(key, now);
    if (wait > 0) throw tooMany(wait);
    const { code, agent } = readBody(request, EnrolmentRequest);
    const enrolled = enrolling.identities.enrol(code, agent, now);
    if (!enrolled.ok) {
      enrolling.throttle.failed(key, now);
      throw new Problem(403, enrolled.problem);
    }
    enrolling.throttle.succeeded(key);
    response.status(201).json(enrolled.value);
  });
  return router;
}

/** Shared by the JSON interface and the page's form. */
export function makeCode(
  { identities, units, clock }: Pick<Enrolling, 'identities' | 'units' | 'clock'>,
  caller: Pick<Caller, 'role' | 'name' | 'unit'>,
  wanted: EnrolmentCodeRequest,
) {
  const sight = sightOf(caller, (unit) => units.schoolsBelow(unit));
  const known = units.school(wanted.school) !== undefined;
  if (!mayEnrol(caller, sight, { school: wanted.school, known }))
    throw new Problem(403, `${caller.name} may not enrol agents for ${wanted.school}`);
  if (!known && units.has(wanted.school))
    throw new Problem(409, `${wanted.school} is a unit that is not a school`);
  const unit = wanted.unit ?? (known ? undefined : caller.unit);
  if (unit !== undefined && !units.has(unit)) throw new Problem(422, `there is no unit ${unit}`);
  if (caller.role === 'officer' && wanted.unit !== undefined && wanted.unit !== caller.unit)
    throw new Problem(403, 'an officer adds schools to the own unit');
  const now = clock.now();
  const { school, name, simulated } = wanted;
  units.putSchool({ id: school, name, simulated, unit }, now);
  return identities.newEnrolmentCode(school, caller.name, now);
}

export function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  throw new Problem(422, 'the body does not fit its schema', { errors });
}

export const tooMany = (waitMs: number): Problem =>
  new Problem(
    429,
    'too many failures from this address',
    {},
    {
      'Retry-After': String(Math.ceil(waitMs / 1_000)),
    },
  );
