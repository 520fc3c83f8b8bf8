import { actorOf } from './access-parts.ts';
import { schoolAddress } from './address.ts';
import { deadLettersPage } from './dead-letters-page.ts';
import { devicePage } from './device-page.ts';
import { findingsCsv } from './findings-csv.ts';
import {
  ANY_ROLE,
  csvAnswer,
  type GuardedRequest,
  guardedRoute,
  htmlAnswer,
  missing,
  redirectAnswer,
} from './guard.ts';
import { healthPage } from './health-page.ts';
import { availabilityCsv, outagesCsv } from './line-csv.ts';
import { linePage } from './line-page.ts';
import { machinePage } from './machine-page.ts';
import { machinesCsv } from './machines-csv.ts';
import { MAIL_STATES, mailPage, mailsPage } from './mails-page.ts';
import type { PageParts } from './page-parts.ts';
import type { PageAnswer, PageRoute } from './page-request.ts';
import { schoolPage } from './school-page.ts';
import { schoolsCsv } from './schools-csv.ts';
import { byName, matchingSchools, schoolsFilter } from './schools-filter.ts';
import { schoolsPage } from './schools-page.ts';

const MAX_LISTED = 500;

type Answering = (parts: PageParts, request: GuardedRequest) => PageAnswer;

/** Routes that only show: schools, incidents, mails, refused lines. */
export function readingRoutes(parts: PageParts): readonly PageRoute[] {
  const get = (path: string, answer: Answering, roles = ANY_ROLE) =>
    guardedRoute(
      { method: 'GET', path, render: (request) => answer(parts, request) },
      roles,
      parts.version,
    );
  return [
    get('/', firstPage),
    get('/schools.csv', exportSchools),
    get('/schools/:id', oneSchool),
    get('/schools/:id/findings.csv', exportSchool('findings', findingsCsv)),
    get('/schools/:id/outages.csv', exportSchool('outages', outagesCsv)),
    get('/schools/:id/availability.csv', exportSchool('availability', availabilityCsv)),
    get('/schools/:id/machines.csv', exportSchool('machines', machinesCsv)),
    get('/schools/:id/cameras/:device', oneDevice),
    get('/schools/:id/machines/:device', oneMachine),
    get('/schools/:id/lines/:device', oneLine),
    get('/mails', mails),
    get('/mails/:id', oneMail),
    get('/dead-letters', refused, ['admin']),
    get('/health', health, ['admin']),
  ];
}

/** Whoever sees one school as that school goes straight to it. */
const firstPage: Answering = ({ views, desks }, request) => {
  const { caller, query, context } = request;
  const rows = views.readiness(caller.sight);
  const own = rows[0];
  if (caller.role === 'school' && rows.length === 1 && own !== undefined)
    return redirectAnswer(schoolAddress(own.id));
  const uncovered = desks.contacts.uncovered(actorOf(request)).length;
  return htmlAnswer(schoolsPage({ rows, uncovered }, schoolsFilter(query), context));
};

const exportSchools: Answering = ({ views }, { caller, query, speech, now }) => {
  const rows = matchingSchools(views.readiness(caller.sight), schoolsFilter(query), now);
  return csvAnswer(schoolsCsv(byName(rows, speech.language), speech), 'schools.csv');
};

const oneSchool: Answering = ({ views, desks }, { caller, params, context }) => {
  const school = views.school(params['id'] ?? '', caller.sight);
  if (school === undefined) return missing(context);
  return htmlAnswer(schoolPage(school, context, desks.contacts.coverOf(school.id)));
};

const exportSchool =
  (name: string, csv: typeof findingsCsv): Answering =>
  ({ views }, { caller, params, speech, context }) => {
    const school = views.school(params['id'] ?? '', caller.sight);
    if (school === undefined) return missing(context);
    return csvAnswer(csv(school, speech), `${school.id.replace(/[^\w.-]/g, '_')}-${name}.csv`);
  };

const deviceAsked = ({ views }: PageParts, { caller, params, now }: GuardedRequest) => {
  const { id: school = '', device = '' } = params;
  return views.device({ school, device, sight: caller.sight, now });
};

const oneDevice: Answering = (parts, request) => {
  const found = deviceAsked(parts, request);
  return found === undefined || found.device.kind === 'machine'
    ? missing(request.context)
    : htmlAnswer(devicePage(found, request.context));
};

const oneMachine: Answering = (parts, request) => {
  const found = deviceAsked(parts, request);
  return found?.device.kind === 'machine'
    ? htmlAnswer(machinePage(found, request.context))
    : missing(request.context);
};

const oneLine: Answering = ({ views }, { caller, params, now, context }) => {
  const { id: school = '', device = '' } = params;
  const found = views.line({ school, device, sight: caller.sight, now });
  return found === undefined ? missing(context) : htmlAnswer(linePage(found, context));
};

const mails: Answering = ({ views }, { caller, query, context }) => {
  const { sight } = caller;
  const state = MAIL_STATES.find((known) => known === query['state']);
  const filter = state === undefined ? {} : { state };
  const found = views.mails({ sight, limit: MAX_LISTED, ...filter });
  return htmlAnswer(mailsPage({ mails: found, counts: views.mailCounts(sight), state }, context));
};

const oneMail: Answering = ({ views }, { caller, params, context }) => {
  const [mail] = views.mails({ sight: caller.sight, limit: 1, id: params['id'] ?? '' });
  return mail === undefined ? missing(context) : htmlAnswer(mailPage(mail, context));
};

const health: Answering = (parts, { context }) => htmlAnswer(healthPage(parts.health(), context));

const refused: Answering = ({ deadLetters }, { context }) =>
  htmlAnswer(deadLettersPage(deadLetters(MAX_LISTED), context));
