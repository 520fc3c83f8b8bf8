import { accessRoutes } from './access-routes.ts';
import { agentConfigRoutes } from './agent-config-routes.ts';
import { changingRoutes } from './changing-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { maintenanceRoutes } from './maintenance-routes.ts';
import type { PageParts } from './page-parts.ts';
import type { PageRoute } from './page-request.ts';
import { readingRoutes } from './reading-routes.ts';

/** Every page of the collector, as values: collector/http mounts them. */
export const pageRoutes = (parts: PageParts): readonly PageRoute[] => [
  ...readingRoutes(parts),
  ...incidentRoutes(parts),
  ...changingRoutes(parts),
  ...agentConfigRoutes(parts),
  ...accessRoutes(parts),
  ...maintenanceRoutes(parts),
  ...contactRoutes(parts),
];
