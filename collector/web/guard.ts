import { createHash, timingSafeEqual } from 'node:crypto';
import type { Markup } from '../../kit/html.ts';
import { queryText } from './address.ts';
import { languageCookie } from './language.ts';
import type {
  Caller,
  PageAnswer,
  PageContext,
  PageRequest,
  PageRoute,
  Role,
  Words,
} from './page-request.ts';
import { problemPage } from './problem-page.ts';

/** A request of someone who is signed in and has one of the roles of the route. */
export interface GuardedRequest extends PageRequest {
  readonly caller: Caller;
  readonly context: PageContext;
}

export interface Route<Request> {
  readonly method: PageRoute['method'];
  readonly path: string;
  readonly render: (request: Request) => PageAnswer | Promise<PageAnswer>;
}

export type OpenRequest = PageRequest & { readonly context: PageContext };

export const ANY_ROLE: readonly Role[] = ['admin', 'officer', 'school'];

export const htmlAnswer = (body: Markup, status = 200): PageAnswer => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
});

export const csvAnswer = (body: string, fileName: string): PageAnswer => ({
  status: 200,
  type: 'text/csv; charset=utf-8',
  body,
  headers: { 'content-disposition': `attachment; filename="${fileName}"` },
});

export const redirectAnswer = (redirect: string, headers: Words = {}): PageAnswer => ({
  status: 303,
  type: 'text/html; charset=utf-8',
  body: '',
  headers,
  redirect,
});

/** A page of which the caller is told no more than of one that isn't there. */
export const missing = (context: PageContext): PageAnswer =>
  htmlAnswer(problemPage(404, context), 404);

/** A route without sign-in: the form token is still asked for. */
export function openRoute(route: Route<OpenRequest>, version: string): PageRoute {
  return {
    method: route.method,
    path: route.path,
    roles: 'everyone',
    render: async (request) => {
      const context = { ...request, version };
      if (isForged(route.method, request)) return forbidden(context);
      return remembering(request, await route.render({ ...request, context }));
    },
  };
}

/** The one place where pages check who may: sign-in, role and form token; sight goes to the views. */
export function guardedRoute(
  route: Route<GuardedRequest>,
  roles: readonly Role[],
  version: string,
): PageRoute {
  return {
    method: route.method,
    path: route.path,
    roles,
    render: async (request) => {
      const context = { ...request, version };
      const { caller } = request;
      if (caller === undefined) return toSignIn(route, request);
      if (!roles.includes(caller.role) || isForged(route.method, request))
        return forbidden(context);
      return remembering(request, await route.render({ ...request, caller, context }));
    },
  };
}

const forbidden = (context: PageContext): PageAnswer => htmlAnswer(problemPage(403, context), 403);

function toSignIn({ method, path }: Route<GuardedRequest>, request: PageRequest): PageAnswer {
  const asked = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(request.params[name] ?? ''),
  );
  const next = method === 'GET' ? asked + queryText(request.query) : '/';
  return redirectAnswer(`/sign-in${queryText({ next: next === '/' ? undefined : next })}`);
}

function isForged(method: PageRoute['method'], { form, csrfToken }: PageRequest): boolean {
  return method === 'POST' && !sameToken(form['_csrf'] ?? '', csrfToken);
}

/** Compared by digest, so that neither length nor content shows in the time taken. */
function sameToken(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return wanted !== '' && timingSafeEqual(digest(given), digest(wanted));
}

function remembering({ query }: PageRequest, answer: PageAnswer): PageAnswer {
  const cookie = languageCookie(query['lang']);
  return cookie === undefined
    ? answer
    : { ...answer, headers: { 'set-cookie': cookie, ...answer.headers } };
}
