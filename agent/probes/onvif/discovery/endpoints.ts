import type { Joined } from './join.ts';

/** What devices called themselves at configured addresses, and the id configured there; '' where several shared it. */
export type Endpoints = ReadonlyMap<string, string>;

const KEPT_AT_MOST = 1_024;
const SHARED = '';

/** Names that only one device of this search goes by. */
function uniqueIn(found: Joined['found']): ReadonlySet<string> {
  const all = found.flatMap(({ camera }) => camera.endpoint ?? []);
  return new Set(all.filter((one) => all.indexOf(one) === all.lastIndexOf(one)));
}

/** What is known after a search. A name that was ever shared says nothing of who has moved. */
export function learnEndpoints(known: Endpoints, { found }: Joined): Endpoints {
  const unique = uniqueIn(found);
  const next = new Map(known);
  for (const { camera, as } of found) {
    const { endpoint } = camera;
    if (endpoint === undefined || (!next.has(endpoint) && next.size >= KEPT_AT_MOST)) continue;
    if (!unique.has(endpoint)) next.set(endpoint, SHARED);
    else if (as !== undefined && next.get(endpoint) !== SHARED) next.set(endpoint, as);
  }
  return next;
}

/** The configured device that a stranger may be at a new address; a hint for people, never a judgement. */
export function movedFrom(
  known: Endpoints,
  { found, unanswered }: Joined,
): (endpoint: string | undefined) => string | undefined {
  const unique = uniqueIn(found);
  const missing = new Set(unanswered.map(({ id }) => id));
  return (endpoint) => {
    const id = endpoint !== undefined && unique.has(endpoint) ? known.get(endpoint) : undefined;
    return id !== undefined && missing.has(id) ? id : undefined;
  };
}
