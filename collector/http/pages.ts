import express, { type Request, type Response, Router } from 'express';
import type { Speech } from '../../kit/say.ts';
import type { Language } from '../../kit/text.ts';
import { days, type EpochMs } from '../../kit/units.ts';
import { type Caller, sightOf } from '../access/caller.ts';
import type { Identities } from '../access/identities.ts';
import { fingerprint } from '../access/secrets-door.ts';
import type { Throttle } from '../access/throttle.ts';
import type { Users } from '../access/users.ts';
import type { Units } from '../store/units.ts';
import type { PageAnswer, PageRequest, PageRoute } from '../web/page.ts';
import { problemPage, signInPage } from '../web/pages.ts';
import { type Authorizing, callerOf, cookieOf, SESSION_COOKIE, sessionOf } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Paging extends Authorizing {
  readonly identities: Identities;
  readonly users: Users;
  readonly units: Units;
  readonly throttle: Throttle;
  readonly routes: readonly PageRoute[];
  readonly timeZone: string;
  /** True where the public address is https: the cookie then never travels in the clear. */
  readonly secureCookie: boolean;
}

const LANGUAGE_COOKIE = 'hatang_lang';

export function pageRoutes(paging: Paging): Router {
  const router = Router();
  const form = express.urlencoded({ limit: '32kb', extended: false });
  router.get('/sign-in', (request, response) => {
    const { speech } = surroundings(paging, request);
    const code =
      typeof request.query['code'] === 'string' ? request.query['code'].slice(0, 80) : '';
    send(response, { status: 200, body: signInPage({ code, problem: undefined }, speech) });
  });
  router.post('/sign-in', form, async (request, response) => {
    await signIn(paging, request, response);
  });
  router.post('/sign-out', form, (request, response) => {
    const session = sessionOf(request);
    if (session !== undefined && csrfHolds(request, session))
      paging.identities.closeSession(session);
    response.clearCookie(SESSION_COOKIE, { path: '/' }).redirect(303, '/sign-in');
  });
  for (const route of paging.routes)
    router[route.method](route.path, form, async (request, response) => {
      await answerPage(paging, route, request, response);
    });
  return router;
}

async function signIn(paging: Paging, request: Request, response: Response): Promise<void> {
  const { speech, now } = surroundings(paging, request);
  if (!sameOrigin(request)) throw new Problem(403, 'this form came from another site');
  const fields = formOf(request);
  const key = `sign-in ${request.ip ?? ''}`;
  const wait = paging.throttle.wait(key, now);
  const user = wait > 0 ? undefined : await userOf(paging, fields, now);
  if (user === undefined) {
    if (wait === 0) paging.throttle.failed(key, now);
    const problem = wait > 0 ? 'too_many' : 'wrong';
    send(response, {
      status: wait > 0 ? 429 : 403,
      body: signInPage({ code: '', problem }, speech),
      ...(wait > 0 ? { headers: { 'Retry-After': String(Math.ceil(wait / 1_000)) } } : {}),
    });
    return;
  }
  paging.throttle.succeeded(key);
  const session = paging.identities.openSession(user, now);
  response
    .cookie(SESSION_COOKIE, session.token, {
      httpOnly: true,
      sameSite: 'lax',
      secure: paging.secureCookie,
      path: '/',
      maxAge: session.expiresAt - now,
    })
    .redirect(303, '/');
}

/** By name and password, by a sign-in code, or by an admin's API token in the code's place. */
async function userOf(
  { identities, users }: Paging,
  fields: Readonly<Record<string, string>>,
  now: EpochMs,
): Promise<number | undefined> {
  const code = fields['code']?.trim() ?? '';
  if (code === '') return users.byPassword(fields['name'] ?? '', fields['password'] ?? '');
  if (identities.callerOfToken(code)?.role === 'admin') return users.firstAdmin(now).id;
  return identities.useSignInCode(code, now);
}

async function answerPage(
  paging: Paging,
  route: PageRoute,
  request: Request,
  response: Response,
): Promise<void> {
  const { speech, now } = surroundings(paging, request, response);
  const caller = callerOf(request, paging);
  if (caller === undefined) {
    response.redirect(303, '/sign-in');
    return;
  }
  const session = sessionOf(request);
  const allowed = caller.role !== 'agent' && route.roles.includes(caller.role);
  const forged =
    request.method !== 'GET' &&
    caller.user !== undefined &&
    !(session !== undefined && csrfHolds(request, session) && sameOrigin(request));
  if (!allowed || forged) {
    send(response, { status: 403, body: problemPage(403, speech) });
    return;
  }
  const page: PageRequest = {
    params: textsOf(request.params),
    query: textsOf(request.query),
    form: formOf(request),
    caller: toPageCaller(caller, paging.units),
    csrfToken: session === undefined ? '' : csrfOf(session),
    speech,
    now,
  };
  send(response, await route.render(page));
}

const toPageCaller = (caller: Caller, units: Units): PageRequest['caller'] => ({
  name: caller.name,
  role: caller.role === 'agent' ? 'school' : caller.role,
  user: caller.user,
  unit: caller.unit,
  sight: sightOf(caller, (unit) => units.schoolsBelow(unit)),
});

function surroundings(
  { clock, timeZone }: Paging,
  request: Request,
  response?: Response,
): { speech: Speech; now: EpochMs } {
  const asked = languageOf(request.query['lang']);
  if (asked !== undefined)
    response?.cookie(LANGUAGE_COOKIE, asked, { sameSite: 'lax', maxAge: days(400), path: '/' });
  const language = asked ?? languageOf(cookieOf(request, LANGUAGE_COOKIE)) ?? 'vi';
  return { speech: { language, timeZone }, now: clock.now() };
}

const languageOf = (value: unknown): Language | undefined =>
  value === 'vi' || value === 'en' ? value : undefined;

function send(response: Response, answer: PageAnswer): void {
  if (answer.redirect !== undefined) {
    response.redirect(303, answer.redirect);
    return;
  }
  response
    .status(answer.status)
    .set({ 'Cache-Control': 'no-store', ...answer.headers })
    .type(answer.type ?? 'text/html; charset=utf-8')
    .send(String(answer.body ?? ''));
}

const csrfOf = (session: string): string => fingerprint(`csrf ${session}`).slice(0, 43);

const csrfHolds = (request: Request, session: string): boolean =>
  formOf(request)['_csrf'] === csrfOf(session);

/** Browsers say where a form came from; what says nothing is no browser and has no cookie to misuse. */
function sameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'none';
}

const formOf = (request: Request): Readonly<Record<string, string>> => textsOf(request.body ?? {});

/** The values that are plain texts; repeated and nested ones are left out. */
function textsOf(values: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
