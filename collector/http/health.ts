import { Router } from 'express';
import { EXPOSITION_TYPE, exposition } from '../health/exposition.ts';
import type { Metric } from '../health/metric.ts';
import { type Standing, worst } from '../health/readiness.ts';

export interface Health {
  readonly health: {
    readonly standing: () => readonly Standing[];
    /** Prometheus names and units, with their help. */
    readonly metrics: () => readonly Metric[];
  };
}

/** Alive, ready, and its own figures: no token, no name of a school in them. */
export function healthRoutes({ health }: Health): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'pass' });
  });
  router.get('/readyz', (_request, response) => {
    const standing = health.standing();
    const status = worst(standing);
    response
      .status(status === 'fail' ? 503 : 200)
      .type('application/health+json')
      .send(JSON.stringify({ status, checks: standing.map(checkJson) }));
  });
  router.get('/metrics', (_request, response) => {
    response.set('Content-Type', EXPOSITION_TYPE).send(exposition(health.metrics()));
  });
  return router;
}

const checkJson = ({ since, ...check }: Standing): object => ({
  ...check,
  since: since === undefined ? undefined : new Date(since).toISOString(),
});
