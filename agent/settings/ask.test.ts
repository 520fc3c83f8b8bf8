import { describe, expect, it } from 'vitest';
import type { Answer } from '../ship/http-door.ts';
import { readOffer } from './ask.ts';

const answer = (status: number, body: string, contentType = 'application/json'): Answer => ({
  ...{ kind: 'answered', status, contentType, body },
  ...{ retryAfter: undefined, date: undefined },
});
const offer = JSON.stringify({ school: 'a', standards: [], version: '1-ab', settings: {} });

describe('the collector’s answer to which settings hold', () => {
  it('is a version with its settings', () => {
    expect(readOffer(answer(200, offer))).toEqual({
      ...{ kind: 'offered', version: '1-ab', settings: {} },
    });
  });

  it.each([
    ['the same as before', answer(304, ''), 'nothing'],
    [
      'that of a collector without settings',
      answer(200, '{"school":"a","standards":[]}'),
      'nothing',
    ],
    ['a page of a portal', answer(200, '<h1>', 'text/html'), 'unreached'],
    ['a refused token', answer(401, '{}', 'application/problem+json'), 'unreached'],
    ['one cut off for its size', answer(200, ''), 'unreached'],
    ['a version that is no name', answer(200, '{"version":"a b","settings":{}}'), 'unreached'],
    ['a list', answer(200, '[]'), 'unreached'],
    ['silence', { kind: 'unreached', reason: 'ECONNREFUSED' } as const, 'unreached'],
  ])('is none when it is %s', (_, said, kind) => {
    expect(readOffer(said).kind).toBe(kind);
  });
});
