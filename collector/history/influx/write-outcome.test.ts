import { expect, it } from 'vitest';
import { seconds } from '../../../kit/units.ts';
import { outcomeOf } from './write-outcome.ts';

it.each([
  [204, 'stored'],
  [200, 'stopped'],
  [302, 'stopped'],
  [201, 'refused'],
  [400, 'refused'],
  [413, 'too_large'],
  [422, 'refused'],
  [401, 'stopped'],
  [403, 'stopped'],
  [404, 'stopped'],
  [301, 'stopped'],
  [408, 'busy'],
  [429, 'busy'],
  [500, 'busy'],
  [503, 'busy'],
])('an answer of %d means %s', (status, kind) => {
  expect(outcomeOf({ status, message: 'words', retryAfter: undefined }).kind).toBe(kind);
});

it.each([
  ['7', seconds(7)],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  [undefined, undefined],
])('a Retry-After of %s is read', (retryAfter, expected) => {
  expect(outcomeOf({ status: 429, message: '', retryAfter })).toMatchObject({
    retryAfter: expected,
  });
});

it('a database that is not there is told from a path that is not', () => {
  const missing = (message: string) => outcomeOf({ status: 404, message, retryAfter: undefined });
  expect(missing('{"error":"database not found: \\"hatang\\""}')).toMatchObject({
    kind: 'stopped',
    missing: 'database',
  });
  expect(missing('404 page not found')).not.toHaveProperty('missing');
});
