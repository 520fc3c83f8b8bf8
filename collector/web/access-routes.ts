import type { Result } from '../../kit/result.ts';
import type { Refusal } from '../access/refusal.ts';
import { personForm, tokenForm } from './access-forms.ts';
import { actorOf, filled } from './access-parts.ts';
import { agentsPage } from './agents-page.ts';
import { auditFilter, dayEnd } from './audit-filter.ts';
import { auditCsv, auditPage } from './audit-page.ts';
import {
  csvAnswer,
  type GuardedRequest,
  guardedRoute,
  htmlAnswer,
  missing,
  redirectAnswer,
} from './guard.ts';
import type { PageParts } from './page-parts.ts';
import type { PageAnswer, PageRoute, Role } from './page-request.ts';
import { madeTokenPage, tokensPage } from './tokens-page.ts';
import { userPage } from './user-page.ts';
import { signInCodePage, usersPage } from './users-page.ts';

type Answering = (parts: PageParts, request: GuardedRequest) => PageAnswer;

const MANAGERS: readonly Role[] = ['admin', 'officer'];
const LINES_A_PAGE = 100;
const MOST_EXPORTED = 10_000;

/** Pages where people, tokens, agents and the log are looked after. */
export function accessRoutes(parts: PageParts): readonly PageRoute[] {
  const route = (method: PageRoute['method'], path: string, answer: Answering) =>
    guardedRoute(
      { method, path, render: (request) => answer(parts, request) },
      MANAGERS,
      parts.version,
    );
  return [
    route('GET', '/users', showUsers),
    route('POST', '/users', addUser),
    route('GET', '/users/:id', showUser),
    route('POST', '/users/:id', (all, request) => changeUser(all, request, placeOf(request))),
    route('POST', '/users/:id/disable', (all, request) =>
      changeUser(all, request, { disabled: true }),
    ),
    route('POST', '/users/:id/enable', (all, request) =>
      changeUser(all, request, { disabled: false }),
    ),
    route('POST', '/users/:id/sign-in-code', newCode),
    route('GET', '/tokens', showTokens),
    route('POST', '/tokens', makeToken),
    route('POST', '/tokens/:id/revoke', ({ desks }, request) =>
      ended(desks.tokens.revoke(actorOf(request), idOf(request)), '/tokens', request),
    ),
    route('GET', '/agents', ({ desks }, request) =>
      htmlAnswer(agentsPage(desks.agents.list(actorOf(request)), request.context)),
    ),
    route('POST', '/agents/:school/:agent/revoke', revokeAgent),
    route('POST', '/enrolment/:id/withdraw', ({ desks }, request) =>
      ended(desks.agents.withdraw(actorOf(request), idOf(request)), '/enrolment', request),
    ),
    route('GET', '/audit', showAudit),
    route('GET', '/audit.csv', exportAudit),
  ];
}

/** NaN is nobody's number. */
const idOf = ({ params }: GuardedRequest): number =>
  /^\d{1,15}$/.test(params['id'] ?? '') ? Number(params['id']) : Number.NaN;

function ended(
  result: Result<unknown, Refusal>,
  list: string,
  request: GuardedRequest,
): PageAnswer {
  return result.ok ? redirectAnswer(`${list}?ended=1`) : missing(request.context);
}

const showUsers: Answering = ({ desks }, request) =>
  htmlAnswer(usersPage(usersState({ desks }, request), request.context));

const usersState = ({ desks }: Pick<PageParts, 'desks'>, request: GuardedRequest) => ({
  people: desks.users.list(actorOf(request)),
  places: desks.places(actorOf(request)),
});

const addUser: Answering = (parts, request) => {
  const { context, form } = request;
  const state = { ...usersState(parts, request), values: form };
  const wanted = personForm(filled(form));
  if (wanted === undefined)
    return htmlAnswer(usersPage({ ...state, problem: 'bad_form' }, context), 422);
  const made = parts.desks.users.add(actorOf(request), wanted);
  if (!made.ok) return htmlAnswer(usersPage({ ...state, problem: made.problem }, context), 422);
  const around = { collectorUrl: parts.collectorUrl(), context };
  return htmlAnswer(signInCodePage(made.value, around), 201);
};

