import { Router } from 'express';
import * as z from 'zod';
import { sightOf } from '../access/caller.ts';
import { deadLetterJson } from '../report/json.ts';
import type { FactStore } from '../store/facts.ts';
import type { Units } from '../store/units.ts';
import { readQuery } from './api.ts';
import { type Authorizing, READERS, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Refusing extends Authorizing {
  readonly units: Pick<Units, 'schoolsBelow'>;
  readonly deadLetters: FactStore['deadLetters'];
}

export const DeadLetterQuery = z.object({
  school: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** Lines that were refused, with the reason, newest first; whoever doesn't see every school names one. */
export function deadLetterRoutes(refusing: Refusing): Router {
  const router = Router();
  router.get('/api/v1/dead-letters', (request, response) => {
    const caller = require(request, refusing, READERS);
    const sight = sightOf(caller, (unit) => refusing.units.schoolsBelow(unit));
    const { school, limit } = readQuery(request, DeadLetterQuery);
    if (sight !== undefined && (school === undefined || !sight.has(school)))
      throw new Problem(404, 'no such school: name one that you see');
    const found = refusing.deadLetters({ limit, ...(school === undefined ? {} : { school }) });
    response.json({ deadLetters: found.map(deadLetterJson) });
  });
  return router;
}
