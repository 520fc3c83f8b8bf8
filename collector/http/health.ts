import { Router } from 'express';
import type { Metric } from '../report/own-metrics.ts';

export interface Health {
  /** Undefined when ready; else what is not. */
  readonly notReady: () => string | undefined;
  /** Prometheus names and units, with their help. */
  readonly metrics: () => readonly Metric[];
}

/** Alive, ready, and its own figures: no token, no name of a school in them. */
export function healthRoutes({ notReady, metrics }: Health): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'pass' });
  });
  router.get('/readyz', (_request, response) => {
    const problem = notReady();
    response.status(problem === undefined ? 200 : 503).json({
      status: problem === undefined ? 'pass' : 'fail',
      ...(problem === undefined ? {} : { output: problem }),
    });
  });
  router.get('/metrics', (_request, response) => {
    const lines = metrics().flatMap(({ name, help, type, value }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      `${name} ${value}`,
    ]);
    response.type('text/plain; version=0.0.4').send(`${lines.join('\n')}\n`);
  });
  return router;
}
