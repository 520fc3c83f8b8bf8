import { momentOf } from '../calendar/wall-time.ts';
import { actorOf, filled } from './access-parts.ts';
import {
  ANY_ROLE,
  type GuardedRequest,
  guardedRoute,
  htmlAnswer,
  missing,
  redirectAnswer,
} from './guard.ts';
import { maintenanceForm } from './maintenance-form.ts';
import { type MaintenanceProblem, maintenancePage } from './maintenance-page.ts';
import type { PageParts } from './page-parts.ts';
import type { PageAnswer, PageRoute } from './page-request.ts';

type Answering = (parts: PageParts, request: GuardedRequest) => PageAnswer;

/** Announced work: what runs, comes and was, a form for another, and ending one. */
export function maintenanceRoutes(parts: PageParts): readonly PageRoute[] {
  const route = (method: PageRoute['method'], path: string, answer: Answering) =>
    guardedRoute(
      { method, path, render: (request) => answer(parts, request) },
      ANY_ROLE,
      parts.version,
    );
  return [
    route('GET', '/maintenance', (all, request) => shown(all, request)),
    route('POST', '/maintenance', announce),
    route('POST', '/maintenance/:id/end', end),
  ];
}

function shown({ desks }: PageParts, request: GuardedRequest, problem?: MaintenanceProblem) {
  const by = actorOf(request);
  const state = {
    windows: desks.maintenance.list(by),
    places: desks.places(by),
    values: problem === undefined ? {} : request.form,
    problem,
  };
  return htmlAnswer(maintenancePage(state, request.context), problem === undefined ? 200 : 422);
}

const announce: Answering = (parts, request) => {
  const wish = maintenanceForm(filled(request.form), momentOf(request.speech.timeZone));
  if (wish === undefined) return shown(parts, request, 'bad_form');
  const made = parts.desks.maintenance.announce(actorOf(request), wish);
  return made.ok ? redirectAnswer('/maintenance?saved=1') : shown(parts, request, made.problem);
};

const end: Answering = (parts, request) => {
  const id = request.params['id'] ?? '';
  const number = /^\d{1,15}$/.test(id) ? Number(id) : Number.NaN;
  const ended = parts.desks.maintenance.end(actorOf(request), number);
  if (ended.ok) return redirectAnswer('/maintenance?ended=1');
  return ended.problem === 'unknown'
    ? missing(request.context)
    : shown(parts, request, ended.problem);
};
