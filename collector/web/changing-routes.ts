import { EnrolmentCodeRequest } from '../../wire/enrolment.ts';
import { actorOf, filled } from './access-parts.ts';
import { accountPage, signInPage } from './account-page.ts';
import { returnPath } from './address.ts';
import { enrolmentCodePage, enrolmentPage } from './enrolment-page.ts';
import {
  ANY_ROLE,
  type GuardedRequest,
  guardedRoute,
  htmlAnswer,
  type OpenRequest,
  openRoute,
  redirectAnswer,
} from './guard.ts';
import type { PageParts, SignIn } from './page-parts.ts';
import type { PageAnswer, PageRoute, Words } from './page-request.ts';

/** Routes with forms: sign in and out, the account, enrolment codes. */
export function changingRoutes(parts: PageParts): readonly PageRoute[] {
  const { version } = parts;
  const guarded = (
    method: PageRoute['method'],
    path: string,
    render: (request: GuardedRequest) => PageAnswer | Promise<PageAnswer>,
  ) =>
    guardedRoute(
      { method, path, render },
      path === '/enrolment' ? ['admin', 'officer'] : ANY_ROLE,
      version,
    );
  return [
    openRoute({ method: 'GET', path: '/sign-in', render: askSignIn }, version),
    openRoute(
      { method: 'POST', path: '/sign-in', render: (request) => signIn(parts, request) },
      version,
    ),
    guarded('POST', '/sign-out', (request) => {
      const { setCookie } = parts.access.signOut(actorOf(request), request.session);
      return redirectAnswer('/sign-in', { 'set-cookie': setCookie });
    }),
    guarded('GET', '/account', (request) =>
      htmlAnswer(
        accountPage(
          request.caller,
          { ...accountState(parts, request), saved: request.query['saved'] === '1' },
          request.context,
        ),
      ),
    ),
    guarded('POST', '/account', (request) => setPassword(parts, request)),
    guarded('POST', '/account/end-session', (request) => {
      parts.access.endSession(actorOf(request), Number(request.form['id'] ?? Number.NaN));
      return redirectAnswer('/account');
    }),
    guarded('GET', '/enrolment', (request) =>
      htmlAnswer(enrolmentPage({ values: {}, codes: openCodes(parts, request) }, request.context)),
    ),
    guarded('POST', '/enrolment', (request) => enrol(parts, request)),
  ];
}

const askSignIn = ({ query, context }: OpenRequest): PageAnswer =>
  htmlAnswer(
    signInPage({ next: returnPath(query['next']), code: query['code']?.slice(0, 64) }, context),
  );

async function signIn({ access }: PageParts, { form, peer, browser, context }: OpenRequest) {
  const next = returnPath(form['next']);
  const name = form['name'] ?? '';
  const done = await access.signIn(wayIn(form, { peer, browser }));
  if (done.ok) return redirectAnswer(next, { 'set-cookie': done.value.setCookie });
  const status = done.problem === 'locked' ? 429 : 401;
  return htmlAnswer(signInPage({ next, name, problem: done.problem }, context), status);
}

function wayIn(form: Words, from: Pick<SignIn, 'peer' | 'browser'>): SignIn {
  const code = form['code']?.trim();
  return code !== undefined && code !== ''
    ? { way: 'code', code, ...from }
    : { way: 'password', name: form['name'] ?? '', password: form['password'] ?? '', ...from };
}

const accountState = ({ access }: PageParts, request: GuardedRequest) => ({
  sessions: access.sessions(actorOf(request), request.session),
});

const openCodes = ({ desks }: PageParts, request: GuardedRequest) =>
  desks.agents.codes(actorOf(request));

async function setPassword(parts: PageParts, request: GuardedRequest) {
  const { form, caller, session, context } = request;
  const { current = '', next = '', again = '' } = form;
  const done =
    next === again
      ? await parts.access.setPassword(actorOf(request), { current, next, session })
      : ({ ok: false, problem: 'mismatch' } as const);
  if (done.ok) return redirectAnswer('/account?saved=1');
  const state = { ...accountState(parts, request), saved: false, problem: done.problem };
  return htmlAnswer(accountPage(caller, state, context), 422);
}

function enrol(parts: PageParts, request: GuardedRequest): PageAnswer {
  const { form, context } = request;
  const asked = EnrolmentCodeRequest.safeParse(filled(form));
  const made = asked.success
    ? parts.access.enrol(asked.data, actorOf(request))
    : ({ ok: false, problem: 'bad_school' } as const);
  if (!made.ok) {
    const state = { values: form, codes: openCodes(parts, request), problem: made.problem };
    return htmlAnswer(enrolmentPage(state, context), 422);
  }
  return htmlAnswer(enrolmentCodePage(made.value, parts.collectorUrl(), context), 201);
}
