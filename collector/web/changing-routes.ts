import { EnrolmentCodeRequest } from '../../wire/enrolment.ts';
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
    guarded('POST', '/sign-out', ({ session }) =>
      redirectAnswer('/sign-in', { 'set-cookie': parts.access.signOut(session).setCookie }),
    ),
    guarded('GET', '/account', ({ caller, query, context }) =>
      htmlAnswer(accountPage(caller, { saved: query['saved'] === '1' }, context)),
    ),
    guarded('POST', '/account', (request) => setPassword(parts, request)),
    guarded('GET', '/enrolment', ({ context }) =>
      htmlAnswer(enrolmentPage({ values: {} }, context)),
    ),
    guarded('POST', '/enrolment', (request) => enrol(parts, request)),
  ];
}

const askSignIn = ({ query, context }: OpenRequest): PageAnswer =>
  htmlAnswer(
    signInPage({ next: returnPath(query['next']), code: query['code']?.slice(0, 64) }, context),
  );

async function signIn({ access }: PageParts, { form, peer, context }: OpenRequest) {
  const next = returnPath(form['next']);
  const name = form['name'] ?? '';
  const done = await access.signIn(wayIn(form, peer));
  if (done.ok) return redirectAnswer(next, { 'set-cookie': done.value.setCookie });
  const status = done.problem === 'locked' ? 429 : 401;
  return htmlAnswer(signInPage({ next, name, problem: done.problem }, context), status);
}

function wayIn(form: Words, peer: string): SignIn {
  const code = form['code']?.trim();
  return code !== undefined && code !== ''
    ? { way: 'code', code, peer }
    : { way: 'password', name: form['name'] ?? '', password: form['password'] ?? '', peer };
}

async function setPassword(
  { access }: PageParts,
  { form, caller, session, context }: GuardedRequest,
) {
  const { current = '', next = '', again = '' } = form;
  const done =
    next === again
      ? await access.setPassword(caller, { current, next, session })
      : ({ ok: false, problem: 'mismatch' } as const);
  if (done.ok) return redirectAnswer('/account?saved=1');
  return htmlAnswer(accountPage(caller, { saved: false, problem: done.problem }, context), 422);
}

function enrol(parts: PageParts, { form, caller, context }: GuardedRequest): PageAnswer {
  const { _csrf, ...values } = form;
  const filled = Object.entries(values).filter(([, value]) => value.trim() !== '');
  const asked = EnrolmentCodeRequest.safeParse(Object.fromEntries(filled));
  if (!asked.success)
    return htmlAnswer(enrolmentPage({ values, problem: 'bad_school' }, context), 422);
  const made = parts.access.enrol(asked.data, caller);
  if (!made.ok) return htmlAnswer(enrolmentPage({ values, problem: made.problem }, context), 422);
  return htmlAnswer(enrolmentCodePage(made.value, parts.collectorUrl(), context), 201);
}
