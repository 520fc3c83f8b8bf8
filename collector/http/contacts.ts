import express, { type Request, Router } from 'express';
import type { Result } from '../../kit/result.ts';
import type { ContactDesk, ContactLine, ContactRefusal } from '../access/contact-desk.ts';
import { sayOfficial } from '../notify/recipients/official.ts';
import { idOf } from './administering.ts';
import { type Authorizing, READERS, requireActor } from './authorize.ts';
import { ContactChange, ContactRequest } from './contact-bodies.ts';
import { Problem } from './problem.ts';
import { readBody } from './read-body.ts';

export interface Contacting extends Authorizing {
  readonly desks: { readonly contacts: ContactDesk };
}

const json = express.json({ limit: '16kb', strict: true });

/** Who gets mail: each caller sees and changes the contacts of the own units alone. */
export function contactRoutes(contacting: Contacting): Router {
  const router = Router();
  const { contacts } = contacting.desks;
  const by = (request: Request) => requireActor(request, contacting, READERS);
  const done = <Value>(result: Result<Value, ContactRefusal>): Value => given(result, contacts);

  router.get('/api/v1/contacts', (request, response) => {
    const actor = by(request);
    response.json({
      contacts: contacts.list(actor).map(contactJson),
      schoolsWithout: contacts.uncovered(actor).map(({ id }) => id),
    });
  });
  router.post('/api/v1/contacts', json, (request, response) => {
    const actor = by(request);
    const { unit = actor.unit ?? null, ...wish } = readBody(request, ContactRequest);
    const made = done(contacts.add(actor, { ...wish, unit: unit ?? undefined }));
    response.status(201).json(contactJson({ ...made, bounced: false, official: true }));
  });
  router.patch('/api/v1/contacts/:id', json, (request, response) => {
    const actor = by(request);
    const change = readBody(request, ContactChange);
    const changed = done(contacts.change(actor, idOf(request), change));
    response.json(contactJson({ ...changed, bounced: false, official: true }));
  });
  router.delete('/api/v1/contacts/:id', (request, response) => {
    done(contacts.remove(by(request), idOf(request)));
    response.status(204).end();
  });
  router.post('/api/v1/contacts/:id/test', (request, response) => {
    done(contacts.test(by(request), idOf(request)));
    response.status(202).end();
  });
  return router;
}

const REFUSALS: Readonly<Record<ContactRefusal, readonly [number, string]>> = {
  unknown: [404, 'there is no such contact among those you look after'],
  not_allowed: [403, 'this unit is not one you look after'],
  no_such_unit: [422, 'there is no such unit'],
  not_official: [422, 'the address is not at an official domain'],
  address_taken: [409, 'the unit has a contact of this address'],
  too_many: [422, 'the unit has 50 contacts, which is the most'],
};

function given<Value>(
  result: Result<Value, ContactRefusal>,
  { official }: Pick<ContactDesk, 'official'>,
): Value {
  if (result.ok) return result.value;
  const [status, detail] = REFUSALS[result.problem];
  const list = result.problem === 'not_official' ? `: ${sayOfficial(official)}` : '';
  throw new Problem(status, `${detail}${list}`, { reason: result.problem });
}

const contactJson = (line: ContactLine) => ({
  id: line.id ?? null,
  unit: line.unit ?? null,
  schools: line.schools === undefined ? null : [...line.schools],
  name: line.name,
  address: line.address,
  language: line.language,
  duty: line.duty,
  atOnce: line.atOnce,
  daily: line.daily,
  weekly: line.weekly,
  source: line.id === undefined ? 'config' : 'page',
  bounced: line.bounced,
  official: line.official,
});
