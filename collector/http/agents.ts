import { type Request, Router } from 'express';
import { AgentsQuery } from './access-bodies.ts';
import { agentJson, codeJson } from './access-json.ts';
import { type Administering, idOf } from './administering.ts';
import { readQuery } from './api.ts';
import { MANAGERS, require, requireActor, tokenOf } from './authorize.ts';
import { Problem } from './problem.ts';
import { done } from './refusals.ts';

/** Agents and codes as people look after them, and the token an agent renews by itself. */
export function agentRoutes(administering: Administering): Router {
  const router = Router();
  const { agents } = administering.desks;
  const by = (request: Request) => requireActor(request, administering, MANAGERS);

  router.get('/api/v1/agents', (request, response) => {
    const actor = by(request);
    const { school } = readQuery(request, AgentsQuery);
    response.json({ agents: agents.list(actor, school).map(agentJson) });
  });
  router.delete('/api/v1/agents/:school/:agent', (request, response) => {
    const { school, agent } = request.params;
    done(agents.revoke(by(request), school, agent));
    response.status(204).end();
  });
  router.get('/api/v1/enrolment-codes', (request, response) => {
    response.json({ codes: agents.codes(by(request)).map(codeJson) });
  });
  router.delete('/api/v1/enrolment-codes/:id', (request, response) => {
    const actor = by(request);
    done(agents.withdraw(actor, idOf(request)));
    response.status(204).end();
  });

  router.get('/api/v1/agent/token', (request, response) => {
    const { unit, agent } = require(request, administering, ['agent']);
    response.json({ school: unit, agent });
  });
  router.post('/api/v1/agent/token', (request, response) => {
    const renewed = agents.renew(tokenOf(request) ?? '', request.ip ?? '');
    if (renewed === undefined) {
      // Whoever is known, but as no agent, hears that.
      require(request, administering, ['agent']);
      throw new Problem(401, 'a valid token is needed', {}, { 'WWW-Authenticate': 'Bearer' });
    }
    response.status(201).json({ token: renewed.token });
  });
  return router;
}
