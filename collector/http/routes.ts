import type { IRouter, RequestHandler } from 'express';
import { Problem } from './problem.ts';

export interface MountedRoute {
  readonly method: string;
  readonly path: string;
}

/** Every route below a router, read from the routers themselves: none can be forgotten. */
export function mountedRoutes({ stack }: Pick<IRouter, 'stack'>): readonly MountedRoute[] {
  return stack.flatMap(({ route, handle }) => {
    if (route === undefined) return 'stack' in handle ? mountedRoutes(routerOf(handle)) : [];
    return route.stack.map(({ method }) => ({ method: method.toUpperCase(), path: route.path }));
  });
}

/** A handler with a stack is a router: Express makes routers as functions that carry one. */
const routerOf = (handle: object): Pick<IRouter, 'stack'> => handle as Pick<IRouter, 'stack'>;

/** The last handler: says which methods a path takes, or that there is nothing. */
export function nothingHere(router: Pick<IRouter, 'stack'>): RequestHandler {
  const routes = mountedRoutes(router).map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}/?$`, 'i'),
  }));
  return (request) => {
    const methods = new Set(
      routes.filter(({ pattern }) => pattern.test(request.path)).map(({ method }) => method),
    );
    if (methods.size === 0)
      throw new Problem(404, `there is nothing at ${request.path.slice(0, 200)}`);
    if (methods.has('GET')) methods.add('HEAD');
    const allow = [...methods].sort().join(', ');
    throw new Problem(405, `${request.method} is not for this`, {}, { Allow: allow });
  };
}
