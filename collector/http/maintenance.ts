import express, { Router } from 'express';
import { MaintenanceRequest } from './access-bodies.ts';
import { maintenanceJson } from './access-json.ts';
import { type Administering, idOf } from './administering.ts';
import { READERS, requireActor } from './authorize.ts';
import { readBody } from './read-body.ts';
import { done } from './refusals.ts';

/** Announced work: who may see it may be a school's; who may announce it, the desk says. */
export function maintenanceRoutes(administering: Administering): Router {
  const router = Router();
  const json = express.json({ limit: '16kb', strict: true });
  const { maintenance } = administering.desks;

  router.get('/api/v1/maintenance', (request, response) => {
    const actor = requireActor(request, administering, READERS);
    response.json({ maintenance: maintenance.list(actor).map(maintenanceJson) });
  });
  router.post('/api/v1/maintenance', json, (request, response) => {
    const actor = requireActor(request, administering, READERS);
    const wish = readBody(request, MaintenanceRequest);
    response.status(201).json(maintenanceJson(done(maintenance.announce(actor, wish))));
  });
  router.post('/api/v1/maintenance/:id/end', (request, response) => {
    const actor = requireActor(request, administering, READERS);
    response.json(maintenanceJson(done(maintenance.end(actor, idOf(request)))));
  });
  return router;
}
