import express, { type Express, type RequestHandler } from 'express';
import { pageHeaders } from '../web/page-headers.ts';
import { accessRoutes } from './access.ts';
import { type Acknowledging, acknowledgeRoutes } from './acknowledge.ts';
import type { Administering } from './administering.ts';
import { agentConfigRoutes, type Configuring } from './agent-configs.ts';
import { apiRoutes, type Reading } from './api.ts';
import { type Bouncing, bounceRoutes } from './bounces.ts';
import { type Contacting, contactRoutes } from './contacts.ts';
import { deadLetterRoutes, type Refusing } from './dead-letters.ts';
import { type Enrolling, enrolmentRoutes } from './enrol.ts';
import { eventRoutes, type Telling } from './events.ts';
import { type Health, healthRoutes } from './health.ts';
import { incidentRoutes, type Resolving } from './incidents.ts';
import { type Leasing, leaseRoutes } from './leases.ts';
import { type Measuring, measureRoutes } from './measure.ts';
import { openapi } from './openapi.ts';
import { type Paging, pageRoutes, problemPages } from './pages.ts';
import { problems } from './problem.ts';
import { type Reporting, reportRoutes } from './reports.ts';
import { type Following, requestLog } from './request-log.ts';
import { nothingHere } from './routes.ts';
import { type Writing, writeRoutes } from './write.ts';

export type AppParts = Writing &
  Enrolling &
  Administering &
  Contacting &
  Reading &
  Resolving &
  Acknowledging &
  Bouncing &
  Refusing &
  Configuring &
  Reporting &
  Paging &
  Health &
  Following &
  Measuring &
  Leasing &
  Telling & {
    readonly version: string;
    readonly assets: string;
    readonly trustedProxies: readonly string[];
  };

export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', [...parts.trustedProxies]);
  app.use(requestLog(parts));
  app.use((request, response, next) => {
    response.set(pageHeaders);
    if (request.secure) response.set('Strict-Transport-Security', HSTS);
    next();
  });
  app.use(healthRoutes(parts));
  app.get('/openapi.json', (_request, response) => {
    response.json(openapi(parts.version));
  });
  app.use('/assets', assets(parts.assets));
  app.use(writeRoutes(parts));
  app.use(enrolmentRoutes(parts));
  app.use(accessRoutes(parts));
  app.use(contactRoutes(parts));
  app.use(apiRoutes(parts));
  app.use(incidentRoutes(parts));
  app.use(acknowledgeRoutes(parts));
  app.use(bounceRoutes(parts));
  app.use(deadLetterRoutes(parts));
  app.use(agentConfigRoutes(parts));
  app.use(reportRoutes(parts));
  app.use(leaseRoutes(parts));
  app.use(measureRoutes(parts));
  app.use(eventRoutes(parts));
  app.use(pageRoutes(parts));
  app.use(nothingHere(app.router));
  app.use(problems(parts.log, problemPages(parts, parts.version)));
  return app;
}

/** A year of https alone, from whoever came by it. Source: RFC 6797 §6.1. */
const HSTS = 'max-age=31536000';

/** What is the same for everybody, and so may be kept by browsers. */
const assets = (folder: string): RequestHandler =>
  express.static(folder, {
    index: false,
    redirect: false,
    setHeaders: (response) => response.setHeader('Cache-Control', 'public, max-age=3600'),
  });
