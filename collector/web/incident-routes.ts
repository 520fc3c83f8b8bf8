import { epochMs, hours } from '../../kit/units.ts';
import type { Done, IncidentDesk } from '../incident/incident-desk.ts';
import { actorOf } from './access-parts.ts';
import { incidentAddress } from './address.ts';
import {
  ANY_ROLE,
  csvAnswer,
  type GuardedRequest,
  guardedRoute,
  htmlAnswer,
  missing,
  redirectAnswer,
} from './guard.ts';
import { incidentsAsked } from './incident-filter.ts';
import { SILENCES } from './incident-forms.ts';
import { incidentPage } from './incident-page.ts';
import { incidentsCsv } from './incidents-csv.ts';
import { incidentsPage } from './incidents-page.ts';
import type { PageParts } from './page-parts.ts';
import type { PageAnswer, PageRoute } from './page-request.ts';

type Answering = (parts: PageParts, request: GuardedRequest) => PageAnswer;
type Deed = (desk: IncidentDesk, request: GuardedRequest) => Done;

const ROWS_A_PAGE = 100;
const MOST_EXPORTED = 10_000;

/** The incidents: a list, a page for each, and what people do about one. */
export function incidentRoutes(parts: PageParts): readonly PageRoute[] {
  const route = (method: PageRoute['method'], path: string, answer: Answering) =>
    guardedRoute(
      { method, path, render: (request) => answer(parts, request) },
      ANY_ROLE,
      parts.version,
    );
  return [
    route('GET', '/incidents', list),
    route('GET', '/incidents.csv', exported),
    route('GET', '/incidents/:id', (_, request) => shown(parts, request)),
    ...Object.entries(DEEDS).map(([name, deed]) =>
      route('POST', `/incidents/:id/${name}`, (_, request) => done(parts, request, deed)),
    ),
  ];
}

const list: Answering = ({ views }, request) => {
  const { filter, page } = incidentsAsked(request);
  const { sight } = request.caller;
  const offset = (page - 1) * ROWS_A_PAGE;
  const found = views.incidents({ ...filter, sight, offset, limit: ROWS_A_PAGE + 1 });
  const incidents = found.slice(0, ROWS_A_PAGE);
  const hasMore = found.length > ROWS_A_PAGE;
  const state = { incidents, page, hasMore, rules: views.incidentRules() };
  return htmlAnswer(incidentsPage(state, request.context));
};

const exported: Answering = ({ views }, request) => {
  const { filter } = incidentsAsked(request);
  const { sight } = request.caller;
  const found = views.incidents({ ...filter, sight, limit: MOST_EXPORTED });
  return csvAnswer(incidentsCsv(found, request), 'incidents.csv');
};

const idOf = ({ params }: GuardedRequest): string => params['id'] ?? '';

function shown({ views }: PageParts, request: GuardedRequest): PageAnswer {
  const { caller, query, context } = request;
  const found = views.incident(idOf(request), caller.sight);
  if (found === undefined) return missing(context);
  return htmlAnswer(incidentPage(found, { saved: query['saved'] === '1' }, context));
}

const DEEDS: Readonly<Record<string, Deed>> = {
  acknowledge: (desk, request) => desk.acknowledge(actorOf(request), idOf(request)),
  'take-back': (desk, request) => desk.takeBack(actorOf(request), idOf(request)),
  assign: (desk, request) => desk.assign(actorOf(request), idOf(request), request.form['to'] ?? ''),
  comment: (desk, request) =>
    desk.comment(actorOf(request), idOf(request), request.form['text'] ?? ''),
  silence: (desk, request) => desk.silence(actorOf(request), idOf(request), silenceEnd(request)),
  'end-silence': (desk, request) => desk.silence(actorOf(request), idOf(request), undefined),
};

/** What the form does not offer ends in the past, and is refused. */
function silenceEnd({ form, now }: GuardedRequest) {
  const asked = SILENCES.find((each) => String(each) === form['hours']);
  return asked === undefined ? epochMs(0) : epochMs(now + hours(asked));
}

function done(parts: PageParts, request: GuardedRequest, deed: Deed): PageAnswer {
  const { caller, context, form } = request;
  const result = deed(parts.incidentDesk, request);
  if (result.ok) return redirectAnswer(`${incidentAddress(idOf(request))}?saved=1`);
  const { problem } = result;
  const found = parts.views.incident(idOf(request), caller.sight);
  if (problem === 'unknown' || found === undefined) return missing(context);
  return htmlAnswer(incidentPage(found, { saved: false, problem, values: form }, context), 422);
}
