import { createHash } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import { ConfigReport } from '../../wire/agent-config.ts';
import type { Caller } from '../access/caller.ts';
import type { ConfigVersionView } from '../agent-config/views.ts';
import { type Authorizing, require, requireActor } from './authorize.ts';
import { type ConfigMaking, listConfigs, makeConfig, withdrawConfig } from './make-config.ts';
import { Problem } from './problem.ts';
import { readBody } from './read-body.ts';

export type Configuring = Authorizing &
  ConfigMaking & {
    /** The standards this centre judges by. */
    readonly agentStandards: readonly { readonly id: string; readonly version: string }[];
  };

const MAKERS = ['admin', 'officer'] as const;

/** What the centre sets at agents: what each is offered, what it said to that, and the versions people make. */
export function agentConfigRoutes(configuring: Configuring): Router {
  const router = Router();
  const json = express.json({ limit: '32kb', strict: true });

  router.get('/api/v1/agent/config', (request, response) => {
    const name = agentOf(require(request, configuring, ['agent']));
    sendTagged(request, response, {
      ...configuring.configs.offerFor(name),
      school: name.school,
      standards: configuring.agentStandards,
    });
  });

  router.post('/api/v1/agent/config/report', json, (request, response) => {
    const name = agentOf(require(request, configuring, ['agent']));
    configuring.configs.report(name, readBody(request, ConfigReport));
    response.status(204).end();
  });

  router.get('/api/v1/agent-configs', (request, response) => {
    const caller = require(request, configuring, MAKERS);
    response.json({ versions: listConfigs(configuring, caller).map(versionJson) });
  });

  router.post('/api/v1/agent-configs', json, (request, response) => {
    const caller = requireActor(request, configuring, MAKERS);
    response.status(201).json({ number: makeConfig(configuring, caller, request.body) });
  });

  router.post('/api/v1/agent-configs/:number/withdraw', json, (request, response) => {
    const caller = requireActor(request, configuring, MAKERS);
    withdrawConfig(configuring, caller, Number(request.params.number));
    response.status(204).end();
  });
  return router;
}

function agentOf({ unit, agent }: Caller): { readonly school: string; readonly agent: string } {
  if (unit === undefined || agent === undefined)
    throw new Problem(403, 'this token is no agent’s of a school');
  return { school: unit, agent };
}

function sendTagged(request: Request, response: Response, answer: object): void {
  const body = JSON.stringify(answer);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  if (request.get('if-none-match') === etag) response.status(304).set('ETag', etag).end();
  else response.set('ETag', etag).type('application/json').send(body);
}

const isoOf = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

const versionJson = (view: ConfigVersionView) => ({
  number: view.number,
  unit: view.unit ?? null,
  settings: view.settings,
  note: view.note,
  state: view.state,
  madeBy: view.madeBy,
  madeAt: isoOf(view.madeAt),
  withdrawnBy: view.withdrawnBy ?? null,
  withdrawnAt: isoOf(view.withdrawnAt),
  agents: view.agents,
  running: view.running,
  refusals: view.refusals.map(({ at, problem, ...rest }) => ({
    ...rest,
    problem: problem ?? null,
    at: isoOf(at),
  })),
});