const showUser: Answering = ({ desks }, request) => {
  const { context, query } = request;
  const person = desks.users.find(actorOf(request), idOf(request));
  const places = desks.places(actorOf(request));
  if (person === undefined) return missing(context);
  return htmlAnswer(userPage({ person, places, saved: query['saved'] === '1' }, context));
};

type Change = Parameters<PageParts['desks']['users']['change']>[2];

/** A form without a unit leaves it as it is where the role stays. */
function placeOf({ form }: GuardedRequest): Change | undefined {
  const wanted = personForm({ ...filled(form), name: 'as it is' });
  return wanted === undefined ? undefined : { role: wanted.role, unit: wanted.unit };
}

function changeUser(
  { desks }: PageParts,
  request: GuardedRequest,
  change: Change | undefined,
): PageAnswer {
  const { context } = request;
  const by = actorOf(request);
  const person = desks.users.find(by, idOf(request));
  if (person === undefined) return missing(context);
  const changed =
    change === undefined
      ? ({ ok: false, problem: 'bad_form' } as const)
      : desks.users.change(by, person.id, change);
  if (changed.ok) return redirectAnswer(`/users/${person.id}?saved=1`);
  const state = { person, places: desks.places(by), saved: false, problem: changed.problem };
  return htmlAnswer(userPage(state, context), 422);
}

const newCode: Answering = ({ desks, collectorUrl }, request) => {
  const { context } = request;
  const by = actorOf(request);
  const person = desks.users.find(by, idOf(request));
  if (person === undefined) return missing(context);
  const made = desks.users.newCode(by, person.id);
  if (made.ok)
    return htmlAnswer(signInCodePage(made.value, { collectorUrl: collectorUrl(), context }), 201);
  const state = { person, places: desks.places(by), saved: false, problem: made.problem };
  return htmlAnswer(userPage(state, context), 422);
};

const tokensState = ({ desks }: Pick<PageParts, 'desks'>, request: GuardedRequest) => ({
  tokens: desks.tokens.list(actorOf(request)),
  places: desks.places(actorOf(request)),
});

const showTokens: Answering = (parts, request) =>
  htmlAnswer(tokensPage(tokensState(parts, request), request.context));

const makeToken: Answering = (parts, request) => {
  const { context, form, speech } = request;
  const wanted = tokenForm(filled(form), (day) => dayEnd(day, speech.timeZone));
  const made =
    wanted === undefined
      ? ({ ok: false, problem: 'bad_form' } as const)
      : parts.desks.tokens.make(actorOf(request), wanted);
  if (made.ok) return htmlAnswer(madeTokenPage(made.value, context), 201);
  const state = { ...tokensState(parts, request), values: form, problem: made.problem };
  return htmlAnswer(tokensPage(state, context), 422);
};

const revokeAgent: Answering = ({ desks }, request) => {
  const { school = '', agent = '' } = request.params;
  return ended(desks.agents.revoke(actorOf(request), school, agent), '/agents', request);
};

const showAudit: Answering = ({ desks }, request) => {
  const filter = auditFilter(request);
  // One more than is shown tells whether there is an older page.
  const found = desks.audit(actorOf(request), { ...filter, limit: LINES_A_PAGE + 1 });
  const lines = found.slice(0, LINES_A_PAGE);
  const older = found.length > LINES_A_PAGE ? lines.at(-1)?.id : undefined;
  return htmlAnswer(auditPage({ lines, older }, request.context));
};

const exportAudit: Answering = ({ desks }, request) => {
  const filter = { ...auditFilter(request), limit: MOST_EXPORTED };
  return csvAnswer(auditCsv(desks.audit(actorOf(request), filter), request), 'audit.csv');
};
