import express, { type Request, type Response, Router } from 'express';
import type { Clock } from '../../kit/clock.ts';
import type { AckDesk, AckState } from '../incident/ack-desk.ts';
import { ackPage } from '../web/ack-page.ts';
import { languageOf } from '../web/language.ts';
import type { PageContext } from '../web/page-request.ts';
import { isSameOrigin } from './origin.ts';
import { Problem } from './problem.ts';

export interface Acknowledging {
  readonly ackDesk: AckDesk;
  readonly clock: Pick<Clock, 'now'>;
  /** IANA name. */
  readonly timeZone: string;
  readonly version: string;
}

const STATUSES: Readonly<Record<AckState['kind'], number>> = {
  open: 200,
  acknowledged: 200,
  already: 200,
  resolved: 200,
  used: 410,
  expired: 410,
  forged: 404,
  locked: 429,
};

/** Acknowledging by the link in a mail: the link is the right, so nobody signs in. Looking at it changes nothing. */
export function acknowledgeRoutes(acknowledging: Acknowledging): Router {
  const router = Router();
  const { ackDesk } = acknowledging;
  const path = '/acknowledge/:token';
  const tokenOf = (request: Request): string => String(request.params['token'] ?? '');
  const send = (request: Request, response: Response, state: AckState) => {
    const body = ackPage(state, contextOf(request, acknowledging));
    response.status(STATUSES[state.kind]).type('text/html; charset=utf-8').send(String(body));
  };
  router.get(path, (request, response) => {
    send(request, response, ackDesk.look(tokenOf(request), request.ip ?? ''));
  });
  router.post(path, express.urlencoded({ limit: '1kb', extended: false }), (request, response) => {
    if (!isSameOrigin(request))
      throw new Problem(403, 'an incident is acknowledged from the collector’s own page alone');
    send(request, response, ackDesk.acknowledge(tokenOf(request), request.ip ?? ''));
  });
  return router;
}

/** As of a page that nobody is signed in to. */
function contextOf(request: Request, { clock, timeZone, version }: Acknowledging): PageContext {
  const asked = request.query['lang'];
  const lang = typeof asked === 'string' ? asked : undefined;
  const language = languageOf(lang, request.get('cookie'));
  const query = lang === undefined ? {} : { lang };
  const speech = { language, timeZone };
  return { query, caller: undefined, speech, csrfToken: '', now: clock.now(), version };
}
