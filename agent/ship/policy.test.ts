import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs, seconds } from '../../kit/units.ts';
import type { Answer } from './http-door.ts';
import { backOff, clockOffset, decide } from './policy.ts';

const answer = (
  status: number,
  given: Partial<Extract<Answer, { kind: 'answered' }>> = {},
): Answer => ({
  kind: 'answered',
  status,
  contentType: 'application/problem+json',
  retryAfter: undefined,
  date: 'Mon, 23 Nov 2026 00:00:00 GMT',
  body: '',
  ...given,
});

const receipt = JSON.stringify({
  title: 'some lines were refused',
  batch: 'a.b.1',
  stored: 2,
  refused: [{ line: 2, reason: 'another school' }],
});

describe('what an answer means', () => {
  it.each([
    ['204', answer(204), 'settle'],
    ['a 400 that carries a receipt', answer(400, { body: receipt }), 'settle'],
    ['another 400 of the collector', answer(400, { body: '{"title":"not gzip"}' }), 'refuse'],
    ['413, whoever says it', answer(413, { contentType: 'text/html' }), 'refuse'],
    ['422', answer(422), 'refuse'],
    ['401', answer(401), 'token_refused'],
    ['403', answer(403), 'token_refused'],
    ['429', answer(429), 'wait'],
    ['503', answer(503), 'wait'],
    ['500', answer(500), 'retry'],
    ['404, a wrong address', answer(404), 'retry'],
    ['a redirect', answer(302), 'retry'],
    ['a captive portal’s 200', answer(200, { contentType: 'text/html' }), 'retry'],
    ['a proxy’s 400', answer(400, { contentType: 'text/html' }), 'retry'],
    ['no answer', { kind: 'unreached', reason: 'ECONNREFUSED' } as const, 'retry'],
  ])('%s', (_, given, kind) => {
    expect(decide(given).kind).toBe(kind);
  });

  it('names the lines that were refused', () => {
    expect(decide(answer(400, { body: receipt }))).toEqual({
      kind: 'settle',
      refused: [{ line: 2, reason: 'another school' }],
    });
  });

  it.each([
    ['7', 7],
    ['0', 1],
    ['999999999', 600],
    ['Mon, 23 Nov 2026 00:00:30 GMT', 30],
    ['soon', 10],
    [undefined, 10],
  ])('Retry-After %s is %i s of patience', (retryAfter, patience) => {
    expect(decide(answer(429, { retryAfter }))).toMatchObject({ after: seconds(patience) });
  });

  it('never throws, whatever an answer holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.string(),
        fc.option(fc.string(), { nil: undefined }),
        fc.oneof(fc.string(), fc.json()),
        (status, contentType, text, body) => {
          const said = answer(status, { contentType, retryAfter: text, date: text, body });
          expect(decide(said).kind).toMatch(/^[a-z_]+$/);
          clockOffset(text, epochMs(0), epochMs(1));
        },
      ),
    );
  });
});

describe('the back-off', () => {
  it('doubles from one second to a minute, and is drawn from the whole span', () => {
    expect([1, 2, 3, 7, 1000].map((failures) => backOff(failures, () => 1))).toEqual(
      [1, 2, 4, 60, 60].map(seconds),
    );
    expect(backOff(7, () => 0.25)).toBe(seconds(15));
    expect(backOff(7, () => 0)).toBe(500);
  });
});

describe('the clock offset', () => {
  it('is own minus theirs, at the middle of the exchange', () => {
    const theirs = Date.parse('2026-11-23T00:00:00Z');
    const sent = epochMs(theirs + 60_000);
    expect(clockOffset('Mon, 23 Nov 2026 00:00:00 GMT', sent, epochMs(sent + 1_000))).toBe(60);
    expect(clockOffset('yesterday', sent, sent)).toBeUndefined();
    expect(clockOffset(undefined, sent, sent)).toBeUndefined();
  });
});
