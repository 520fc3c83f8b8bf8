import { Router } from 'express';
import { AuditQuery } from './access-bodies.ts';
import { auditJson } from './access-json.ts';
import type { Administering } from './administering.ts';
import { readQuery } from './api.ts';
import { MANAGERS, requireActor } from './authorize.ts';

/** Who changed what: all of it for admins, what concerns the own tree for officers. */
export function auditRoutes(administering: Administering): Router {
  const router = Router();
  router.get('/api/v1/audit', (request, response) => {
    const actor = requireActor(request, administering, MANAGERS);
    const { q: words, ...filter } = readQuery(request, AuditQuery);
    const entries = administering.desks.audit(actor, { ...filter, words });
    const last = entries.at(-1);
    const next = entries.length === filter.limit && last !== undefined ? last.id : null;
    response.json({ entries: entries.map(auditJson), next });
  });
  return router;
}
