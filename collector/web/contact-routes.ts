import type { Result } from '../../kit/result.ts';
import type { ContactRefusal } from '../access/contact-desk.ts';
import { actorOf, filled } from './access-parts.ts';
import { contactWish } from './contact-form.ts';
import { contactPage, contactsPage } from './contacts-page.ts';
import {
  ANY_ROLE,
  type GuardedRequest,
  guardedRoute,
  htmlAnswer,
  missing,
  redirectAnswer,
} from './guard.ts';
import type { PageParts } from './page-parts.ts';
import type { PageAnswer, PageRoute } from './page-request.ts';

type Answering = (parts: PageParts, request: GuardedRequest) => PageAnswer;

/** Who gets mail, for every role within its own units. */
export function contactRoutes(parts: PageParts): readonly PageRoute[] {
  const route = (method: PageRoute['method'], path: string, answer: Answering) =>
    guardedRoute(
      { method, path, render: (request) => answer(parts, request) },
      ANY_ROLE,
      parts.version,
    );
  return [
    route('GET', '/contacts', showContacts),
    route('POST', '/contacts', addContact),
    route('GET', '/contacts/:id', showContact),
    route('POST', '/contacts/:id', changeContact),
    route('POST', '/contacts/:id/remove', ({ desks }, request) =>
      ended(desks.contacts.remove(actorOf(request), idOf(request)), '/contacts?removed=1', request),
    ),
    route('POST', '/contacts/:id/test', ({ desks }, request) =>
      ended(
        desks.contacts.test(actorOf(request), idOf(request)),
        `/contacts/${request.params['id']}?tested=1`,
        request,
      ),
    ),
  ];
}

/** NaN is nobody's number. */
const idOf = ({ params }: GuardedRequest): number =>
  /^\d{1,15}$/.test(params['id'] ?? '') ? Number(params['id']) : Number.NaN;

const ended = (
  result: Result<unknown, ContactRefusal>,
  next: string,
  { context }: GuardedRequest,
): PageAnswer => (result.ok ? redirectAnswer(next) : missing(context));

const stateOf = ({ desks }: Pick<PageParts, 'desks'>, request: GuardedRequest) => {
  const by = actorOf(request);
  const { contacts } = desks;
  return {
    contacts: contacts.list(by),
    uncovered: contacts.uncovered(by),
    places: desks.places(by),
    official: contacts.official,
    unitName: (unit: string) => contacts.unitName(unit),
  };
};

const showContacts: Answering = (parts, request) =>
  htmlAnswer(contactsPage(stateOf(parts, request), request.context));

/** A school's form names no unit: it is the own one. */
function wishOf({ caller, form }: GuardedRequest) {
  const own = caller.role === 'school' ? { unit: caller.unit ?? '' } : {};
  return contactWish({ ...filled(form), ...own });
}

const addContact: Answering = (parts, request) => {
  const { context, form } = request;
  const wish = wishOf(request);
  const made =
    wish === undefined
      ? ({ ok: false, problem: 'bad_form' } as const)
      : parts.desks.contacts.add(actorOf(request), wish);
  if (made.ok) return redirectAnswer(`/contacts/${made.value.id}?saved=1`);
  const state = { ...stateOf(parts, request), values: form, problem: made.problem };
  return htmlAnswer(contactsPage(state, context), 422);
};

/** Undefined where the caller may not see it. */
function contactState({ desks }: PageParts, request: GuardedRequest) {
  const by = actorOf(request);
  const id = idOf(request);
  const contact = desks.contacts.list(by).find((line) => line.id === id);
  if (contact === undefined) return undefined;
  const { official, canTest, keepsOnly } = desks.contacts;
  return { contact: { ...contact, id }, places: desks.places(by), official, canTest, keepsOnly };
}

const showContact: Answering = (parts, request) => {
  const state = contactState(parts, request);
  return state === undefined
    ? missing(request.context)
    : htmlAnswer(contactPage(state, request.context));
};

const changeContact: Answering = (parts, request) => {
  const { context, form } = request;
  const state = contactState(parts, request);
  if (state === undefined) return missing(context);
  const wish = wishOf(request);
  const { id } = state.contact;
  const changed =
    wish === undefined
      ? ({ ok: false, problem: 'bad_form' } as const)
      : parts.desks.contacts.change(actorOf(request), id, { ...wish, unit: wish.unit ?? null });
  if (changed.ok) return redirectAnswer(`/contacts/${id}?saved=1`);
  return htmlAnswer(
    contactPage({ ...state, values: form, problem: changed.problem }, context),
    422,
  );
};
