import express, { Router } from 'express';
import { LARGEST_REPORT_BYTES } from '../notify/mail/delivery-status.ts';
import type { Mails } from '../notify/mail/mails.ts';
import { type Authorizing, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Bouncing extends Authorizing {
  readonly mails: Pick<Mails, 'bounce'>;
}

const raw = express.raw({ type: 'message/rfc822', limit: LARGEST_REPORT_BYTES });

/** Where a mail server hands in what it could not deliver: one message as it stands, in answer what was made of it. */
export function bounceRoutes(bouncing: Bouncing): Router {
  const router = Router();
  router.post('/api/v1/mails/bounces', (request, response, next) => {
    require(request, bouncing, ['admin']);
    raw(request, response, next);
  });
  router.post('/api/v1/mails/bounces', (request, response) => {
    const message: unknown = request.body;
    if (!(message instanceof Uint8Array))
      throw new Problem(415, 'expected the message as it came, as message/rfc822');
    const outcome = bouncing.mails.bounce(message);
    if (outcome.kind === 'ignored') throw new Problem(422, IGNORED[outcome.reason]);
    response.json({ mail: outcome.mail, to: outcome.recipient, outcome: outcome.kind });
  });
  return router;
}

const IGNORED = {
  'no report': 'this is no report of a mail that failed or is late (RFC 3464)',
  'not ours': 'the report is about no mail of ours that was sent',
} as const;
