import type { MountedRoute } from '../../collector/http/routes.ts';
import { startedCollector } from './started.ts';

/** Every route a collector answers. */
export async function mounted(): Promise<readonly MountedRoute[]> {
  const collector = await startedCollector();
  const { routes } = collector;
  await collector.end();
  return routes;
}
