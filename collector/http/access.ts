import express, { type Request, Router } from 'express';
import { TokenRequest, UserChange, UserRequest } from './access-bodies.ts';
import { personJson, signInJson, tokenJson } from './access-json.ts';
import { type Administering, idOf } from './administering.ts';
import { agentRoutes } from './agents.ts';
import { auditRoutes } from './audit.ts';
import { MANAGERS, requireActor } from './authorize.ts';
import { maintenanceRoutes } from './maintenance.ts';
import { readBody } from './read-body.ts';
import { done } from './refusals.ts';

/** People, tokens, agents and the log: for admins, and for officers inside their own tree. */
export function accessRoutes(administering: Administering): Router {
  const router = Router();
  router.use(userRoutes(administering));
  router.use(tokenRoutes(administering));
  router.use(agentRoutes(administering));
  router.use(auditRoutes(administering));
  router.use(maintenanceRoutes(administering));
  return router;
}

const json = express.json({ limit: '16kb', strict: true });

function userRoutes(administering: Administering): Router {
  const router = Router();
  const { users } = administering.desks;
  const by = (request: Request) => requireActor(request, administering, MANAGERS);

  router.get('/api/v1/users', (request, response) => {
    response.json({ users: users.list(by(request)).map(personJson) });
  });
  router.post('/api/v1/users', json, (request, response) => {
    const actor = by(request);
    response.status(201).json(signInJson(done(users.add(actor, readBody(request, UserRequest)))));
  });
  router.patch('/api/v1/users/:id', json, (request, response) => {
    const actor = by(request);
    const change = readBody(request, UserChange);
    response.json(personJson(done(users.change(actor, idOf(request), change))));
  });
  router.post('/api/v1/users/:id/sign-in-code', (request, response) => {
    const actor = by(request);
    response.status(201).json(signInJson(done(users.newCode(actor, idOf(request)))));
  });
  return router;
}

function tokenRoutes(administering: Administering): Router {
  const router = Router();
  const { tokens } = administering.desks;
  const by = (request: Request) => requireActor(request, administering, MANAGERS);

  router.get('/api/v1/tokens', (request, response) => {
    response.json({ tokens: tokens.list(by(request)).map(tokenJson) });
  });
  router.post('/api/v1/tokens', json, (request, response) => {
    const actor = by(request);
    const { token, line } = done(tokens.make(actor, readBody(request, TokenRequest)));
    response.status(201).json({ ...tokenJson(line), token });
  });
  router.delete('/api/v1/tokens/:id', (request, response) => {
    const actor = by(request);
    done(tokens.revoke(actor, idOf(request)));
    response.status(204).end();
  });
  return router;
}
