import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../ship/http-door.ts';
import { readAnswer } from './enrol.ts';

const answer = (status: number, body: string, contentType = 'application/json'): Answer => ({
  kind: 'answered',
  status,
  contentType,
  retryAfter: undefined,
  date: undefined,
  body,
});

const given = JSON.stringify({ token: 'token-of-this-agent', school: 'thcs-demo' });

describe('the answer to an enrolment', () => {
  it('is a token and a school', () => {
    expect(readAnswer(answer(201, given), 'https://x')).toEqual({
      ok: true,
      value: { token: 'token-of-this-agent', school: 'thcs-demo' },
    });
  });

  it.each([
    ['a problem of the collector', answer(403, '{}', 'application/problem+json'), 'refused'],
    ['the 404 of some other server', answer(404, '<h1>', 'text/html'), 'unreached'],
    ['a page that is not JSON', answer(200, '<h1>'), 'unreached'],
    ['a token without a school', answer(200, '{"token":"token-of-this-agent"}'), 'unreached'],
    ['the right words under a wrong status', answer(500, given), 'unreached'],
    ['silence', { kind: 'unreached', reason: 'ECONNREFUSED' } as const, 'unreached'],
  ])('%s is not taken for one', (_, said, kind) => {
    expect(readAnswer(said, 'https://x')).toMatchObject({ ok: false, problem: { kind } });
  });

  it('is never thrown at, and never quoted in the message', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.oneof(fc.string(), fc.json()),
        fc.string(),
        (status, body, type) => {
          const read = readAnswer(answer(status, `${body}planted-secret`, type), 'https://x');
          if (!read.ok) expect(read.problem.message).not.toContain('planted-secret');
        },
      ),
    );
  });
});
