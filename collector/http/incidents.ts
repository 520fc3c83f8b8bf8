import express, { type Request, type Response, Router } from 'express';
import * as z from 'zod';
import { sightOf } from '../access/caller.ts';
import { SEVERITIES } from '../alert/rule.ts';
import {
  type IncidentDesk,
  type IncidentRefusal,
  LONGEST_COMMENT,
  LONGEST_NAME,
} from '../incident/incident-desk.ts';
import { incidentJson, incidentPageJson } from '../report/incident-json.ts';
import type { Views } from '../report/views.ts';
import type { Units } from '../store/units.ts';
import { readQuery, Stamp } from './api.ts';
import { type Authorizing, READERS, require, requireActor } from './authorize.ts';
import { Problem } from './problem.ts';
import { readBody } from './read-body.ts';

export interface Resolving extends Authorizing {
  readonly views: Pick<Views, 'incidents' | 'incident'>;
  readonly units: Units;
  readonly incidentDesk: IncidentDesk;
}

export const IncidentQuery = z.object({
  state: z.enum(['open', 'resolved']).optional(),
  school: z.string().max(64).optional(),
  unit: z.string().max(64).optional(),
  rule: z.string().max(64).optional(),
  severity: z.enum(SEVERITIES).optional(),
  from: Stamp.optional(),
  to: Stamp.optional(),
  acknowledged: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  q: z.string().max(100).optional(),
  /** From 1. */
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});

export const Acknowledgement = z.strictObject({
  /** False takes it back. */
  acknowledged: z.boolean().default(true),
});
export const Assignment = z.strictObject({
  /** Null or empty: to nobody. */
  to: z.string().max(LONGEST_NAME).nullable(),
});
export const Comment = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(LONGEST_COMMENT * 2),
});
export const Silence = z.strictObject({
  /** At most 30 days ahead; null ends it. */
  until: Stamp.nullable(),
});

const json = express.json({ limit: '16kb', strict: true });

/** Incidents over JSON: what is read, and what people do about them. */
export function incidentRoutes(resolving: Resolving): Router {
  const router = Router();
  const { views, incidentDesk: desk, units } = resolving;
  const sightFor = (request: Request) =>
    sightOf(require(request, resolving, READERS), (unit) => units.schoolsBelow(unit));
  const by = (request: Request) => requireActor(request, resolving, READERS);
  const path = '/api/v1/incidents/:id';

  router.get('/api/v1/incidents', (request, response) => {
    const sight = sightFor(request);
    const { q: words, page, limit, ...filter } = readQuery(request, IncidentQuery);
    const offset = (page - 1) * limit;
    // One more than is told says whether there is another page.
    const found = views.incidents({ ...filter, words, sight, offset, limit: limit + 1 });
    const incidents = found.slice(0, limit).map(incidentJson);
    response.json({ incidents, nextPage: found.length > limit ? page + 1 : null });
  });
  const answer = (request: Request, response: Response) => {
    const found = views.incident(idOf(request), sightFor(request));
    if (found === undefined) throw new Problem(404, 'no such incident');
    response.json(incidentPageJson(found));
  };
  router.get(path, answer);
  router.post(`${path}/acknowledge`, json, (request, response) => {
    const [actor, id] = [by(request), idOf(request)];
    const { acknowledged } = readBody(request, Acknowledgement);
    done(acknowledged ? desk.acknowledge(actor, id) : desk.takeBack(actor, id));
    answer(request, response);
  });
  router.post(`${path}/assign`, json, (request, response) => {
    const actor = by(request);
    done(desk.assign(actor, idOf(request), readBody(request, Assignment).to ?? ''));
    answer(request, response);
  });
  router.post(`${path}/comment`, json, (request, response) => {
    const actor = by(request);
    done(desk.comment(actor, idOf(request), readBody(request, Comment).text));
    answer(request, response);
  });
  router.post(`${path}/silence`, json, (request, response) => {
    const actor = by(request);
    done(desk.silence(actor, idOf(request), readBody(request, Silence).until ?? undefined));
    answer(request, response);
  });
  return router;
}

const idOf = (request: Request): string => String(request.params['id'] ?? '');

const REFUSALS: Readonly<Record<IncidentRefusal, readonly [number, string]>> = {
  unknown: [404, 'no such incident'],
  resolved: [409, 'the incident is over: it can only be commented on'],
  acknowledged: [409, 'the incident is acknowledged already'],
  shared: [403, 'other schools share the incident: who sees all of them may do this'],
  not_acknowledged: [409, 'the incident is not acknowledged'],
  bad_text: [
    422,
    `a name is one line of ${LONGEST_NAME}, a comment 1 to ${LONGEST_COMMENT} characters`,
  ],
  bad_end: [422, 'a silence ends in the future, and within 30 days'],
};

function done(result: ReturnType<IncidentDesk['comment']>): void {
  if (result.ok) return;
  const [status, detail] = REFUSALS[result.problem];
  throw new Problem(status, detail, { reason: result.problem });
}
