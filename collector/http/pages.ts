import express, { type Request, type Response, Router } from 'express';
import { type Caller, sightOf } from '../access/caller.ts';
import { fingerprint, newToken } from '../access/secrets-door.ts';
import type { Units } from '../store/units.ts';
import { htmlAnswer } from '../web/guard.ts';
import { languageOf } from '../web/language.ts';
import { pageHeaders } from '../web/page-headers.ts';
import type {
  PageAnswer,
  Caller as PageCaller,
  PageRequest,
  PageRoute,
  Words,
} from '../web/page-request.ts';
import { problemPage } from '../web/problem-page.ts';
import { type Authorizing, callerOf, cookieOf, sessionOf } from './authorize.ts';
import type { ProblemPages } from './problem.ts';

export interface Paging extends Authorizing {
  readonly units: Units;
  readonly pages: readonly PageRoute[];
  /** True where the public address is https: cookies then never travel in the clear. */
  readonly publicIsHttps: boolean;
  /** IANA name. */
  readonly timeZone: string;
}

/** Before sign-in a form token is bound to this cookie, after it to the session. */
const VISIT_COOKIE = 'hatang_visit';

/** Mounts the pages, which are values: turns a request into theirs and their answer into a response. */
export function pageRoutes(paging: Paging): Router {
  const router = Router();
  const form = express.urlencoded({ limit: '32kb', extended: false });
  for (const page of paging.pages)
    router[page.method === 'GET' ? 'get' : 'post'](page.path, form, async (request, response) => {
      const answer = await page.render(toPageRequest(paging, request, response));
      send({ paging, request, response }, answer);
    });
  return router;
}

/** Problems as people read them: whoever prefers HTML, anywhere but below /api/. */
export function problemPages(paging: Paging, version: string): ProblemPages {
  return (request, response, status) => {
    if (request.path.startsWith('/api/')) return false;
    if (request.accepts(['application/problem+json', 'text/html']) !== 'text/html') return false;
    const context = { ...toPageRequest(paging, request, response), version };
    send({ paging, request, response }, htmlAnswer(problemPage(status, context), status));
    return true;
  };
}

interface Answering {
  readonly paging: Paging;
  readonly request: Request;
  readonly response: Response;
}

function send({ paging, request, response }: Answering, answer: PageAnswer): void {
  const { 'set-cookie': cookie, ...headers } = answer.headers ?? {};
  if (cookie !== undefined) setCookie({ paging, request, response }, cookie);
  response.set({ ...pageHeaders, ...headers });
  if (answer.redirect !== undefined) response.redirect(303, answer.redirect);
  else response.status(answer.status).type(answer.type).send(String(answer.body));
}

function toPageRequest(paging: Paging, request: Request, response: Response): PageRequest {
  const query = words(request.query);
  const session = sessionOf(request);
  const caller = callerOf(request, paging);
  return {
    params: words(request.params),
    query,
    form: words(request.body ?? {}),
    caller: caller === undefined ? undefined : toPageCaller(caller, paging.units),
    session,
    peer: request.ip ?? '',
    browser: request.get('user-agent') ?? '',
    speech: {
      language: languageOf(query['lang'], request.get('cookie')),
      timeZone: paging.timeZone,
    },
    csrfToken:
      caller !== undefined && session !== undefined
        ? tokenFor(session)
        : tokenFor(visitOf({ paging, request, response })),
    now: paging.clock.now(),
  };
}

/** An agent is nobody to the pages: it only writes. */
function toPageCaller(caller: Caller, units: Units): PageCaller | undefined {
  if (caller.role === 'agent') return undefined;
  const sight = sightOf(caller, (unit) => units.schoolsBelow(unit));
  const { name, role, unit, user } = caller;
  return { name, role, unit, user, sight };
}

function visitOf(answering: Answering): string {
  const known = cookieOf(answering.request, VISIT_COOKIE);
  if (known !== undefined) return known;
  const visit = newToken();
  setCookie(answering, `${VISIT_COOKIE}=${visit}; Path=/; SameSite=Lax; HttpOnly`);
  return visit;
}

/** One given over https, or where people come by https, never travels in the clear. */
function setCookie({ paging, request, response }: Answering, cookie: string): void {
  const secure = paging.publicIsHttps || request.secure ? '; Secure' : '';
  response.append('Set-Cookie', `${cookie}${secure}`);
}

const tokenFor = (cookie: string): string => fingerprint(`csrf ${cookie}`);

/** The values that are plain texts; repeated and nested ones are left out. */
function words(values: object): Words {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
